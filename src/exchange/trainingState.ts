// training_state.json: what a resume needs beside weights and moments. Ours alone; Hugging Face has nothing like it that
// is not a pickle.

import { z } from "zod";
import { trainingPositionSchema } from "../checkpoints/schema";
import type { CheckpointRecord } from "../checkpoints/types";
import { InputError } from "../lib/errors";
import { evaluationMetricsSchema, runRecordSchema, trainingMetricsSchema } from "../runs/schema";
import type { RunRecord } from "../runs/types";
import { runConfigSchema } from "../training/config";

const FORMAT = "cloze-studio-training-state";
const VERSION = 1;

const envelopeSchema = z.object({ format: z.literal(FORMAT), version: z.int() });

const trainingStateSchema = z.object({
  checkpointName: z.string(),
  run: runRecordSchema,
  config: runConfigSchema,
  position: trainingPositionSchema,
  lastMetrics: trainingMetricsSchema.nullable(),
  lastEvaluation: evaluationMetricsSchema.nullable(),
});
export type TrainingState = z.infer<typeof trainingStateSchema>;

export function writeTrainingState(
  name: string,
  { config, position, lastMetrics, lastEvaluation }: NonNullable<CheckpointRecord["training"]>,
  run: RunRecord,
): string {
  const state: TrainingState = { checkpointName: name, run, config, position, lastMetrics, lastEvaluation };
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...state }, null, 2)}\n`;
}

/** Throws `training-state-invalid` or `training-state-newer`. */
export function readTrainingState(text: string): TrainingState {
  const json = parseJson(text);
  const { success, data: envelope, error } = envelopeSchema.safeParse(json);
  if (!success) throw invalid("it is not a training state of this studio", error.message);
  if (envelope.version > VERSION) {
    throw new InputError(
      "training-state-newer",
      `training_state.json was written by a newer Cloze Studio (version ${envelope.version}, this one reads ${VERSION}). ` +
        "Open the newer studio, or remove the file to import the weights alone.",
    );
  }
  const state = trainingStateSchema.safeParse(json);
  if (state.success) return state.data;
  const [{ path, message }] = state.error.issues;
  throw invalid(`${path.join(".")}: ${message.replace(/\.$/, "")}`, state.error.message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid("it is not JSON", String(error));
  }
}

function invalid(reason: string, detail: string): InputError {
  return new InputError(
    "training-state-invalid",
    `training_state.json cannot be used: ${reason}. Export the checkpoint again, or remove the file to import the ` +
      "weights alone.",
    detail,
  );
}
