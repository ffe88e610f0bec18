// What the word scanner does with each character, worked out once per character and options: the normalizer's answer,
// sorted by what the pre-tokenizer makes of it (specification 1.2, 1.3). A table of kinds by UTF-16 unit serves nearly all
// text; whatever does not fit one unit in, one unit out has a list of parts.

import { combiningOrder, isPunctuation, isWhitespace } from "./codePointSets";
import { normalizeCodePoint, stripsAccents, wellFormedCodePointAt } from "./normalizer";
import type { NormalizerOptions } from "./types";

export const UNRESOLVED = 0; // not asked about yet
export const WORD = 1; // continues a word, as `units[unit]`
export const SPACE = 2; // ends a word
export const ALONE = 3; // a word of its own, `units[unit]`: punctuation, spaced-out CJK
export const NOTHING = 4; // vanishes; its neighbours touch
const PARTS = 5; // see `parts`

/** One character of a normalized code point. */
export interface Part {
  kind: typeof WORD | typeof SPACE | typeof ALONE;
  codePoint: number;
  /** Place among neighbouring marks, 0 for what is no mark. */
  order: number;
}

/** Leaves every character as it is: for text that is normalized already. */
export const NO_NORMALIZATION: NormalizerOptions = {
  cleanText: false,
  handleChineseChars: false,
  stripAccents: false,
  lowercase: false,
};

export class CharacterRules {
  /** [65536], by UTF-16 unit; surrogates are PARTS. */
  readonly kinds = new Uint8Array(0x10000);
  /** [65536], the unit that a WORD or ALONE unit becomes. */
  readonly units = new Uint16Array(0x10000);
  private readonly partsByCodePoint = new Map<number, Part[]>();
  private readonly ordersMarks: boolean;

  constructor(private readonly options: NormalizerOptions) {
    this.ordersMarks = stripsAccents(options);
    this.kinds.fill(PARTS, 0xd800, 0xe000);
  }

  /** Fills the tables for `unit` and returns its kind. */
  resolve(unit: number): number {
    const parts = this.parts(unit).filter((part) => part.kind !== SPACE);
    const spaces = this.parts(unit).length - parts.length;
    let kind: number = PARTS;
    if (parts.length === 0) {
      kind = spaces > 0 ? SPACE : NOTHING;
    } else if (parts.length === 1 && parts[0].codePoint <= 0xffff && parts[0].order === 0) {
      // A word between two spaces stands alone; spaces around what stands alone say nothing.
      if (spaces === 0 || parts[0].kind === ALONE) kind = parts[0].kind;
      else if (spaces === 2) kind = ALONE;
      this.units[unit] = parts[0].codePoint;
    }
    this.kinds[unit] = kind;
    return kind;
  }

  /** What `codePoint` becomes, character by character. */
  parts(codePoint: number): Part[] {
    let parts = this.partsByCodePoint.get(codePoint);
    if (!parts) {
      parts = Array.from(normalizeCodePoint(codePoint, this.options), (character) => this.part(character));
      this.partsByCodePoint.set(codePoint, parts);
    }
    return parts;
  }

  private part(character: string): Part {
    const codePoint = wellFormedCodePointAt(character, 0);
    const kind = isWhitespace(codePoint) ? SPACE : isPunctuation(codePoint) ? ALONE : WORD;
    return { kind, codePoint, order: this.ordersMarks ? combiningOrder(codePoint) : 0 };
  }
}
