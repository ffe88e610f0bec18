import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { heldOutCount, heldOutSplit } from "./heldOut";

const numbersHeldOut = (documents: number, fraction: number) => {
  const isHeldOut = heldOutSplit(documents, fraction);
  return Array.from({ length: documents }, (_, d) => d).filter(isHeldOut);
};

test("the number of held-out documents is exact", () => {
  assert(
    property(integer({ min: 2, max: 3000 }), double({ min: 0.001, max: 0.5, noNaN: true }), (documents, fraction) => {
      const expected = Math.max(1, Math.round(documents * fraction));
      expect(numbersHeldOut(documents, fraction).length).toBe(expected);
    }),
  );
});

test.each([
  [0, 0.05, 0],
  [1, 0.5, 0],
  [2, 0.05, 1],
  [2, 0.5, 1],
  [3, 0.5, 2],
  [2000, 0, 0],
  [2000, 0.05, 100],
])("of %i documents with fraction %f, %i are held out", (documents, fraction, expected) => {
  expect(heldOutCount(documents, fraction)).toBe(expected);
  expect(numbersHeldOut(documents, fraction).length).toBe(expected);
});

test("every tenth of the corpus gives its share", () => {
  const tenths = new Array<number>(10).fill(0);
  for (const d of numbersHeldOut(2000, 0.05)) tenths[Math.floor(d / 200)]++;
  expect(tenths).toEqual(new Array(10).fill(10));
});
