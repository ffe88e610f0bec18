// A whole text as the normalizer leaves it, for added tokens that are looked for there. The hot path never comes here:
// WordScanner normalizes and cuts words in one pass.

import type { CharacterRules, Part } from "./characterRules";
import { wellFormedCodePointAt } from "./normalizer";

export interface NormalizedText {
  text: string;
  /** For each UTF-16 unit of `text`, where the character it comes from begins in the source. */
  origins: number[];
}

export function normalizeText(source: string, rules: CharacterRules): NormalizedText {
  const parts: Part[] = [];
  const partOrigins: number[] = [];
  for (let origin = 0; origin < source.length;) {
    const codePoint = wellFormedCodePointAt(source, origin);
    for (const part of rules.parts(codePoint)) {
      let place = parts.length;
      while (part.order > 0 && place > 0 && parts[place - 1].order > part.order) place--;
      parts.splice(place, 0, part);
      partOrigins.splice(place, 0, origin);
    }
    origin += codePoint > 0xffff ? 2 : 1;
  }
  const origins: number[] = [];
  parts.forEach((part, index) => {
    origins.push(partOrigins[index]);
    if (part.codePoint > 0xffff) origins.push(partOrigins[index]);
  });
  return { text: parts.map((part) => String.fromCodePoint(part.codePoint)).join(""), origins };
}
