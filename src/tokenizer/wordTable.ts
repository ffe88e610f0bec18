// A set of words in typed arrays, found by their units without making strings. Each word has a number, counted from 0 in
// the order of arrival. The encoder remembers the ids of words by it, the trainer counts words with it.

const EMPTY = -1;

export class WordTable {
  /** Number of words. */
  size = 0;
  /** The units of all words, one after the other. */
  units: Uint16Array;
  /** Word n is units[starts[n]] to units[starts[n + 1] - 1]. */
  starts: Uint32Array;
  private hashes: Int32Array;
  private slots: Int32Array;

  /** `capacity` words fit before anything grows. */
  constructor(capacity: number) {
    this.units = new Uint16Array(8 * capacity);
    this.starts = new Uint32Array(capacity + 1);
    this.hashes = new Int32Array(capacity);
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity))).fill(EMPTY);
  }

  /** Number of the word in the first `length` of `word`, or -1. */
  find(word: Uint16Array, length: number, hash: number): number {
    const { slots, hashes, starts, units } = this;
    const mask = slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot];
      if (number === EMPTY) return EMPTY;
      if (hashes[number] !== hash) continue;
      const start = starts[number];
      if (starts[number + 1] - start !== length) continue;
      let i = 0;
      while (i < length && units[start + i] === word[i]) i++;
      if (i === length) return number;
    }
  }

  /** Adds a word that is not there yet and returns its number. */
  add(word: Uint16Array, length: number, hash: number): number {
    if (this.size === this.hashes.length) this.growWords();
    const start = this.starts[this.size];
    while (start + length > this.units.length) this.units = grown(this.units, new Uint16Array(2 * this.units.length));
    for (let i = 0; i < length; i++) this.units[start + i] = word[i];
    this.starts[this.size + 1] = start + length;
    this.hashes[this.size] = hash;
    this.place(this.size);
    return this.size++;
  }

  /** The word's own units, not a copy. */
  word(number: number): Uint16Array {
    return this.units.subarray(this.starts[number], this.starts[number + 1]);
  }

  clear(): void {
    this.size = 0;
    this.slots.fill(EMPTY);
  }

  private place(number: number): void {
    const mask = this.slots.length - 1;
    let slot = spread(this.hashes[number]) & mask;
    while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    this.slots[slot] = number;
  }

  private growWords(): void {
    const capacity = 2 * this.hashes.length;
    this.starts = grown(this.starts, new Uint32Array(capacity + 1));
    this.hashes = grown(this.hashes, new Int32Array(capacity));
    this.slots = new Int32Array(2 * this.slots.length).fill(EMPTY);
    for (let number = 0; number < this.size; number++) this.place(number);
  }
}

/** FNV leaves its low bits too alike for a table that looks at nothing else. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** `larger`, beginning with the numbers of `array`. */
export function grown<T extends Uint16Array | Uint32Array | Int32Array | Float64Array>(array: T, larger: T): T {
  larger.set(array);
  return larger;
}
