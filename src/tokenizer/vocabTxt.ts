// vocab.txt: one token a line, its id the number of the line (specification 1.7, the fast tokenizers' reading).

import { InputError } from "../lib/errors";
import { DEFAULT_SPECIAL_TOKENS, listSpecialTokens, specialAddedTokens, type SpecialTokens } from "./specialTokens";
import type { NormalizerOptions, TokenizerDefinition } from "./types";

/** What vocab.txt does not say; tokenizer_config.json may. */
export interface VocabTxtOptions {
  normalizer: Partial<NormalizerOptions>;
  specialTokens: Partial<SpecialTokens>;
}

const DEFAULT_MAX_INPUT_CHARS_PER_WORD = 100;

export function parseVocabTxt(
  text: string,
  options: VocabTxtOptions = { normalizer: {}, specialTokens: {} },
): TokenizerDefinition {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const vocab = lines.map((line) => line.replace(/\p{White_Space}+$/u, ""));
  if (vocab.every((token) => token === "")) {
    throw new InputError(
      "vocabulary-empty",
      "The vocabulary file is empty. Expected one token a line, beginning with [PAD]. " +
        "Choose the vocab.txt of a BERT model, or train a vocabulary here.",
    );
  }
  const special = { ...DEFAULT_SPECIAL_TOKENS, ...options.specialTokens };
  return {
    vocab,
    normalizer: {
      cleanText: true,
      handleChineseChars: true,
      stripAccents: null,
      lowercase: !hasCapitals(vocab, special),
      ...options.normalizer,
    },
    addedTokens: specialAddedTokens(new Map(vocab.map((token, id) => [token, id])), special),
    ...special,
    maxInputCharsPerWord: DEFAULT_MAX_INPUT_CHARS_PER_WORD,
  };
}

export function writeVocabTxt(definition: TokenizerDefinition): string {
  return definition.vocab.map((token) => `${token}\n`).join("");
}

/** A vocabulary with capitals is useless to a tokenizer that lowercases, so it tells by itself that it is cased. */
function hasCapitals(vocab: readonly string[], special: SpecialTokens): boolean {
  const apart = new Set(listSpecialTokens(special));
  return vocab.some((token) => !apart.has(token) && !/^\[.*\]$/.test(token) && token !== token.toLowerCase());
}
