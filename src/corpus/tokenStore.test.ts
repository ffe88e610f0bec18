// Token chunks and statistics by hand.
import { expect, test } from "vitest";
import { entropyOf } from "./tokenChunks";
import { memoryTokenStore } from "./tokenStore";

const DOCUMENTS = [[[5, 6], [], [7]], [[]], [[8, 8, 8]], [[1]]];

test("documents and sentences without tokens leave no trace", async () => {
  const store = memoryTokenStore(DOCUMENTS, 10);
  expect(store.record).toMatchObject({
    documents: 3,
    sentences: 4,
    tokens: 7,
    unknownTokens: 1,
    chunkFirstDocument: [0, 3],
  });
  expect(await store.readChunk(0)).toEqual({
    documentStarts: Uint32Array.of(0, 2, 3, 4),
    sentenceStarts: Uint32Array.of(0, 2, 3, 6, 7),
    tokens: Uint16Array.of(5, 6, 7, 8, 8, 8, 1),
  });
  expect(store.record.lengthHistogram[0]).toBe(4);
  expect(store.record.unigramEntropy).toBeCloseTo(-(4 / 7) * Math.log(1 / 7) - (3 / 7) * Math.log(3 / 7), 12);
});

test("a chunk closes with the document that fills it; a large one stands alone", async () => {
  const store = memoryTokenStore([[[1]], [[1, 2, 3, 4, 5]], [[1]], [[2]], [[3]]], 70_000, 3);
  expect(store.record.chunkFirstDocument).toEqual([0, 2, 5]);
  expect((await store.readChunk(1)).tokens).toEqual(Uint32Array.of(1, 2, 3)); // the vocabulary needs more than 16 bits
  await expect(store.readChunk(2)).rejects.toThrow("internal:");
});

test("the entropy of a fair die is the logarithm of its sides", () => {
  expect(entropyOf([3, 3, 3, 3, 3, 3])).toBeCloseTo(Math.log(6), 12);
  expect(entropyOf([7, 0, 0])).toBe(0);
});
