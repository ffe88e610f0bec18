// Token ids in a typed array that grows: what the bulk encoder writes into, so that a corpus never becomes number[].

export class TokenBuffer {
  ids: Uint32Array;
  length = 0;

  constructor(capacity = 4096) {
    this.ids = new Uint32Array(capacity);
  }

  push(id: number): void {
    if (this.length === this.ids.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.length++] = id;
  }

  /** The ids without a copy: valid until the next `push` or `clear`. */
  view(): Uint32Array {
    return this.ids.subarray(0, this.length);
  }

  /** The ids as plain numbers. Copied one by one: several times faster than through an iterator. */
  toArray(): number[] {
    const array = new Array<number>(this.length);
    for (let i = 0; i < this.length; i++) array[i] = this.ids[i];
    return array;
  }

  clear(): void {
    this.length = 0;
  }
}
