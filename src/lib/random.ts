// Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3",
// SC 2011). Every draw is a pure function of its key, so an exact resume needs no generator state and a shader can
// compute the same number from the same counter.

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** What a draw is for. Two purposes never share a number, whatever their indices. */
const PURPOSES = {
  initialisation: 1,
  heldOutSplit: 2,
  documentOrder: 3,
  segmentation: 4,
  exampleOrder: 5,
  masking: 6,
  dropout: 7,
  sampleCorpus: 8,
} as const;
export type Purpose = keyof typeof PURPOSES;

/** High 32 bits of the product of two u32. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle1 = aHigh * bLow + (low >>> 16);
  const middle2 = aLow * bHigh + (middle1 & 0xffff);
  return (aHigh * bHigh + Math.floor(middle1 / 0x10000) + Math.floor(middle2 / 0x10000)) >>> 0;
}

/** Encrypts the counter `out[0..3]` in place under the key (key0, key1): four uniform u32. */
export function philox(out: Uint32Array, key0: number, key1: number): void {
  let c0 = out[0];
  let c1 = out[1];
  let c2 = out[2];
  let c3 = out[3];
  let k0 = key0 >>> 0;
  let k1 = key1 >>> 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The draws of one key, in order. Cheap to make: one for each example, document or parameter. */
export interface Draws {
  /** Uniform in [0, 2^32). */
  uint32(): number;
  /** Uniform in [0, 1), 24 bits, so that it is exact in float32 too. */
  uniform(): number;
  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** Shuffles in place (Fisher-Yates). */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
}

/**
 * Draws keyed by (seed, purpose, a, b): the counter's words are (position, a, b, high word of the seed), the key is
 * (low word of the seed, purpose). `seed` is a non-negative safe integer; `a` and `b` are u32.
 */
export function keyedDraws(seed: number, purpose: Purpose, a = 0, b = 0): Draws {
  const seedLow = seed >>> 0;
  const seedHigh = Math.floor(seed / 2 ** 32) >>> 0;
  const block = new Uint32Array(4);
  let position = 0;
  let used = 4;

  function uint32(): number {
    if (used === 4) {
      block[0] = position++;
      block[1] = a;
      block[2] = b;
      block[3] = seedHigh;
      philox(block, seedLow, PURPOSES[purpose]);
      used = 0;
    }
    return block[used++];
  }

  function uniform(): number {
    return (uint32() >>> 8) / 2 ** 24;
  }

  // Rejection keeps every value equally likely whatever the range.
  function integer(low: number, high: number): number {
    const range = high - low + 1;
    const limit = 2 ** 32 - (2 ** 32 % range);
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return low + (draw % range);
  }

  function normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  function shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = integer(0, i);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  return { uint32, uniform, integer, normal, shuffle };
}
