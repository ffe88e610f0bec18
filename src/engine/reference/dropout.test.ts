import { expect, test } from "vitest";
import { dropoutFactors } from "./dropout";

const key = { seed: 3, step: 7, microBatch: 0 };

test("a tenth is dropped, and the kept values make up for it exactly", () => {
  const size = 100_000;
  const factors = dropoutFactors(size, 0.1, key, 0);
  const kept = factors.filter((x) => x > 0);
  const rate = 26 / 256; // 0.1 to the nearest of 256 steps
  const deviation = Math.sqrt((rate * (1 - rate)) / size);
  expect(Math.abs(1 - kept.length / size - rate)).toBeLessThan(4 * deviation);
  expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - rate))]));
});

test("the same key gives the same mask, any other part of the key another one", () => {
  const mask = (change: Partial<typeof key>, place = 0) => dropoutFactors(64, 0.5, { ...key, ...change }, place).join();
  const masks = [mask({}), mask({ seed: 4 }), mask({ step: 8 }), mask({ microBatch: 1 }), mask({}, 1)];
  expect(new Set(masks).size).toBe(masks.length);
  expect(mask({})).toBe(masks[0]);
});

test("a size that is no multiple of four is filled to its end", () => {
  const factors = dropoutFactors(1001, 0.5, key, 0);
  expect(factors.subarray(990).some((x) => x > 0)).toBe(true);
  expect(factors).toHaveLength(1001);
});
