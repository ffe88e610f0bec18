import { array, assert, integer, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { keyedDraws } from "../lib/random";
import type { DocumentSet } from "./documentSet";
import { fullSentences, sentencePairs, truncatePair, type Segments } from "./segmentation";

/** Documents given as the lengths of their sentences; tokens are numbered through. */
function documentSet(documents: number[][]): DocumentSet {
  const documentStarts = [0];
  const sentenceStarts = [0];
  for (const sentences of documents) {
    for (const length of sentences) sentenceStarts.push(sentenceStarts[sentenceStarts.length - 1] + length);
    documentStarts.push(sentenceStarts.length - 1);
  }
  const tokens = Uint32Array.from({ length: sentenceStarts[sentenceStarts.length - 1] }, (_, i) => i);
  return { numbers: documents.map((_, d) => d), documentStarts, sentenceStarts, tokens };
}

/** Draws written down beforehand, in order: a coin, or the range that must be asked for and the value to answer. */
function script(...entries: (number | [low: number, high: number, value: number])[]) {
  const take = () => {
    const entry = entries.shift();
    if (entry === undefined) throw new Error("more draws than written down");
    return entry;
  };
  return {
    uniform: () => {
      const entry = take();
      if (typeof entry !== "number") throw new Error(`a coin where a number from ${entry.join(", ")} was expected`);
      return entry;
    },
    integer: (low: number, high: number) => {
      const entry = take();
      if (typeof entry === "number") throw new Error(`a number from ${low} to ${high} where a coin was expected`);
      expect([low, high]).toEqual(entry.slice(0, 2));
      return entry[2];
    },
    left: entries,
  };
}

const ranges = (segments: Segments[]) => segments.map((s) => [s.aStart, s.aEnd, s.bStart, s.bEnd, s.nextSentenceLabel]);

describe("sentence pairs by hand", () => {
  // Document 0 is tokens 0-13 in sentences of 3, 4, 5 and 2; document 1 is tokens 14-21 in sentences of 6 and 2.
  const set = documentSet([
    [3, 4, 5, 2],
    [6, 2],
  ]);
  const options = { maxSeqLength: 15, shortSeqProb: 0.1 }; // 12 tokens for A and B

  test("a true pair, then a single sentence with a random one", () => {
    const draws = script(
      0.5, // no short target
      [1, 2, 2], // three sentences reach 12 tokens: A takes two
      0.7, // B is what follows
      [0, 1, 0], // the last sentence is alone, so no coin: partner 0 is itself,
      [0, 1, 1], // partner 1 will do
      [0, 1, 0], // from its first sentence on, to its end
    );
    expect(ranges(sentencePairs(set, 0, options, draws))).toEqual([
      [0, 7, 7, 12, 0],
      [12, 14, 14, 22, 1],
    ]);
    expect(draws.left).toEqual([]);
  });

  test("sentences displaced by a random segment come back in the next pair", () => {
    const draws = script(
      0.5,
      [1, 2, 1], // A = 3 tokens
      0.4, // random: 9 more are wanted
      [0, 1, 1],
      [0, 1, 0], // all 8 of document 1
      [1, 2, 1], // the next chunk is sentences 1 to 3, of 11 tokens
      0.9,
    );
    expect(ranges(sentencePairs(set, 0, options, draws))).toEqual([
      [0, 3, 14, 22, 1],
      [3, 7, 7, 14, 0],
    ]);
    expect(draws.left).toEqual([]);
  });

  test("a short target is drawn once, from 2 to the most that fits", () => {
    const draws = script(0.05, [2, 12, 4], [1, 1, 1], 0.9, [0, 1, 1], [0, 1, 1], [0, 1, 1], [0, 1, 1]);
    expect(ranges(sentencePairs(set, 0, options, draws))).toEqual([
      [0, 3, 3, 7, 0],
      [7, 12, 20, 22, 1],
      [12, 14, 20, 22, 1],
    ]);
  });

  test("a lone document is its own partner after ten draws", () => {
    const alone = documentSet([[5]]);
    const tenDraws = Array.from({ length: 10 }, (): [number, number, number] => [0, 0, 0]);
    const draws = script(0.5, ...tenDraws, [0, 0, 0]);
    expect(ranges(sentencePairs(alone, 0, options, draws))).toEqual([[0, 5, 0, 5, 1]]);
    expect(draws.left).toEqual([]);
  });

  test("truncation takes from the longer one, from B on ties", () => {
    const pair: Segments = { aStart: 0, aEnd: 5, bStart: 5, bEnd: 10, nextSentenceLabel: 0 };
    truncatePair(pair, 7, script(0.1, 0.6, 0.7)); // B front, A back, B back
    expect(ranges([pair])).toEqual([[0, 4, 6, 9, 0]]);
  });
});

describe("sentence pairs at large", () => {
  const documents = array(array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }), {
    minLength: 1,
    maxLength: 12,
  });

  test("both segments have tokens, fit, and a true B follows its A within the document", () => {
    assert(
      property(documents, integer({ min: 8, max: 64 }), nat(), (lengths, maxSeqLength, seed) => {
        const set = documentSet(lengths);
        lengths.forEach((_, d) => {
          const from = set.sentenceStarts[set.documentStarts[d]];
          const to = set.sentenceStarts[set.documentStarts[d + 1]];
          const draws = keyedDraws(seed, "segmentation", 0, d);
          for (const pair of sentencePairs(set, d, { maxSeqLength, shortSeqProb: 0.1 }, draws)) {
            const lengthA = pair.aEnd - pair.aStart;
            const lengthB = pair.bEnd - pair.bStart;
            expect(Math.min(lengthA, lengthB)).toBeGreaterThan(0);
            expect(lengthA + lengthB).toBeLessThanOrEqual(maxSeqLength - 3);
            expect(pair.aStart >= from && pair.aEnd <= to).toBe(true);
            const follows = pair.bStart >= pair.aEnd && pair.bEnd <= to;
            const elsewhere = pair.bStart >= to || pair.bEnd <= from;
            // Ten draws in a row may hit the document itself; with eight documents, once in a billion pairs.
            expect(pair.nextSentenceLabel === 0 ? follows : elsewhere || lengths.length < 8).toBe(true);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test("A and true B together pass over every sentence exactly once when nothing is cut off", () => {
    const set = documentSet(Array.from({ length: 40 }, () => Array.from({ length: 30 }, () => 1)));
    for (let d = 0; d < 40; d++) {
      const pairs = sentencePairs(set, d, { maxSeqLength: 16, shortSeqProb: 0.1 }, keyedDraws(3, "segmentation", 0, d));
      const own = pairs.flatMap((p) =>
        p.nextSentenceLabel === 0
          ? [
              [p.aStart, p.aEnd],
              [p.bStart, p.bEnd],
            ]
          : [[p.aStart, p.aEnd]],
      );
      let next = d * 30;
      for (const [start, end] of own) {
        expect(start).toBe(next);
        next = end;
      }
      expect(next).toBe((d + 1) * 30);
    }
  });

  // Two sentences of 40 tokens and room for 61: half of the documents give one true pair, the other half a random pair
  // and then, from the displaced sentence, a second random one. So 2 of 3 are random.
  test("single sentences make random pairs more frequent than half, by the share they must", () => {
    const set = documentSet(Array.from({ length: 4000 }, () => [40, 40]));
    const pairs = set.numbers.flatMap((d) =>
      sentencePairs(set, d, { maxSeqLength: 64, shortSeqProb: 0 }, keyedDraws(1, "segmentation", 0, d)),
    );
    const random = pairs.filter((pair) => pair.nextSentenceLabel === 1).length;
    expect(Math.abs(random / pairs.length - 2 / 3)).toBeLessThan(0.02); // 4 standard errors of the ratio
  });

  test("short targets are as frequent as asked and uniform from 2 up", () => {
    const set = documentSet(Array.from({ length: 8000 }, () => Array.from({ length: 130 }, () => 1)));
    const firsts = set.numbers
      .map(
        (d) => sentencePairs(set, d, { maxSeqLength: 64, shortSeqProb: 0.1 }, keyedDraws(2, "segmentation", 0, d))[0],
      )
      .filter((pair) => pair.nextSentenceLabel === 0);
    const short = firsts.map((pair) => pair.bEnd - pair.aStart).filter((length) => length < 61);
    const expected = 0.1 * (59 / 60);
    expect(Math.abs(short.length / firsts.length - expected)).toBeLessThan(0.019); // 4 standard errors, n = 4,000
    const mean = short.reduce((sum, length) => sum + length, 0) / short.length;
    expect(Math.abs(mean - 31)).toBeLessThan(3.5); // uniform from 2 to 60, n = 400
  });

  test("truncation cuts front and back alike", () => {
    let front = 0;
    for (let i = 0; i < 500; i++) {
      const pair: Segments = { aStart: 0, aEnd: 50, bStart: 100, bEnd: 150, nextSentenceLabel: 0 };
      truncatePair(pair, 60, keyedDraws(4, "segmentation", 0, i));
      expect([pair.aEnd - pair.aStart, pair.bEnd - pair.bStart]).toEqual([30, 30]);
      front += pair.aStart + (pair.bStart - 100);
    }
    expect(Math.abs(front / 20_000 - 0.5)).toBeLessThan(0.0142); // 4 standard errors of 20,000 coins
  });
});

describe("full sentences", () => {
  const options = { maxSeqLength: 12, shortSeqProb: 0 }; // 10 tokens

  test("packs whole sentences, and keeps a run of one that is too long", () => {
    const set = documentSet([[4, 6, 1, 23, 3]]);
    expect(ranges(fullSentences(set, 0, options, script(0.5, [0, 13, 7])))).toEqual([
      [0, 10, 10, 10, null],
      [10, 11, 11, 11, null],
      [18, 28, 28, 28, null],
      [34, 37, 37, 37, null],
    ]);
  });

  test("a short target ends examples earlier but cuts no sentence that fits", () => {
    const set = documentSet([[4, 2, 2, 9]]);
    expect(ranges(fullSentences(set, 0, { ...options, shortSeqProb: 1 }, script(0.5, [2, 10, 5])))).toEqual([
      [0, 4, 4, 4, null],
      [4, 8, 8, 8, null],
      [8, 17, 17, 17, null],
    ]);
  });
});
