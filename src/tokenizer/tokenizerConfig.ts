// tokenizer_config.json and special_tokens_map.json: what stands beside a vocabulary (specification 1.7).

import { z } from "zod";
import { parseJson, unsupported } from "./jsonFile";
import type { SpecialTokens } from "./specialTokens";
import type { NormalizerOptions, TokenizerDefinition } from "./types";

const FILE = "tokenizer_config.json";

const tokenSchema = z
  .union([z.string(), z.looseObject({ content: z.string() }).transform((token) => token.content)])
  .nullish();

const configSchema = z.object({
  do_lower_case: z.boolean().optional(),
  tokenize_chinese_chars: z.boolean().optional(),
  strip_accents: z.boolean().nullable().optional(),
  do_basic_tokenize: z.boolean().default(true),
  unk_token: tokenSchema,
  sep_token: tokenSchema,
  pad_token: tokenSchema,
  cls_token: tokenSchema,
  mask_token: tokenSchema,
});

/** What the file says, and nothing that it leaves out. */
export interface TokenizerConfig {
  normalizer: Partial<NormalizerOptions>;
  specialTokens: Partial<SpecialTokens>;
}

export function parseTokenizerConfig(text: string): TokenizerConfig {
  const config = parseJson(FILE, text, configSchema);
  if (!config.do_basic_tokenize) {
    throw unsupported(FILE, "setting", "do_basic_tokenize: false", "words to be split first (do_basic_tokenize: true)");
  }
  return {
    normalizer: withoutAbsent<NormalizerOptions>({
      lowercase: config.do_lower_case,
      handleChineseChars: config.tokenize_chinese_chars,
      stripAccents: config.strip_accents,
    }),
    specialTokens: withoutAbsent<SpecialTokens>({
      unkToken: config.unk_token ?? undefined,
      sepToken: config.sep_token ?? undefined,
      padToken: config.pad_token ?? undefined,
      clsToken: config.cls_token ?? undefined,
      maskToken: config.mask_token ?? undefined,
    }),
  };
}

function withoutAbsent<T extends object>(fields: { [K in keyof T]?: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export function writeTokenizerConfig(definition: TokenizerDefinition, maxLength: number): string {
  const { normalizer } = definition;
  return toJson({
    added_tokens_decoder: Object.fromEntries(
      definition.addedTokens.map((token) => [
        token.id,
        {
          content: token.content,
          lstrip: token.lstrip,
          normalized: token.normalized,
          rstrip: token.rstrip,
          single_word: token.singleWord,
          special: token.special,
        },
      ]),
    ),
    clean_up_tokenization_spaces: true,
    do_basic_tokenize: true,
    do_lower_case: normalizer.lowercase,
    model_max_length: maxLength,
    never_split: null,
    strip_accents: normalizer.stripAccents,
    tokenize_chinese_chars: normalizer.handleChineseChars,
    tokenizer_class: "BertTokenizer",
    ...specialTokenFields(definition),
  });
}

export function writeSpecialTokensMap(definition: TokenizerDefinition): string {
  return toJson(specialTokenFields(definition));
}

function specialTokenFields(definition: TokenizerDefinition): Record<string, string> {
  return {
    cls_token: definition.clsToken,
    mask_token: definition.maskToken,
    pad_token: definition.padToken,
    sep_token: definition.sepToken,
    unk_token: definition.unkToken,
  };
}

function toJson(data: object): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
