// What a model weighs, worked out before anything is allocated: its parameters by part, and the memory that training needs.
// The estimate counts what the reference engine keeps alive at the height of a step, when the backward pass begins; a test
// holds it against the bytes which that engine really holds.

import type { BertConfig } from "./config";
import { elementCount, parameterCount, parameterSpecs } from "./parameters";

export interface BatchShape {
  batchSize: number;
  seqLength: number;
  maxPredictions: number;
}

/** In bytes. */
export interface MemoryEstimate {
  weights: number;
  gradients: number;
  moments: number;
  activations: number;
  total: number;
}

const FLOAT = 4;

/** Of one update with micro-batches of this shape. */
export function estimateMemory(config: BertConfig, shape: BatchShape): MemoryEstimate {
  const weights = FLOAT * parameterCount(config);
  const activations = FLOAT * activationCount(config, shape);
  return { weights, gradients: weights, moments: 2 * weights, activations, total: 4 * weights + activations };
}

/** Numbers kept for the backward pass (B sequences of S, P predictions; R = B S rows). */
function activationCount(config: BertConfig, { batchSize: B, seqLength: S, maxPredictions: P }: BatchShape): number {
  const { hiddenSize: H, intermediateSize: I, numAttentionHeads: A, numHiddenLayers: L, vocabSize: V } = config;
  const R = B * S;
  const hiddenDropout = config.hiddenDropoutProb > 0 ? R * H : 0; // one mask a place
  const attentionDropout = config.attentionProbsDropoutProb > 0 ? B * A * S * S : 0;
  // A layer keeps the inputs of its dense layers, query, key and value, both normalised sums, and the activation twice.
  const layer = 8 * R * H + 3 * R * I + B * A * S * S + attentionDropout + 2 * hiddenDropout;
  const embeddings = 2 * R * H + hiddenDropout;
  // Logits, their exponentials and the labels over the vocabulary, and what the transform keeps.
  const head = 3 * B * P * V + 6 * B * P * H;
  return L * layer + embeddings + head;
}

/** Parameters by part, for display. The tied decoder counts with the embeddings, its bias with the head. */
export function parametersByPart(config: BertConfig): { name: string; value: number }[] {
  const specs = parameterSpecs(config);
  return PARTS.map(({ name, prefix }) => {
    const own = specs.filter((spec) => spec.name.startsWith(prefix));
    return { name, value: own.reduce((sum, { shape }) => sum + elementCount(shape), 0) };
  });
}

const PARTS = [
  { name: "Embeddings", prefix: "bert.embeddings." },
  { name: "Encoder", prefix: "bert.encoder." },
  { name: "Pooler", prefix: "bert.pooler." },
  { name: "Masked-words head", prefix: "cls.predictions." },
  { name: "Sentence-pair head", prefix: "cls.seq_relationship." },
];
