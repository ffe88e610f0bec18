// The huggingface BertNormalizer (specification 1.2): clean text, space out CJK, strip accents, lowercase. Every step but
// one treats a code point alone, whatever stands beside it; the exception is the canonical order of marks.

import {
  combiningOrder,
  isCjk,
  isDeleted,
  isNonspacingMark,
  isUndecomposed,
  isWhitespace,
} from "./codePointSets";
import type { NormalizerOptions } from "./types";

/** What a lone surrogate is read as, as in every conversion to UTF-8. */
export const REPLACEMENT = 0xfffd;

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
    text = [...text.normalize("NFD")].filter((character) => !isNonspacingMark(wellFormedCodePointAt(character, 0))).join("");
  }
  // One code point at a time, so that a final sigma is a sigma like any other.
  if (options.lowercase) text = Array.from(text, (character) => character.toLowerCase()).join("");
  return spaced ? ` ${text} ` : text;
}

export interface NormalizedText {
  text: string;
  /** For each UTF-16 unit of `text`, where the character it comes from begins in the source. */
  origins: number[];
}

/** Normalizes a whole text. The hot path does the same inside WordScanner, without building strings. */
export function normalizeText(source: string, options: NormalizerOptions): NormalizedText {
  const characters: { text: string; order: number; origin: number }[] = [];
  const ordersMarks = stripsAccents(options);
  for (let origin = 0; origin < source.length; ) {
    const codePoint = wellFormedCodePointAt(source, origin);
    for (const text of normalizeCodePoint(codePoint, options)) {
      const order = ordersMarks ? combiningOrder(wellFormedCodePointAt(text, 0)) : 0;
      let place = characters.length;
      while (order > 0 && place > 0 && characters[place - 1].order > order) place--;
      characters.splice(place, 0, { text, order, origin });
    }
    origin += codePoint > 0xffff ? 2 : 1;
  }
  return {
    text: characters.map((character) => character.text).join(""),
    origins: characters.flatMap(({ text, origin }) => Array<number>(text.length).fill(origin)),
  };
}
