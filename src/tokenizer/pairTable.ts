// Counts of pairs of symbols: open addressing in typed arrays. Each pair has a number, in the order of arrival.

import { grown } from "./wordTable";

const EMPTY = -1;

export class PairTable {
  lefts = new Int32Array(1024);
  rights = new Int32Array(1024);
  /** By number. Doubles: counts of a large corpus pass 2^31. */
  counts = new Float64Array(1024);
  private size = 0;
  private slots = new Int32Array(4096).fill(EMPTY);

  /** Adds `change` to the count of a pair, which is 0 at first; returns the pair's number. */
  add(left: number, right: number, change: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(left, right) & mask;
    for (; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const number = this.slots[slot];
      if (this.lefts[number] === left && this.rights[number] === right) {
        this.counts[number] += change;
        return number;
      }
    }
    const number = this.size++;
    this.slots[slot] = number;
    this.lefts[number] = left;
    this.rights[number] = right;
    this.counts[number] = change;
    if (this.size === this.lefts.length) this.grow();
    return number;
  }

  private grow(): void {
    const capacity = 2 * this.size;
    this.lefts = grown(this.lefts, new Int32Array(capacity));
    this.rights = grown(this.rights, new Int32Array(capacity));
    this.counts = grown(this.counts, new Float64Array(capacity));
    this.slots = new Int32Array(4 * capacity).fill(EMPTY);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hash(this.lefts[number], this.rights[number]) & mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

function hash(left: number, right: number): number {
  const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
