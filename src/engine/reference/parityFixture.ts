// Reads the reference values of parity/makeFixtures.py and compares an engine with them, on whatever backend is active.

import type { BertConfig } from "../../bert/config";
import type { NamedTensor } from "../../bert/parameters";
import type { Batch } from "../../pretraining/types";
import type { Engine, StatePart, UpdateOptions } from "../engine";

interface EncodedTensor {
  name: string;
  shape: number[];
  data: string;
}

type EncodedBatch = { [K in keyof Batch]: Batch[K] extends number ? number : string };

interface StepRow {
  learningRate: number;
  mlmLoss: number;
  nspLoss: number;
  gradNorm: number;
}

/** The JSON files of parity/fixtures. */
export interface EncodedFixture {
  config: unknown;
  weights: EncodedTensor[];
  batches: unknown[];
  mlmLogits: string;
  nspLogits: string;
  mlmLoss: number;
  nspLoss: number;
  gradients: EncodedTensor[];
  training: {
    options: Omit<UpdateOptions, "step" | "seed" | "clipNorm" | "lossWeights"> & {
      clipNorm: number;
      mlm: number;
      nsp: number;
    };
    steps: StepRow[];
  };
  finalWeights: EncodedTensor[];
}

export interface Fixture {
  config: BertConfig;
  weights: NamedTensor[];
  batches: Batch[];
  mlmLogits: Float32Array; // [B, P, V] of the first batch
  nspLogits: Float32Array; // [B, 2]
  mlmLoss: number; // means, of the first batch
  nspLoss: number;
  gradients: NamedTensor[]; // of mlmLoss + nspLoss
  steps: (StepRow & { batch: Batch; update: UpdateOptions })[];
  finalWeights: NamedTensor[];
}

export function decodeFixture(encoded: EncodedFixture): Fixture {
  const batches = encoded.batches.map((batch) => decodeBatch(batch as EncodedBatch));
  const { mlm, nsp, ...options } = encoded.training.options;
  const steps = encoded.training.steps.map((row, step) => ({
    ...row,
    batch: batches[step % batches.length],
    update: { ...options, step, seed: 1, learningRate: row.learningRate, lossWeights: { mlm, nsp } },
  }));
  return {
    config: encoded.config as BertConfig,
    weights: encoded.weights.map(decodeTensor),
    batches,
    mlmLogits: floats(encoded.mlmLogits),
    nspLogits: floats(encoded.nspLogits),
    mlmLoss: encoded.mlmLoss,
    nspLoss: encoded.nspLoss,
    gradients: encoded.gradients.map(decodeTensor),
    steps,
    finalWeights: encoded.finalWeights.map(decodeTensor),
  };
}

/** An update that leaves the gradient in the first moment: beta1 = 0, no clipping, learning rate 0. */
export const GRADIENT_PROBE: UpdateOptions = {
  step: 0,
  seed: 1,
  learningRate: 0,
  beta1: 0,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: null,
  lossWeights: { mlm: 1, nsp: 1 },
};

export async function readAll(engine: Engine, part: StatePart): Promise<Map<string, Float32Array>> {
  const tensors = new Map<string, Float32Array>();
  for await (const { name, data } of engine.readState(part)) tensors.set(name, data);
  return tensors;
}

/** ||actual - expected|| / ||expected||, Euclidean; absolute where the expected norm is below `floor`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 1e-6): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(size), floor);
}

function decodeTensor({ name, shape, data }: EncodedTensor): NamedTensor {
  return { name, shape, data: floats(data) };
}

function decodeBatch(batch: EncodedBatch): Batch {
  return {
    batchSize: batch.batchSize,
    seqLength: batch.seqLength,
    maxPredictions: batch.maxPredictions,
    inputIds: integers(batch.inputIds),
    attentionMask: integers(batch.attentionMask),
    tokenTypeIds: integers(batch.tokenTypeIds),
    maskedLmPositions: integers(batch.maskedLmPositions),
    maskedLmIds: integers(batch.maskedLmIds),
    maskedLmWeights: floats(batch.maskedLmWeights),
    nextSentenceLabels: integers(batch.nextSentenceLabels),
  };
}

const bytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
const floats = (text: string) => new Float32Array(bytes(text));
const integers = (text: string) => new Int32Array(bytes(text));
