// What the trainer asks of a machine that runs BERT. Implementations: reference/ (stock TensorFlow.js ops, any backend).
// An engine owns the weights and both AdamW moments; everything else (schedule, data, when to evaluate) is the trainer's.

import type { BertConfig } from "../bert/config";
import type { NamedTensor } from "../bert/parameters";
import type { Batch } from "../pretraining/types";

export const BACKENDS = ["webgpu", "webgl", "cpu"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Plain words about what computes, for the person and the log. */
export interface DeviceDescription {
  backend: BackendName;
  /** "NVIDIA Ampere", "SwiftShader (software)", "JavaScript". */
  adapter: string;
  /** No GPU behind it: right answers, slowly. */
  software: boolean;
}

/** What belongs to a training state: weights, first and second moments of AdamW. */
export const STATE_PARTS = ["weights", "firstMoment", "secondMoment"] as const;
export type StatePart = (typeof STATE_PARTS)[number];

export interface LossWeights {
  mlm: number;
  nsp: number;
}

/** One parameter update (specification 4.1, torch AdamW; exclusions 4.2; clipping 4.4, torch). */
export interface UpdateOptions {
  /** Updates completed before this one; keys the dropout masks and counts the bias correction. */
  step: number;
  seed: number;
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Limit of the global gradient norm; null: no clipping. */
  clipNorm: number | null;
  lossWeights: LossWeights;
}

/** Sums, not means, so that batches of different weight can be added. Losses in nats. */
export interface LossSums {
  mlmLoss: number; // summed over masked positions
  mlmCorrect: number;
  mlmCount: number;
  nspLoss: number; // summed over sequences
  nspCorrect: number;
  nspCount: number;
}

export interface StepResult extends LossSums {
  /** Global L2 norm of the gradient before clipping. Not finite: the update was not applied. */
  gradNorm: number;
}

/** Ids and mask of a few whole sequences: [B, S] each. */
export interface PredictionInput {
  batchSize: number;
  seqLength: number;
  inputIds: Int32Array;
  attentionMask: Int32Array;
  tokenTypeIds: Int32Array;
}

export interface Engine {
  readonly config: BertConfig;
  readonly device: DeviceDescription;
  /**
   * One update over the micro-batches of `batches`, equal to one big batch: the MLM gradient is divided by all masked
   * positions together, the NSP gradient by all sequences (specification 4.6).
   */
  step(batches: readonly Batch[], update: UpdateOptions): Promise<StepResult>;
  /** Losses without dropout and without an update. */
  evaluate(batch: Batch): Promise<LossSums>;
  /** MLM logits at `positions` (flat indices into [B, S]): [positions, V]. */
  predictTokens(input: PredictionInput, positions: readonly number[]): Promise<Float32Array>;
  /** NSP logits: [B, 2], column 0 "follows", column 1 "random". */
  predictNextSentence(input: PredictionInput): Promise<Float32Array>;
  /** Every tensor of a part, one at a time, in the order of `parameterSpecs`. */
  readState(part: StatePart): AsyncIterable<NamedTensor>;
  /** Replaces a part. Every tensor must come exactly once, in its shape. */
  writeState(part: StatePart, tensors: AsyncIterable<NamedTensor> | Iterable<NamedTensor>): Promise<void>;
  dispose(): void;
}
