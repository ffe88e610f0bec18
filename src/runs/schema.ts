// What a stored or imported run must look like. The types themselves are in types.ts.

import { z } from "zod";
import { BACKENDS } from "../engine/engine";
import { runConfigSchema } from "../training/config";
import type { EvaluationMetrics, RunRecord, TrainingMetrics } from "./types";

const step = z.int().min(0);
const number = z.custom<number>((value) => typeof value === "number", { error: "Expected a number" }); // NaN too
/** A measured value. JSON has no word for one that is not finite and writes null. */
const measured = z.union([number, z.null().transform(() => NaN)]);
const measuredOrAbsent = number.nullable();

export const trainingMetricsSchema: z.ZodType<TrainingMetrics> = z.object({
  step,
  loss: measured,
  mlmLoss: measuredOrAbsent,
  nspLoss: measuredOrAbsent,
  mlmAccuracy: measuredOrAbsent,
  nspAccuracy: measuredOrAbsent,
  learningRate: measured,
  gradNorm: measured,
  tokensPerSecond: measured,
  elapsedSeconds: measured,
});

export const evaluationMetricsSchema: z.ZodType<EvaluationMetrics> = z.object({
  step,
  mlmLoss: measured,
  nspLoss: measuredOrAbsent,
  mlmAccuracy: measured,
  nspAccuracy: measuredOrAbsent,
  perplexity: measured,
  elapsedSeconds: measured,
});

export const runRecordSchema: z.ZodType<RunRecord> = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  config: runConfigSchema,
  encodingId: z.string(),
  corpusName: z.string(),
  tokenizerId: z.string(),
  initialWeights: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("fresh") }),
    z.object({ kind: z.literal("checkpoint"), checkpointId: z.string() }),
  ]),
  totalSteps: step,
  references: z.object({ uniform: z.number(), unigramEntropy: z.number(), coinFlip: z.number() }),
  device: z.object({ backend: z.enum(BACKENDS), adapter: z.string(), software: z.boolean() }),
  status: z.enum(["running", "paused", "finished", "stopped", "failed"]),
  step,
  failure: z.string().nullable(),
});
