import { array, assert, integer, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { keyedDraws } from "../lib/random";
import { maskTokens, predictionCount } from "./masking";
import type { ExampleVocabulary } from "./types";

const special = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
const V = 1000;
/** Every third piece from 5 on continues a word. */
const vocabulary: ExampleVocabulary = {
  special,
  vocabSize: V,
  isContinuation: Uint8Array.from({ length: V }, (_, id) => (id >= 5 && id % 3 === 0 ? 1 : 0)),
};
const options = { maskedLmProb: 0.15, maxPredictionsPerSeq: 20, wholeWordMasking: false };

/** [CLS] 500 ... [SEP] 500 ... [SEP] of `length` positions. */
function pair(length: number, id = 500): number[] {
  const tokens = new Array<number>(length).fill(id);
  tokens[0] = special.cls;
  tokens[length >> 1] = special.sep;
  tokens[length - 1] = special.sep;
  return tokens;
}

describe("number of predictions", () => {
  // Specification 2.3: Python 3 rounds halves to even.
  test.each([
    [30, 4],
    [50, 8],
    [70, 10],
    [90, 14],
    [64, 10],
    [5, 1],
    [2, 1],
    [200, 20],
  ])("of %i positions %i", (length, count) => {
    expect(predictionCount(length, options)).toBe(count);
    expect(maskTokens(pair(length), vocabulary, options, keyedDraws(1, "masking")).maskedPositions.length).toBe(
      Math.min(count, Math.max(0, length - 3)),
    );
  });
});

describe("masks", () => {
  test("hide 80%, exchange 10% and keep 10% of the chosen positions", () => {
    let masked = 0;
    let kept = 0;
    let total = 0;
    const exchanged = new Set<number>();
    for (let i = 0; i < 5000; i++) {
      const tokens = pair(64);
      const { maskedIds, maskedPositions } = maskTokens(tokens, vocabulary, options, keyedDraws(1, "masking", 0, i));
      for (const position of maskedPositions) {
        total++;
        if (maskedIds[position] === special.mask) masked++;
        else if (maskedIds[position] === tokens[position]) kept++;
        else exchanged.add(maskedIds[position]);
      }
    }
    expect(total).toBe(50_000);
    // An exchange may draw [MASK] or the very token: a thousandth of a tenth each. Bounds: 4 standard errors.
    expect(Math.abs(masked / total - 0.8001)).toBeLessThan(0.0072);
    expect(Math.abs(kept / total - 0.1001)).toBeLessThan(0.0054);
    // 5,000 uniform draws leave out e^-5 of a thousand entries; specials are drawn like any other.
    expect(exchanged.size).toBeGreaterThan(980);
    expect([...exchanged].some((id) => id < 4)).toBe(true);
  });

  test("fall on every position alike, and never on [CLS] or [SEP]", () => {
    const counts = new Array<number>(64).fill(0);
    const tokens = pair(64);
    for (let i = 0; i < 6100; i++) {
      for (const p of maskTokens(tokens, vocabulary, options, keyedDraws(2, "masking", 0, i)).maskedPositions)
        counts[p]++;
    }
    expect([counts[0], counts[32], counts[63]]).toEqual([0, 0, 0]);
    const candidates = counts.filter((_, position) => tokens[position] === 500);
    const chiSquare = candidates.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(99.6); // 60 degrees of freedom, p = 0.001; drawing without repeats only lowers it
  });

  test("leave everything else as it was and list positions in order", () => {
    assert(
      property(array(integer({ min: 5, max: V - 1 }), { minLength: 1, maxLength: 80 }), nat(), (ids, seed) => {
        const tokens = [special.cls, ...ids, special.sep];
        const { maskedIds, maskedPositions } = maskTokens(tokens, vocabulary, options, keyedDraws(seed, "masking"));
        expect(maskedPositions).toEqual([...new Set(maskedPositions)].sort((a, b) => a - b));
        const chosen = new Set(maskedPositions);
        expect(tokens.map((id, position) => (chosen.has(position) ? maskedIds[position] : id))).toEqual(maskedIds);
      }),
    );
  });

  test("never split a word when words are masked whole", () => {
    const whole = { ...options, wholeWordMasking: true };
    let pieces = 0;
    assert(
      property(array(integer({ min: 5, max: V - 1 }), { minLength: 40, maxLength: 80 }), nat(), (ids, seed) => {
        const tokens = [special.cls, ...ids, special.sep];
        const { maskedPositions } = maskTokens(tokens, vocabulary, whole, keyedDraws(seed, "masking"));
        expect(maskedPositions.length).toBeLessThanOrEqual(predictionCount(tokens.length, whole));
        const chosen = new Set(maskedPositions);
        for (let position = 2; position < tokens.length - 1; position++) {
          if (vocabulary.isContinuation[tokens[position]] === 0) continue;
          expect(chosen.has(position)).toBe(chosen.has(position - 1));
          if (chosen.has(position)) pieces++;
        }
      }),
    );
    expect(pieces).toBeGreaterThan(50);
  });
});
