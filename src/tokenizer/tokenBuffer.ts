// Token ids in a typed array that grows: what the bulk encoder writes into, so that a corpus never becomes number[].

export class TokenBuffer {
  ids: Uint32Array;
  length = 0;

  constructor(capacity = 4096) {
    this.ids = new Uint32Array(capacity);
  }

  push(id: number): void {
    if (this.length === this.ids.length) this.reserve(1);
    this.ids[this.length++] = id;
  }

  /** Makes room for `count` more. */
  reserve(count: number): void {
    if (this.length + count <= this.ids.length) return;
    const larger = new Uint32Array(Math.max(2 * this.ids.length, this.length + count));
    larger.set(this.ids.subarray(0, this.length));
    this.ids = larger;
  }

  /** A copy of the ids from `start` on. */
  slice(start = 0): Uint32Array {
    return this.ids.slice(start, this.length);
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
