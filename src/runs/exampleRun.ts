// A small run for the tests of the rooms that store and carry runs.

import { presetConfig } from "../bert/config";
import type { EvaluationMetrics, RunRecord, TrainingMetrics } from "./types";

export const exampleRun: RunRecord = {
  id: "run",
  name: "First try",
  createdAt: 1_700_000_000_000,
  config: {
    seed: 42,
    model: { ...presetConfig("pico", 30), maxPositionEmbeddings: 16 },
    examples: {
      maxSeqLength: 16,
      maskedLmProb: 0.15,
      maxPredictionsPerSeq: 3,
      wholeWordMasking: false,
      shortSeqProb: 0.1,
      nextSentencePrediction: true,
      heldOutFraction: 0.05,
    },
    lossWeights: { mlm: 1, nsp: 1 },
    batchSize: 8,
    accumulationSteps: 2,
    optimizer: { learningRate: 5e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
    schedule: { kind: "linear", warmupSteps: 10 },
    duration: { unit: "steps", amount: 100 },
    evaluateEvery: 10,
    evaluationExamples: 64,
    saveEvery: 20,
  },
  encodingId: "corpus/tokenizer",
  corpusName: "Stories",
  tokenizerId: "tokenizer",
  initialWeights: { kind: "fresh" },
  totalSteps: 100,
  references: { uniform: Math.log(30), unigramEntropy: 2.9, coinFlip: Math.LN2 },
  device: { backend: "webgpu", adapter: "SwiftShader (software)", software: true },
  status: "paused",
  step: 40,
  failure: null,
};

export function trainingRow(step: number): TrainingMetrics {
  return {
    step,
    loss: 4 / step,
    mlmLoss: 3 / step,
    nspLoss: 1 / step,
    mlmAccuracy: 1 - 1 / step,
    nspAccuracy: 0.5,
    learningRate: step * 1e-5,
    gradNorm: 1.5,
    tokensPerSecond: 1000 / 3,
    elapsedSeconds: step / 7,
  };
}

export function evaluationRow(step: number): EvaluationMetrics {
  return {
    step,
    mlmLoss: 3.3 / step,
    nspLoss: 0.7,
    mlmAccuracy: 0.1,
    nspAccuracy: 0.5,
    perplexity: Math.exp(3.3 / step),
    elapsedSeconds: step / 7 + 0.1,
  };
}
