// tokenizer.json, huggingface's own format, for BERT's parts (specification 1.7). What a file holds beyond them is named
// and refused: a tokenizer that cuts otherwise than its file says would quietly spoil a model.

import { z } from "zod";
import { InputError } from "../lib/errors";
import { NO_NORMALIZATION } from "./characterRules";
import { parseJson, unsupported } from "./jsonFile";
import { DEFAULT_SPECIAL_TOKENS, findSpecialTokenIds, type SpecialTokens } from "./specialTokens";
import type { AddedToken, NormalizerOptions, TokenizerDefinition } from "./types";

const FILE = "tokenizer.json";

const kindSchema = z.looseObject({ type: z.string() }).nullish();

/** The parts of the file by kind, looked at before any is read in full, so that the error names what is not supported. */
const outlineSchema = z.object({
  version: z.literal("1.0"),
  normalizer: kindSchema,
  pre_tokenizer: kindSchema,
  post_processor: kindSchema,
  decoder: kindSchema,
  model: z.looseObject({ type: z.string().default("WordPiece") }),
});

const normalizerSchema = z.object({
  clean_text: z.boolean(),
  handle_chinese_chars: z.boolean(),
  strip_accents: z.boolean().nullish(),
  lowercase: z.boolean(),
});

const modelSchema = z.object({
  unk_token: z.string(),
  continuing_subword_prefix: z.literal("##"),
  max_input_chars_per_word: z.int().min(0),
  vocab: z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
    error: "expected an object of token ids",
  }),
});

const addedTokenSchema = z.object({
  id: z.int().min(0),
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(true),
  special: z.boolean().default(false),
});

const bertProcessingSchema = z.object({ cls: z.tuple([z.string(), z.int()]), sep: z.tuple([z.string(), z.int()]) });
const special = z.object({ SpecialToken: z.object({ id: z.string(), type_id: z.int() }) });
const sequence = z.object({ Sequence: z.object({ id: z.string(), type_id: z.int() }) });
const templateProcessingSchema = z.object({ single: z.tuple([special, sequence, special]) });

const restSchema = z.object({
  added_tokens: z.array(addedTokenSchema).default([]),
  padding: z.looseObject({ pad_token: z.string() }).nullish(),
});

export function parseTokenizerJson(text: string, chosen: Partial<SpecialTokens> = {}): TokenizerDefinition {
  const data = parseJson(FILE, text, z.unknown());
  const outline = parseJson(FILE, data, outlineSchema);
  requireKind("model", outline.model, ["WordPiece"]);
  requireKind("normalizer", outline.normalizer, ["BertNormalizer", null]);
  requireKind("pre_tokenizer", outline.pre_tokenizer, ["BertPreTokenizer"]);
  requireKind("post_processor", outline.post_processor, ["TemplateProcessing", "BertProcessing", null]);
  requireKind("decoder", outline.decoder, ["WordPiece", null]);

  const model = parseJson(FILE, outline.model, modelSchema, "model");
  const rest = parseJson(FILE, data, restSchema);
  const modelVocab = readVocab(model.vocab);
  const { vocab, addedTokens } = appendAddedTokens(modelVocab, rest.added_tokens);
  const names = {
    ...DEFAULT_SPECIAL_TOKENS,
    unkToken: model.unk_token,
    ...(rest.padding ? { padToken: rest.padding.pad_token } : {}),
    ...readPostProcessor(outline.post_processor),
    ...chosen,
  };
  findSpecialTokenIds(new Map(vocab.map((token, id) => [token, id])), names);
  return {
    vocab,
    ...(vocab.length > modelVocab.length ? { modelVocabSize: modelVocab.length } : {}),
    normalizer: readNormalizer(outline.normalizer),
    addedTokens,
    ...names,
    maxInputCharsPerWord: model.max_input_chars_per_word,
  };
}

function requireKind(part: string, found: { type: string } | null | undefined, known: (string | null)[]): void {
  const type = found?.type ?? null;
  if (known.includes(type)) return;
  const supported = known.filter((kind) => kind !== null).join(" or ");
  throw unsupported(FILE, part, type ?? "nothing", supported);
}

function readNormalizer(data: z.infer<typeof kindSchema>): NormalizerOptions {
  if (!data) return NO_NORMALIZATION;
  const normalizer = parseJson(FILE, data, normalizerSchema, "normalizer");
  return {
    cleanText: normalizer.clean_text,
    handleChineseChars: normalizer.handle_chinese_chars,
    stripAccents: normalizer.strip_accents ?? null,
    lowercase: normalizer.lowercase,
  };
}

/** Names of [CLS] and [SEP], from either form of the processor. */
function readPostProcessor(data: z.infer<typeof kindSchema>): Partial<SpecialTokens> {
  if (!data) return {};
  if (data.type === "BertProcessing") {
    const { cls, sep } = parseJson(FILE, data, bertProcessingSchema, "post_processor");
    return { clsToken: cls[0], sepToken: sep[0] };
  }
  const [cls, , sep] = parseJson(FILE, data, templateProcessingSchema, "post_processor").single;
  return { clsToken: cls.SpecialToken.id, sepToken: sep.SpecialToken.id };
}

/** Tokens by id. Ids that no token has become "", as long as they are few enough to be an accident. */
function readVocab(data: object): string[] {
  const entries = Object.entries<unknown>({ ...data });
  const vocab: string[] = [];
  for (const [token, id] of entries) {
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= 2 * entries.length + 1000) {
      throw new InputError(
        "tokenizer-json-invalid",
        `In ${FILE} the token ${JSON.stringify(token)} has the id ${JSON.stringify(id)}. ` +
          `Expected whole numbers from 0 to ${entries.length - 1}, each used once. Get the file again from the model's source.`,
      );
    }
    if (/\p{Surrogate}/u.test(token)) {
      throw new InputError(
        "tokenizer-json-invalid",
        `In ${FILE} the token with id ${id} holds half of a surrogate pair, which no text can contain. ` +
          "Get the file again from the model's source.",
      );
    }
    vocab[id] = token;
  }
  return Array.from(vocab, (token) => token ?? "");
}

/** A token that the model knows keeps its id; others get the ids after the model's, in the order of the file's ids. */
function appendAddedTokens(
  modelVocab: readonly string[],
  added: readonly z.infer<typeof addedTokenSchema>[],
): { vocab: string[]; addedTokens: AddedToken[] } {
  const vocab = [...modelVocab];
  const ids = new Map(vocab.map((token, id) => [token, id]));
  const addedTokens = new Map<string, AddedToken>();
  for (const token of added.toSorted((a, b) => a.id - b.id)) {
    if (token.content === "") continue;
    let id = ids.get(token.content);
    if (id === undefined) {
      id = vocab.push(token.content) - 1;
      ids.set(token.content, id);
    }
    addedTokens.set(token.content, {
      id,
      content: token.content,
      singleWord: token.single_word,
      lstrip: token.lstrip,
      rstrip: token.rstrip,
      normalized: token.normalized,
      special: token.special,
    });
  }
  return { vocab, addedTokens: [...addedTokens.values()].sort((a, b) => a.id - b.id) };
}

/** The file for `definition`, as huggingface's own libraries write it. */
export function writeTokenizerJson(definition: TokenizerDefinition): string {
  const { vocab, modelVocabSize, normalizer, clsToken, sepToken } = definition;
  const ids = new Map(vocab.map((token, id) => [token, id]));
  const specialToken = (id: string, typeId: number) => ({ SpecialToken: { id, type_id: typeId } });
  const part = (id: "A" | "B", typeId: number) => ({ Sequence: { id, type_id: typeId } });
  const single = [specialToken(clsToken, 0), part("A", 0), specialToken(sepToken, 0)];
  const named = (token: string) => [token, { id: token, ids: [ids.get(token)], tokens: [token] }] as const;
  const skeleton = JSON.stringify(
    {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: definition.addedTokens.map((token) => ({
        id: token.id,
        content: token.content,
        single_word: token.singleWord,
        lstrip: token.lstrip,
        rstrip: token.rstrip,
        normalized: token.normalized,
        special: token.special,
      })),
      normalizer: {
        type: "BertNormalizer",
        clean_text: normalizer.cleanText,
        handle_chinese_chars: normalizer.handleChineseChars,
        strip_accents: normalizer.stripAccents,
        lowercase: normalizer.lowercase,
      },
      pre_tokenizer: { type: "BertPreTokenizer" },
      post_processor: {
        type: "TemplateProcessing",
        single,
        pair: [...single, part("B", 1), specialToken(sepToken, 1)],
        special_tokens: Object.fromEntries([named(clsToken), named(sepToken)]),
      },
      decoder: { type: "WordPiece", prefix: "##", cleanup: true },
      model: {
        type: "WordPiece",
        unk_token: definition.unkToken,
        continuing_subword_prefix: "##",
        max_input_chars_per_word: definition.maxInputCharsPerWord,
        vocab: {},
      },
    },
    null,
    2,
  );
  // An object would put tokens that look like numbers first, and lose __proto__.
  const entries = vocab
    .slice(0, modelVocabSize)
    .flatMap((token, id) => (ids.get(token) === id && token !== "" ? [`      ${JSON.stringify(token)}: ${id}`] : []));
  const at = skeleton.lastIndexOf("{}");
  return `${skeleton.slice(0, at)}{\n${entries.join(",\n")}\n    }${skeleton.slice(at + 2)}\n`;
}
