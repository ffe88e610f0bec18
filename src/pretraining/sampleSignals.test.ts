// The built-in stories must teach a small model soon. Shown here without a model: words follow from the word before, and
// what two segments share tells whether the second one follows the first.

import { beforeAll, describe, expect, test } from "vitest";
import { sampleDocuments } from "../corpus/sample";
import { memoryTokenStore } from "../corpus/tokenStore";
import type { TokenStore } from "../corpus/types";
import { VocabularyTrainer } from "../tokenizer/trainVocabulary";
import { WordPieceTokenizer } from "../tokenizer/wordPiece";
import { ExampleSource } from "./exampleSource";
import { heldOutSplit } from "./heldOut";
import type { Batch } from "./types";

const HELD_OUT = 0.05;
let tokenizer: WordPieceTokenizer;
let store: TokenStore;
let training: number[][][];
let heldOut: number[][][];

beforeAll(async () => {
  const documents = [...sampleDocuments()];
  const trainer = new VocabularyTrainer({ vocabSize: 2000, lowercase: true, minFrequency: 2, limitAlphabet: 1000 });
  for (const sentence of documents.flat()) trainer.addText(sentence);
  tokenizer = new WordPieceTokenizer(await trainer.train());
  const encoded = documents.map((document) => document.map((sentence) => tokenizer.encode(sentence)));
  store = memoryTokenStore(encoded, tokenizer.vocabSize);
  const isHeldOut = heldOutSplit(encoded.length, HELD_OUT);
  training = encoded.filter((_, d) => !isHeldOut(d));
  heldOut = encoded.filter((_, d) => isHeldOut(d));
});

test("a bigram table beats the unigram entropy by 30% on held-out documents", () => {
  // Witten-Bell smoothing: after v, new words are as likely as there were different words after v.
  const V = tokenizer.vocabSize;
  const start = V; // the sentence's beginning
  const unigrams = new Float64Array(V).fill(1);
  const bigrams = new Map<number, number>();
  const after = new Float64Array(V + 1);
  const differentAfter = new Float64Array(V + 1);
  let tokens = V;
  for (const sentence of training.flat()) {
    sentence.forEach((id, i) => {
      const previous = i === 0 ? start : sentence[i - 1];
      const count = bigrams.get(previous * V + id) ?? 0;
      if (count === 0) differentAfter[previous]++;
      bigrams.set(previous * V + id, count + 1);
      after[previous]++;
      unigrams[id]++;
      tokens++;
    });
  }
  let unigramLoss = 0;
  let bigramLoss = 0;
  for (const sentence of heldOut.flat()) {
    sentence.forEach((id, i) => {
      const previous = i === 0 ? start : sentence[i - 1];
      const alone = unigrams[id] / tokens;
      const fresh = differentAfter[previous];
      const count = bigrams.get(previous * V + id) ?? 0;
      unigramLoss -= Math.log(alone);
      bigramLoss -= Math.log(after[previous] === 0 ? alone : (count + fresh * alone) / (after[previous] + fresh));
    });
  }
  expect(bigramLoss).toBeLessThan(0.7 * unigramLoss);
  // Not so poor in words that nothing is left to learn from further away.
  expect(bigramLoss / heldOut.flat(2).length).toBeGreaterThan(2);
});

interface Pair {
  rarity: number; // of the rarest token that both segments share
  label: number;
}

/** How rare in the training documents: -ln of the share of documents that hold a token. */
function documentRarity(): Float64Array {
  const documents = new Float64Array(tokenizer.vocabSize);
  for (const document of training) for (const id of new Set(document.flat())) documents[id]++;
  return documents.map((count) => Math.log((training.length + 1) / (count + 1)));
}

function pairsOf(batch: Batch, rarity: Float64Array): Pair[] {
  const { seqLength: S, maxPredictions: P } = batch;
  const ids = batch.inputIds.slice();
  for (let i = 0; i < batch.maskedLmIds.length; i++) {
    if (batch.maskedLmWeights[i] === 1) ids[Math.floor(i / P) * S + batch.maskedLmPositions[i]] = batch.maskedLmIds[i];
  }
  const special = new Set(Object.values(tokenizer.specialIds));
  return Array.from({ length: batch.batchSize }, (_, row) => {
    const own = (type: number) =>
      new Set(
        ids
          .subarray(row * S, (row + 1) * S)
          .filter((id, i) => !special.has(id) && batch.tokenTypeIds[row * S + i] === type),
      );
    const second = own(1);
    const shared = [...own(0)].filter((id) => second.has(id));
    return { rarity: Math.max(0, ...shared.map((id) => rarity[id])), label: batch.nextSentenceLabels?.[row] ?? NaN };
  });
}

const accuracy = (pairs: Pair[], threshold: number) =>
  pairs.filter(({ rarity, label }) => (rarity < threshold ? 1 : 0) === label).length / pairs.length;

describe("the rarest word that two segments share", () => {
  test.each([32, 64, 128])("tells true from random next segments, sequence length %i", async (maxSeqLength) => {
    const rarity = documentRarity();
    const options = {
      maxSeqLength,
      maskedLmProb: 0.15,
      maxPredictionsPerSeq: 20,
      wholeWordMasking: false,
      shortSeqProb: 0.1,
      nextSentencePrediction: true,
      heldOutFraction: HELD_OUT,
    };
    const vocabulary = {
      special: tokenizer.specialIds,
      vocabSize: tokenizer.vocabSize,
      isContinuation: tokenizer.isContinuation,
    };
    const source = new ExampleSource(store, vocabulary, options, 1);
    const { batch } = await source.nextBatch(source.start, 4000);
    const trainingPairs = pairsOf(batch, rarity);
    const thresholds = Array.from({ length: 60 }, (_, i) => i / 10);
    const best = thresholds.reduce((a, b) => (accuracy(trainingPairs, b) > accuracy(trainingPairs, a) ? b : a));
    const pairs: Pair[] = [];
    for await (const held of source.heldOutBatches(32, 100_000)) pairs.push(...pairsOf(held, rarity));
    expect(pairs.length).toBeGreaterThan(250);
    expect(accuracy(pairs, best)).toBeGreaterThanOrEqual(0.9);
    // A guess would be right for the more frequent label only.
    expect(pairs.filter(({ label }) => label === 1).length / pairs.length).toBeLessThan(0.65);
  });
});
