import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { EncodingRecord, TokenChunk, TokenStore } from "../corpus/types";
import { keyedDraws } from "../lib/random";
import { ExampleSource } from "./exampleSource";
import { heldOutSplit } from "./heldOut";
import type { Batch, ExampleCursor, ExampleOptions, ExampleVocabulary } from "./types";

const special = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
const options: ExampleOptions = {
  maxSeqLength: 32,
  maskedLmProb: 0.15,
  maxPredictionsPerSeq: 5,
  wholeWordMasking: false,
  shortSeqProb: 0.1,
  nextSentencePrediction: true,
  heldOutFraction: 0.05,
};

const vocabularyOf = (vocabSize: number): ExampleVocabulary => ({
  special,
  vocabSize,
  isContinuation: new Uint8Array(vocabSize),
});

/** A store that makes its chunks when asked: `documentsPerChunk` documents of `sentences` sentences, see `tokenOf`. */
function syntheticStore(
  chunks: number,
  documentsPerChunk: number,
  sentences: number,
  sentenceLength: number,
  vocabSize: number,
  tokenOf: (document: number) => number,
): TokenStore & { reads: number[] } {
  const documents = chunks * documentsPerChunk;
  const record: EncodingRecord = {
    id: "synthetic/none",
    corpusId: "synthetic",
    tokenizerId: "none",
    vocabSize,
    documents,
    sentences: documents * sentences,
    tokens: documents * sentences * sentenceLength,
    unknownTokens: 0,
    chunkFirstDocument: Array.from({ length: chunks + 1 }, (_, i) => i * documentsPerChunk),
    lengthHistogram: [],
    lengthBinWidth: 1,
    unigramEntropy: 0,
  };
  const reads: number[] = [];
  const readChunk = (index: number): Promise<TokenChunk> => {
    reads.push(index);
    const perDocument = sentences * sentenceLength;
    return Promise.resolve({
      documentStarts: Uint32Array.from({ length: documentsPerChunk + 1 }, (_, d) => d * sentences),
      sentenceStarts: Uint32Array.from({ length: documentsPerChunk * sentences + 1 }, (_, s) => s * sentenceLength),
      tokens: Uint16Array.from({ length: documentsPerChunk * perDocument }, (_, t) =>
        tokenOf(index * documentsPerChunk + Math.floor(t / perDocument)),
      ),
    });
  };
  return { record, readChunk, reads };
}

const DOCUMENTS = 200;
const V = DOCUMENTS + 5;
/** 200 documents of 8 sentences of 6 tokens, each document made of one token of its own. */
const smallStore = (chunks: number) => syntheticStore(chunks, DOCUMENTS / chunks, 8, 6, V, (document) => document + 5);
const sourceOf = (store: TokenStore, changes: Partial<ExampleOptions> = {}, seed = 1) =>
  new ExampleSource(store, vocabularyOf(store.record.vocabSize), { ...options, ...changes }, seed);

async function batchesFrom(source: ExampleSource, cursor: ExampleCursor, count: number, batchSize = 32) {
  const batches: Batch[] = [];
  const cursors = [cursor];
  for (let i = 0; i < count; i++) {
    const { batch, next } = await source.nextBatch(cursors[i], batchSize);
    batches.push(batch);
    cursors.push(next);
  }
  return { batches, cursors };
}

async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

/** Documents of the rows of a batch, as [A, B] of each row, told by the tokens that carry no mask. */
function documentsOfRows(batch: Batch): number[][] {
  const S = batch.seqLength;
  return Array.from({ length: batch.batchSize }, (_, row) => {
    const ids = [...batch.inputIds.subarray(row * S, (row + 1) * S)];
    for (let p = 0; p < batch.maxPredictions; p++) {
      const i = row * batch.maxPredictions + p;
      if (batch.maskedLmWeights[i] === 1) ids[batch.maskedLmPositions[i]] = batch.maskedLmIds[i];
    }
    const types = batch.tokenTypeIds.subarray(row * S, (row + 1) * S);
    const segment = (type: number) => ids.filter((id, i) => id >= 5 && types[i] === type).map((id) => id - 5);
    return [0, 1].map((type) => {
      const found = [...new Set(segment(type))];
      expect(found.length).toBeLessThanOrEqual(1);
      return found[0] ?? -1;
    });
  });
}

describe("order of examples", () => {
  test("a batch asked for by its cursor is the batch of the sequence", async () => {
    const store = smallStore(100); // 7 windows
    const { batches, cursors } = await batchesFrom(sourceOf(store), { epoch: 0, window: 0, index: 0 }, 40);
    expect(cursors[40].epoch).toBeGreaterThan(0);
    for (let i = batches.length - 1; i >= 0; i -= 3) {
      const cursor: ExampleCursor = JSON.parse(JSON.stringify(cursors[i]));
      const { batch, next } = await sourceOf(store).nextBatch(cursor, 32);
      expect(batch).toEqual(batches[i]);
      expect(next).toEqual(cursors[i + 1]);
    }
  });

  test("another seed gives other batches, and so does the next epoch", async () => {
    const store = smallStore(1);
    const { batch } = await sourceOf(store).nextBatch({ epoch: 0, window: 0, index: 0 }, 32);
    const { batch: other } = await sourceOf(store, {}, 2).nextBatch({ epoch: 0, window: 0, index: 0 }, 32);
    const { batch: later } = await sourceOf(store).nextBatch({ epoch: 1, window: 0, index: 0 }, 32);
    expect(other.inputIds).not.toEqual(batch.inputIds);
    expect(later.inputIds).not.toEqual(batch.inputIds);
  });

  test("an epoch visits every training document, and its length is what was counted", async () => {
    const store = smallStore(50);
    const source = sourceOf(store);
    const { training } = await source.countExamples();
    let cursor = source.start;
    const seen = new Set<number>();
    let examples = 0;
    while (cursor.epoch === 0) {
      const { batch, next } = await source.nextBatch(cursor, 1);
      if (next.epoch > 0) break;
      for (const [a] of documentsOfRows(batch)) seen.add(a);
      examples++;
      cursor = next;
    }
    expect(examples).toBe(training);
    expect(seen.size).toBe(190);
    expect(await source.epochAt(cursor)).toBe(1);
    expect(await source.epochAt({ epoch: 2, window: 0, index: 0 })).toBe(2);
  });

  test("example(i) is row i of the first batch", async () => {
    const source = sourceOf(smallStore(1));
    const { batch, realTokens } = await source.nextBatch(source.start, 8);
    let tokens = 0;
    for (let row = 0; row < 8; row++) {
      const example = await source.example(row);
      tokens += example.tokenIds.length;
      expect([...batch.inputIds.subarray(row * 32, row * 32 + example.maskedIds.length)]).toEqual(example.maskedIds);
      expect(batch.nextSentenceLabels?.[row]).toBe(example.nextSentenceLabel);
      expect(example.tokenIds[0]).toBe(special.cls);
      expect(example.tokenIds.filter((id) => id === special.sep).length).toBe(2);
      // Type ids turn to 1 after the first [SEP].
      expect(example.tokenTypeIds.indexOf(1)).toBe(example.tokenIds.indexOf(special.sep) + 1);
    }
    expect(realTokens).toBe(tokens);
    expect(batch.attentionMask.reduce((sum, x) => sum + x, 0)).toBe(tokens);
    await expect(source.example(-1)).rejects.toMatchObject({ code: "no-such-example" });
    await expect(source.example(1e6)).rejects.toMatchObject({ code: "no-such-example" });
  });
});

describe("labels", () => {
  test("0 means the same document, 1 another one", async () => {
    const { batches } = await batchesFrom(sourceOf(smallStore(1)), { epoch: 0, window: 0, index: 0 }, 10);
    let random = 0;
    for (const batch of batches) {
      documentsOfRows(batch).forEach(([a, b], row) => {
        random += batch.nextSentenceLabels?.[row] ?? 0;
        expect(a === b).toBe(batch.nextSentenceLabels?.[row] === 0);
      });
    }
    expect(random).toBeGreaterThan(0);
    expect(random).toBeLessThan(320);
  });

  test("without sentence pairs there is one segment and no label", async () => {
    const source = sourceOf(smallStore(1), { nextSentencePrediction: false });
    const { batch } = await source.nextBatch(source.start, 64);
    expect(batch.nextSentenceLabels).toBeNull();
    expect(batch.tokenTypeIds.every((type) => type === 0)).toBe(true);
    const lengths = Array.from({ length: 64 }, (_, row) =>
      batch.attentionMask.subarray(row * 32, (row + 1) * 32).reduce((sum, x) => sum + x, 0),
    );
    // Sentences of 6: five of them fill 30, and three are the rest of a document of eight.
    expect(lengths.every((length) => (length - 2) % 6 === 0)).toBe(true);
    expect(lengths).toContain(32);
    expect(lengths).toContain(20);
  });
});

describe("held-out documents", () => {
  test("never appear in training, whatever the seed, and only they appear in evaluation", async () => {
    const isHeldOut = heldOutSplit(DOCUMENTS, 0.05);
    const store = smallStore(50);
    for (let seed = 0; seed < 8; seed++) {
      const { batches } = await batchesFrom(sourceOf(store, {}, seed), { epoch: seed, window: 0, index: 0 }, 12, 64);
      for (const document of batches.flatMap(documentsOfRows).flat()) expect(isHeldOut(document)).toBe(false);
    }
    const evaluation = (await collect(sourceOf(store).heldOutBatches(8, 1000))).flatMap(documentsOfRows).flat();
    expect(evaluation.length).toBeGreaterThan(20);
    for (const document of evaluation) expect(isHeldOut(document)).toBe(true);
  });

  test("give the same batches every time and for every seed", async () => {
    const store = smallStore(50);
    const source = sourceOf(store, {}, 1);
    const first = await collect(source.heldOutBatches(8, 16));
    await source.nextBatch(source.start, 8);
    expect(await collect(source.heldOutBatches(8, 16))).toEqual(first);
    expect(await collect(sourceOf(store, {}, 99).heldOutBatches(8, 16))).toEqual(first);
    expect(first.length).toBe(2);
  });

  test("come in whole batches, or in one smaller batch if that is all", async () => {
    const source = sourceOf(smallStore(1));
    const { heldOut } = await source.countExamples();
    const sizes = async (batchSize: number, most: number) =>
      (await collect(source.heldOutBatches(batchSize, most))).map((batch) => batch.batchSize);
    expect(await sizes(4, 10)).toEqual([4, 4]);
    expect(await sizes(4, 3)).toEqual([3]);
    expect(await sizes(1000, 10_000)).toEqual([heldOut]);
    const none = sourceOf(smallStore(1), { heldOutFraction: 0 });
    expect(await collect(none.heldOutBatches(4, 10))).toEqual([]);
    expect((await none.countExamples()).heldOut).toBe(0);
  });
});

describe("memory", () => {
  test("of 500 chunks only a window's worth is read and none is kept", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: unknown = runInNewContext("gc");
    if (typeof collectGarbage !== "function") throw new Error("no garbage collector to call");
    const store = syntheticStore(500, 16, 16, 16, 1000, (document) => 5 + (document % 900));
    const given: WeakRef<TokenChunk>[] = [];
    const watched: TokenStore = {
      record: store.record,
      readChunk: async (index) => {
        const chunk = await store.readChunk(index);
        given.push(new WeakRef(chunk));
        return chunk;
      },
    };
    const source = sourceOf(watched);
    let cursor = source.start;
    let mostAlive = 0;
    for (let window = 0; window < 6; window++) {
      cursor = { epoch: 0, window, index: 0 };
      await source.nextBatch(cursor, 4);
      await new Promise((resolve) => setTimeout(resolve));
      collectGarbage();
      mostAlive = Math.max(mostAlive, given.filter((reference) => reference.deref()).length);
    }
    expect(store.reads.length).toBeLessThanOrEqual(6 * 16);
    expect(new Set(store.reads).size).toBe(store.reads.length);
    expect(mostAlive).toBeLessThanOrEqual(2);
  });
});

test("an evaluation reads its part of 500 chunks once and then remembers it", async () => {
  const store = syntheticStore(500, 16, 16, 16, 1000, (document) => 5 + (document % 900));
  const source = sourceOf(store);
  const first = await collect(source.heldOutBatches(8, 64));
  expect(first.length).toBe(8);
  const { length } = store.reads;
  expect(length).toBeLessThanOrEqual(16 / options.heldOutFraction);
  expect(await collect(source.heldOutBatches(8, 64))).toEqual(first);
  expect(store.reads.length).toBe(length);
});

describe("corpora that cannot be used", () => {
  test("nothing at all", () => {
    const empty = syntheticStore(0, 0, 0, 0, V, () => 5);
    expect(() => sourceOf(empty)).toThrow(expect.objectContaining({ code: "corpus-too-small" }));
  });

  test("documents of one sentence have no next sentence, but can be used for masked words", async () => {
    const single = syntheticStore(1, 12, 1, 6, V, () => 5);
    expect(() => sourceOf(single)).toThrow(/12 documents of one sentence each/);
    const source = sourceOf(single, { nextSentencePrediction: false });
    expect((await source.nextBatch(source.start, 4)).batch.batchSize).toBe(4);
  });

  test("two documents of which the one for training is empty", async () => {
    const store = syntheticStore(1, 2, 2, 6, V, () => 5);
    const isHeldOut = heldOutSplit(2, 0.05);
    const half: TokenStore = {
      record: store.record,
      readChunk: async (index) => {
        const chunk = await store.readChunk(index);
        const full = isHeldOut(0) ? [0, 6, 12, 12, 12] : [0, 0, 0, 6, 12];
        return { ...chunk, sentenceStarts: Uint32Array.from(full), tokens: chunk.tokens.slice(0, 12) };
      },
    };
    const source = sourceOf(half);
    await expect(source.nextBatch(source.start, 4)).rejects.toMatchObject({ code: "corpus-too-small" });
  });

  test("a chunk that does not fit its record", async () => {
    const store = smallStore(2);
    const damaged: TokenStore = {
      record: store.record,
      readChunk: async (index) => ({ ...(await store.readChunk(index)), tokens: new Uint16Array(3) }),
    };
    const source = sourceOf(damaged);
    await expect(source.nextBatch(source.start, 4)).rejects.toMatchObject({ code: "corpus-damaged" });
  });

  test("a failed read is tried again the next time", async () => {
    const store = smallStore(1);
    let failures = 1;
    const flaky: TokenStore = {
      record: store.record,
      readChunk: (index) => (failures-- > 0 ? Promise.reject(new Error("lost")) : store.readChunk(index)),
    };
    const source = sourceOf(flaky);
    await expect(source.nextBatch(source.start, 4)).rejects.toThrow("lost");
    expect((await source.nextBatch(source.start, 4)).batch.batchSize).toBe(4);
  });
});

test("random numbers of different examples do not repeat", async () => {
  // The masks of two examples of equal length agree only by chance.
  const source = sourceOf(smallStore(100), { shortSeqProb: 0 });
  const { batches } = await batchesFrom(source, source.start, 20);
  const patterns = batches.flatMap((batch) =>
    Array.from({ length: batch.batchSize }, (_, row) => batch.maskedLmPositions.subarray(row * 5, row * 5 + 5).join()),
  );
  expect(new Set(patterns).size).toBeGreaterThan(0.95 * patterns.length);
  expect(keyedDraws(1, "masking", 0, 1).uint32()).not.toBe(keyedDraws(1, "masking", 1, 0).uint32());
});
