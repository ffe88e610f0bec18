// Dropout masks (specification 3.3) keyed by seed, update, micro-batch and place in the model, so that a resumed run drops
// the same values. Drawn on the CPU, one byte a value: a rate is rounded to a multiple of 1/256, and the scale of the kept
// values belongs to the rounded rate, so that the expectation is exact.

import { keyedDraws } from "../../lib/random";

export interface DropoutKey {
  seed: number;
  step: number;
  microBatch: number;
}

/** Places are numbered in the order of the forward pass; more than any model has. */
const PLACES = 4096;

/** `size` factors: 0 for a dropped value, 1 / (1 - rate) for a kept one. */
export function dropoutFactors(size: number, rate: number, key: DropoutKey, place: number): Float32Array {
  const factors = new Float32Array(size);
  const threshold = roundedThreshold(rate);
  const kept = 256 / (256 - threshold);
  const draws = keyedDraws(key.seed, "dropout", key.step, key.microBatch * PLACES + place);
  for (let i = 0; i < size; i += 4) {
    const word = draws.uint32();
    if ((word & 0xff) >= threshold) factors[i] = kept;
    if (((word >>> 8) & 0xff) >= threshold) factors[i + 1] = kept;
    if (((word >>> 16) & 0xff) >= threshold) factors[i + 2] = kept;
    if (word >>> 24 >= threshold) factors[i + 3] = kept;
  }
  return factors;
}

/** Of 256 byte values, how many mean "dropped": at least 1 and at most 255 for a rate above 0. */
function roundedThreshold(rate: number): number {
  return Math.min(255, Math.max(1, Math.round(rate * 256)));
}
