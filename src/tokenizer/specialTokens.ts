// The five tokens that BERT gives a meaning, and the sentence for a vocabulary that lacks one.

import { InputError } from "../lib/errors";
import type { AddedToken, SpecialTokenIds, TokenizerDefinition } from "./types";

export type SpecialTokens = Pick<TokenizerDefinition, "padToken" | "unkToken" | "clsToken" | "sepToken" | "maskToken">;

/** In the order in which a trained vocabulary begins. */
export const DEFAULT_SPECIAL_TOKENS: SpecialTokens = {
  padToken: "[PAD]",
  unkToken: "[UNK]",
  clsToken: "[CLS]",
  sepToken: "[SEP]",
  maskToken: "[MASK]",
};

export function listSpecialTokens(tokens: SpecialTokens): string[] {
  return [tokens.padToken, tokens.unkToken, tokens.clsToken, tokens.sepToken, tokens.maskToken];
}

/** Ids of the special tokens; throws `special-tokens-missing` with the names of those that are not in the vocabulary. */
export function findSpecialTokenIds(ids: ReadonlyMap<string, number>, tokens: SpecialTokens): SpecialTokenIds {
  const missing = [...new Set(listSpecialTokens(tokens).filter((token) => !ids.has(token)))];
  if (missing.length > 0) {
    const names = missing.join(", ");
    throw new InputError(
      "special-tokens-missing",
      `The vocabulary lacks ${names}. BERT needs ${listSpecialTokens(tokens).join(", ")}, each as a token of its own. ` +
        `Add ${names} as a line to vocab.txt, load the vocabulary of a BERT model, or train one here.`,
    );
  }
  const id = (token: string) => ids.get(token) ?? 0;
  return {
    pad: id(tokens.padToken),
    unk: id(tokens.unkToken),
    cls: id(tokens.clsToken),
    sep: id(tokens.sepToken),
    mask: id(tokens.maskToken),
  };
}

/** An added token as huggingface writes the five: found in raw text, case-sensitively, anywhere. */
export function specialAddedToken(content: string, id: number): AddedToken {
  return { id, content, singleWord: false, lstrip: false, rstrip: false, normalized: false, special: true };
}

/** The five as added tokens, ordered by id. */
export function specialAddedTokens(ids: ReadonlyMap<string, number>, tokens: SpecialTokens): AddedToken[] {
  findSpecialTokenIds(ids, tokens);
  return [...new Set(listSpecialTokens(tokens))]
    .map((content) => specialAddedToken(content, ids.get(content) ?? 0))
    .sort((a, b) => a.id - b.id);
}
