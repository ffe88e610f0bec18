// A small tokenizer for tests: single characters of several scripts, alone and continuing, and a few longer pieces.

import { DEFAULT_SPECIAL_TOKENS, listSpecialTokens, specialAddedToken } from "./specialTokens";
import type { NormalizerOptions, TokenizerDefinition } from "./types";

const CHARACTERS =
  "abcdefghijklmnopqrstuvwxyzABCDE0123456789.,!?'-[]=$éßσςаяคあカ한中一🎉𐐀\u1112\u1161\u11ab\ufffd\u0301";
const PIECES = ["the", "##ing", "##ed", "un", "##aff", "##able", "hello", "world", "don", "it", "##s", "##🎉a", "##éa"];

export function exampleDefinition(normalizer: Partial<NormalizerOptions> = {}): TokenizerDefinition {
  const specials = listSpecialTokens(DEFAULT_SPECIAL_TOKENS);
  const characters = Array.from(CHARACTERS).flatMap((character) => [character, `##${character}`]);
  return {
    vocab: [...specials, ...new Set([...characters, ...PIECES])],
    normalizer: { cleanText: true, handleChineseChars: true, stripAccents: null, lowercase: true, ...normalizer },
    addedTokens: specials.map(specialAddedToken),
    ...DEFAULT_SPECIAL_TOKENS,
    maxInputCharsPerWord: 100,
  };
}
