// Normalizes and pre-tokenizes in one pass over UTF-16 units: each call of `next` leaves one word, ready for WordPiece,
// in `units`. No strings are made and no regular expressions run; this loop decides the speed of the whole tokenizer.

import { ALONE, NOTHING, SPACE, UNRESOLVED, WORD, type CharacterRules, type Part } from "./characterRules";
import { combiningOrder } from "./codePointSets";
import { wellFormedCodePointAt } from "./normalizer";

const HASH_SEED = 0x811c9dc5;
const HASH_PRIME = 0x01000193; // FNV-1a, over units

const NO_PARTS: Part[] = [];

export class WordScanner {
  /** The word, normalized, in its first `length` units. */
  units = new Uint16Array(256);
  length = 0;
  /** A hash of the word. */
  hash = 0;
  /** For each unit of the word, where the character it comes from begins in the text. */
  origins = new Int32Array(256);

  private text = "";
  private position = 0;
  private end = 0;
  // A character that became several, of which the first `partsUsed` are done.
  private parts = NO_PARTS;
  private partsUsed = 0;
  private partsOrigin = 0;

  constructor(private readonly rules: CharacterRules) {}

  start(text: string, from = 0, to = text.length): void {
    this.text = text;
    this.position = from;
    this.end = to;
    this.parts = NO_PARTS;
    this.partsUsed = 0;
  }

  /** Moves to the next word; false at the end of the text. */
  next(): boolean {
    const { kinds, units: replacements } = this.rules;
    const { text, end } = this;
    let { units, origins, position } = this;
    let length = 0;
    let hash = HASH_SEED;
    this.length = 0;

    let complete = false;
    let rehash = false;

    if (this.partsUsed < this.parts.length) {
      complete = this.takeParts();
      ({ units, origins, length } = this);
      rehash = true;
    }
    while (!complete && position < end) {
      const unit = text.charCodeAt(position);
      let kind = kinds[unit];
      if (kind === UNRESOLVED) kind = this.rules.resolve(unit);

      if (kind === WORD) {
        if (length === units.length) {
          this.grow();
          ({ units, origins } = this);
        }
        const replacement = replacements[unit];
        units[length] = replacement;
        origins[length++] = position++;
        hash = Math.imul(hash ^ replacement, HASH_PRIME);
      } else if (kind === SPACE) {
        position++;
        if (length > 0) break;
      } else if (kind === ALONE) {
        if (length > 0) break;
        const replacement = replacements[unit];
        units[0] = replacement;
        origins[0] = position++;
        length = 1;
        hash = Math.imul(hash ^ replacement, HASH_PRIME);
        break;
      } else if (kind === NOTHING) {
        position++;
      } else {
        const codePoint = wellFormedCodePointAt(text, position);
        this.parts = this.rules.parts(codePoint);
        this.partsUsed = 0;
        this.partsOrigin = position;
        this.length = length;
        position += codePoint > 0xffff ? 2 : 1;
        complete = this.takeParts();
        ({ units, origins, length } = this);
        rehash = true;
      }
    }
    if (rehash) {
      hash = HASH_SEED;
      for (let i = 0; i < length; i++) hash = Math.imul(hash ^ units[i], HASH_PRIME);
    }
    this.position = position;
    this.length = length;
    this.hash = hash;
    return length > 0;
  }

  /** Number of code points of the word. */
  countCodePoints(): number {
    let count = this.length;
    for (let i = 0; i < this.length; i++) if ((this.units[i] & 0xfc00) === 0xdc00) count--;
    return count;
  }

  /** Takes what is left of `parts` into the word; true if that completes it. */
  private takeParts(): boolean {
    let complete = false;
    while (!complete && this.partsUsed < this.parts.length) {
      const part = this.parts[this.partsUsed];
      if (part.kind === WORD) {
        this.insert(part);
        this.partsUsed++;
      } else if (part.kind === SPACE) {
        this.partsUsed++;
        complete = this.length > 0;
      } else {
        complete = true;
        if (this.length > 0) continue; // the word before it comes first
        this.insert(part);
        this.partsUsed++;
      }
    }
    return complete;
  }

  /** Puts a character at the end of the word; a mark goes before the marks that canonical order places after it. */
  private insert({ codePoint, order }: Part): void {
    const width = codePoint > 0xffff ? 2 : 1;
    while (this.length + width > this.units.length) this.grow();
    const place = order > 0 ? this.placeOfMark(order) : this.length;
    if (place < this.length) {
      this.units.copyWithin(place + width, place, this.length);
      this.origins.copyWithin(place + width, place, this.length);
    }
    this.origins[place] = this.partsOrigin;
    if (width === 1) {
      this.units[place] = codePoint;
    } else {
      this.units[place] = 0xd800 + ((codePoint - 0x10000) >> 10);
      this.units[place + 1] = 0xdc00 + (codePoint & 0x3ff);
      this.origins[place + 1] = this.partsOrigin;
    }
    this.length += width;
  }

  private placeOfMark(order: number): number {
    let place = this.length;
    while (place > 0) {
      const previous = this.lastCodePoint(place);
      if (combiningOrder(previous) <= order) break;
      place -= previous > 0xffff ? 2 : 1;
    }
    return place;
  }

  /** The code point that ends before `place` in the word. */
  private lastCodePoint(place: number): number {
    const last = this.units[place - 1];
    if ((last & 0xfc00) !== 0xdc00) return last;
    return 0x10000 + ((this.units[place - 2] & 0x3ff) << 10) + (last & 0x3ff);
  }

  private grow(): void {
    const units = new Uint16Array(2 * this.units.length);
    const origins = new Int32Array(units.length);
    units.set(this.units);
    origins.set(this.origins);
    this.units = units;
    this.origins = origins;
  }
}
