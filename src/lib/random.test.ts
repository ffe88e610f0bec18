import { describe, expect, test } from "vitest";
import { keyedDraws, philox } from "./random";

describe("philox", () => {
  // Known answers of the Random123 distribution (kat_vectors, philox4x32 with 10 rounds).
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("known answer %#", (counter, key, expected) => {
    const block = Uint32Array.from(counter);
    philox(block, key[0], key[1]);
    expect([...block]).toEqual(expected);
  });
});

describe("keyedDraws", () => {
  test("the same key repeats, another purpose or index does not", () => {
    const first = (draws: { uint32(): number }) => [
      draws.uint32(),
      draws.uint32(),
      draws.uint32(),
      draws.uint32(),
      draws.uint32(),
    ];
    expect(first(keyedDraws(7, "masking", 3, 4))).toEqual(first(keyedDraws(7, "masking", 3, 4)));
    expect(first(keyedDraws(7, "masking", 3, 4))).not.toEqual(first(keyedDraws(7, "dropout", 3, 4)));
    expect(first(keyedDraws(7, "masking", 3, 4))).not.toEqual(first(keyedDraws(7, "masking", 4, 3)));
    expect(first(keyedDraws(7, "masking"))).not.toEqual(first(keyedDraws(7 + 2 ** 32, "masking")));
  });

  test("integers are uniform over an awkward range", () => {
    const draws = keyedDraws(1, "masking");
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[draws.integer(0, 6)]++;
    const chiSquare = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.46); // 6 degrees of freedom, p = 0.001
  });

  test("normals have mean 0, variance 1 and the tails of a normal", () => {
    const draws = keyedDraws(1, "initialisation");
    let sum = 0;
    let squares = 0;
    let beyondTwo = 0;
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const x = draws.normal();
      sum += x;
      squares += x * x;
      if (Math.abs(x) > 2) beyondTwo++;
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.0135); // 4 standard errors
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.018);
    expect(Math.abs(beyondTwo / n - 0.0455)).toBeLessThan(0.0027);
  });

  test("shuffle keeps every item", () => {
    const items = keyedDraws(5, "exampleOrder").shuffle(Array.from({ length: 100 }, (_, i) => i));
    expect([...items].sort((x, y) => x - y)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(items).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});
