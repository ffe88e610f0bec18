// A run: one configuration trained on one corpus, with everything it reported.

import type { DeviceDescription } from "../engine/engine";
import type { RunConfig } from "../training/config";

/** One update. Losses in nats, means over the update's masked positions or sequences. Absent objectives are null. */
export interface TrainingMetrics {
  step: number; // completed updates, from 1
  loss: number; // weighted sum
  mlmLoss: number | null;
  nspLoss: number | null;
  mlmAccuracy: number | null;
  nspAccuracy: number | null;
  learningRate: number;
  gradNorm: number; // before clipping
  tokensPerSecond: number; // real tokens, padding excluded
  elapsedSeconds: number; // training time since the run began, pauses excluded
}

/** One pass over the held-out examples after `step` updates. */
export interface EvaluationMetrics {
  step: number;
  mlmLoss: number;
  nspLoss: number | null;
  mlmAccuracy: number;
  nspAccuracy: number | null;
  perplexity: number; // exp(mlmLoss)
  elapsedSeconds: number;
}

/** Values that make the curves readable. In nats. */
export interface ReferenceLines {
  uniform: number; // ln(vocabulary)
  unigramEntropy: number;
  coinFlip: number; // ln 2
}

/** Where the weights of step 0 came from. */
export type InitialWeights = { kind: "fresh" } | { kind: "checkpoint"; checkpointId: string };

export interface RunRecord {
  id: string;
  name: string;
  createdAt: number; // ms since 1970
  config: RunConfig;
  encodingId: string;
  corpusName: string;
  tokenizerId: string;
  initialWeights: InitialWeights;
  totalSteps: number;
  references: ReferenceLines;
  device: DeviceDescription;
  /** As last written: a run that says "running" and is not running was cut off. */
  status: "running" | "paused" | "finished" | "stopped" | "failed";
  step: number; // last completed update
  failure: string | null;
}
