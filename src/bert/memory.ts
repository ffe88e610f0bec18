// What a model weighs, worked out before anything is allocated: its parameters by part, and the memory that training needs.
// The estimate counts what the reference engine keeps alive at the height of a step, when the backward pass ends; a test
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
  /** Everything that lives within a step only. */
  activations: number;
  total: number;
}

const FLOAT = 4;

/** Of one update with micro-batches of this shape. */
export function estimateMemory(config: BertConfig, shape: BatchShape): MemoryEstimate {
  const weights = FLOAT * parameterCount(config);
  const embedding = FLOAT * config.vocabSize * config.hiddenSize;
  // While the gradients flow, two parts of the word embeddings' own; afterwards what its update takes.
  const activations = Math.max(FLOAT * activationCount(config, shape) + 2 * embedding, 6 * embedding);
  return { weights, gradients: weights, moments: 2 * weights, activations, total: 4 * weights + activations };
}

/** Numbers alive when the backward pass ends: outputs, what their gradients need, and the gradients that flowed. */
function activationCount(config: BertConfig, { batchSize: B, seqLength: S, maxPredictions: P }: BatchShape): number {
  const { hiddenSize: H, intermediateSize: I, numAttentionHeads: A, numHiddenLayers: L, vocabSize: V } = config;
  const R = B * S;
  const N = B * P;
  // A dropout keeps its mask, its output and the gradient of its output; on the attention only the mask.
  const hiddenDropout = config.hiddenDropoutProb > 0 ? 3 * R * H : 0;
  const attentionDropout = config.attentionProbsDropoutProb > 0 ? B * A * S * S : 0;
  const layer = 26 * R * H + 5 * R * I + B * A * S * S + attentionDropout + 2 * hiddenDropout;
  const embeddings = 6 * R * H + hiddenDropout;
  // Logits, exponentials, labels and the gradient over the vocabulary; the transform.
  const head = 5 * N * V + 10 * N * H;
  // On the way through one activation or one attention.
  const transient = 6 * Math.max(R * I, B * A * S * S);
  return L * layer + embeddings + head + transient;
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
