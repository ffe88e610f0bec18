// What a stored or imported checkpoint must look like. The types themselves are in types.ts.

import { z } from "zod";
import { bertConfigSchema } from "../bert/config";
import { STATE_PARTS } from "../engine/engine";
import { evaluationMetricsSchema, trainingMetricsSchema } from "../runs/schema";
import { runConfigSchema } from "../training/config";
import type { CheckpointRecord, TrainingPosition } from "./types";

const count = z.int().min(0);

export const trainingPositionSchema: z.ZodType<TrainingPosition> = z.object({
  step: count,
  cursor: z.object({ epoch: count, window: count, index: count }),
  elapsedSeconds: z.number().min(0),
});

export const checkpointRecordSchema: z.ZodType<CheckpointRecord> = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  reason: z.enum(["automatic", "paused", "stopped", "finished", "manual", "imported"]),
  model: bertConfigSchema,
  tokenizerId: z.string(),
  training: z
    .object({
      runId: z.string(),
      config: runConfigSchema,
      position: trainingPositionSchema,
      lastMetrics: trainingMetricsSchema.nullable(),
      lastEvaluation: evaluationMetricsSchema.nullable(),
    })
    .nullable(),
  entries: z.array(
    z.object({ part: z.enum(STATE_PARTS), name: z.string(), shape: z.array(z.int().min(0)), offset: count }),
  ),
  bytes: count,
  chunkBytes: z.int().min(1),
  chunks: count,
});
