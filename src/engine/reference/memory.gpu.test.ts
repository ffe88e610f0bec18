// Holds bert/memory.ts against the bytes that the reference engine keeps alive on a device.

import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { presetConfig } from "../../bert/config";
import { freshWeights } from "../../bert/initialisation";
import { estimateMemory } from "../../bert/memory";
import type { Batch } from "../../pretraining/types";
import { chooseBackend } from "../backend";
import { createEngine } from "../createEngine";

const UPDATE = {
  step: 0,
  seed: 1,
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clipNorm: 1,
  lossWeights: { mlm: 1, nsp: 1 },
};

function anyBatch(batchSize: number, seqLength: number, maxPredictions: number, vocabSize: number): Batch {
  const rows = batchSize * seqLength;
  return {
    batchSize,
    seqLength,
    maxPredictions,
    inputIds: Int32Array.from({ length: rows }, (_, i) => i % vocabSize),
    attentionMask: new Int32Array(rows).fill(1),
    tokenTypeIds: new Int32Array(rows),
    maskedLmPositions: Int32Array.from({ length: batchSize * maxPredictions }, (_, i) => i % maxPredictions),
    maskedLmIds: Int32Array.from({ length: batchSize * maxPredictions }, (_, i) => i % vocabSize),
    maskedLmWeights: new Float32Array(batchSize * maxPredictions).fill(1),
    nextSentenceLabels: new Int32Array(batchSize),
  };
}

/** The most bytes in live tensors while `work` runs, seen as each tensor is made. */
async function peakBytes(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const engine = tf.engine();
  const makeTensor = engine.makeTensorFromTensorInfo.bind(engine);
  engine.makeTensorFromTensorInfo = (...args) => {
    peak = Math.max(peak, tf.memory().numBytes);
    return makeTensor(...args);
  };
  await work();
  engine.makeTensorFromTensorInfo = makeTensor;
  return peak;
}

test.each([
  { name: "activations dominate", vocabSize: 200, dropout: 0, batchSize: 8, seqLength: 64, maxPredictions: 10 },
  { name: "with dropout", vocabSize: 200, dropout: 0.1, batchSize: 8, seqLength: 64, maxPredictions: 10 },
  { name: "the vocabulary dominates", vocabSize: 6000, dropout: 0, batchSize: 4, seqLength: 32, maxPredictions: 5 },
])("the estimate is within 15% of the bytes counted: $name", async ({ vocabSize, dropout, ...shape }) => {
  const { device } = await chooseBackend("webgl");
  const dropouts = { hiddenDropoutProb: dropout, attentionProbsDropoutProb: dropout };
  const config = { ...presetConfig("pico", vocabSize), ...dropouts, maxPositionEmbeddings: 64 };
  const before = tf.memory().numBytes;
  const engine = await createEngine(config, device, freshWeights(config, 1));
  const batch = anyBatch(shape.batchSize, shape.seqLength, shape.maxPredictions, vocabSize);
  const peak = (await peakBytes(() => engine.step([batch], UPDATE))) - before;
  const estimate = estimateMemory(config, shape);
  expect(estimate.total / peak).toBeGreaterThan(0.85);
  expect(estimate.total / peak).toBeLessThan(1.15);
  engine.dispose();
});
