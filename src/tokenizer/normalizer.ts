// The huggingface BertNormalizer (specification 1.2) on one code point: clean text, space out CJK, strip accents,
// lowercase. No step looks at the neighbours, but for the canonical order of marks, which is left to the caller.

import { isCjk, isDeleted, isNonspacingMark, isUndecomposed, isWhitespace } from "./codePointSets";
import type { NormalizerOptions } from "./types";

/** What a lone surrogate is read as, as in every conversion to UTF-8. */
const REPLACEMENT = 0xfffd;

/** The code point at `index`, a lone surrogate being U+FFFD. */
export function wellFormedCodePointAt(text: string, index: number): number {
  const codePoint = text.codePointAt(index) ?? REPLACEMENT;
  return codePoint >= 0xd800 && codePoint <= 0xdfff ? REPLACEMENT : codePoint;
}

export const stripsAccents = (options: NormalizerOptions) => options.stripAccents ?? options.lowercase;

/** What one code point becomes: nothing, itself, or several characters. Marks may still have to be put in order. */
export function normalizeCodePoint(codePoint: number, options: NormalizerOptions): string {
  if (options.cleanText) {
    if (isDeleted(codePoint)) return "";
    if (isWhitespace(codePoint)) return " ";
  }
  const spaced = options.handleChineseChars && isCjk(codePoint);
  let text = String.fromCodePoint(codePoint);
  if (stripsAccents(options) && !isUndecomposed(codePoint)) {
    const characters = Array.from(text.normalize("NFD"));
    text = characters.filter((character) => !isNonspacingMark(wellFormedCodePointAt(character, 0))).join("");
  }
  // One code point at a time, so that a final sigma is a sigma like any other.
  if (options.lowercase) text = Array.from(text, (character) => character.toLowerCase()).join("");
  return spaced ? ` ${text} ` : text;
}
