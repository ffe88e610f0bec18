// A checkpoint: everything needed to go on training, or only the weights of an imported model.

import type { StatePart } from "../engine/engine";
import type { BertConfig } from "../bert/config";
import type { ExampleCursor } from "../pretraining/types";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import type { RunConfig } from "../training/config";

/** One tensor of a part in the byte stream of the checkpoint's chunks. float32, little-endian, row-major. */
export interface TensorEntry {
  part: StatePart;
  name: string;
  shape: number[];
  offset: number; // bytes from the start of the stream
}

/** State of the loop between two updates. */
export interface TrainingPosition {
  step: number; // completed updates
  cursor: ExampleCursor;
  elapsedSeconds: number;
}

export type CheckpointReason = "automatic" | "paused" | "stopped" | "finished" | "manual" | "imported";

/** What the bytes themselves tell is left to the store. */
export type CheckpointMeta = Omit<CheckpointRecord, "entries" | "bytes" | "chunkBytes" | "chunks">;

export interface CheckpointRecord {
  id: string;
  name: string;
  createdAt: number;
  reason: CheckpointReason;
  model: BertConfig;
  tokenizerId: string;
  /** Null for an imported model that carries no training state. */
  training: {
    runId: string;
    config: RunConfig;
    position: TrainingPosition;
    lastMetrics: TrainingMetrics | null;
    lastEvaluation: EvaluationMetrics | null;
  } | null;
  entries: TensorEntry[];
  bytes: number;
  chunkBytes: number; // of every chunk but the last
  chunks: number;
}
