// trainer_state.json as the Hugging Face Trainer writes it (specification 6). Its log_history carries every row of our
// metrics, unrounded, under the Trainer's names where it has them, so that it is also how curves come back.

import { z } from "zod";
import type { TrainingPosition } from "../checkpoints/types";
import { InputError } from "../lib/errors";
import type { RunMetrics } from "../runs/runStore";
import { evaluationMetricsSchema, trainingMetricsSchema } from "../runs/schema";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import type { RunConfig } from "../training/config";

type Keys<Row> = readonly (readonly [keyof Row & string, string])[];

const TRAINING_KEYS: Keys<TrainingMetrics> = [
  ["step", "step"],
  ["loss", "loss"],
  ["mlmLoss", "mlm_loss"],
  ["nspLoss", "nsp_loss"],
  ["mlmAccuracy", "mlm_accuracy"],
  ["nspAccuracy", "nsp_accuracy"],
  ["learningRate", "learning_rate"],
  ["gradNorm", "grad_norm"],
  ["tokensPerSecond", "tokens_per_second"],
  ["elapsedSeconds", "elapsed_seconds"],
];

const EVALUATION_KEYS: Keys<EvaluationMetrics> = [
  ["step", "step"],
  ["mlmLoss", "eval_mlm_loss"],
  ["nspLoss", "eval_nsp_loss"],
  ["mlmAccuracy", "eval_mlm_accuracy"],
  ["nspAccuracy", "eval_nsp_accuracy"],
  ["perplexity", "eval_perplexity"],
  ["elapsedSeconds", "elapsed_seconds"],
];

export interface TrainerStateSource {
  config: RunConfig;
  totalSteps: number;
  position: TrainingPosition;
  metrics: RunMetrics;
}

/** The state at `position`, which `metrics` must not go beyond. */
export function writeTrainerState({ config, totalSteps, position, metrics }: TrainerStateSource): string {
  const { unit, amount } = config.duration;
  // Only a run measured in epochs knows how many updates an epoch has.
  const epochAt = (step: number) => (unit === "epochs" ? (amount * step) / totalSteps : undefined);
  const entry = <Row extends { step: number }>(row: Row, keys: Keys<Row>, more: object) => ({
    step: row.step,
    fields: sortKeys({
      ...Object.fromEntries(keys.map(([field, key]) => [key, row[field]])),
      epoch: epochAt(row.step),
      ...more,
    }),
  });
  const history = [
    ...metrics.training.map((row) => entry(row, TRAINING_KEYS, {})),
    ...metrics.evaluation.map((row) => entry(row, EVALUATION_KEYS, { eval_loss: weightedLoss(row, config) })),
  ].sort((a, b) => a.step - b.step); // stable: training before evaluation
  const state = {
    best_global_step: null,
    best_metric: null,
    best_model_checkpoint: null,
    epoch: epochAt(position.step) ?? null,
    eval_steps: config.evaluateEvery,
    global_step: position.step,
    is_hyper_param_search: false,
    is_local_process_zero: true,
    is_world_process_zero: true,
    log_history: history.map(({ fields }) => fields),
    logging_steps: 1,
    max_steps: totalSteps,
    num_input_tokens_seen: 0,
    num_train_epochs: unit === "epochs" ? Math.ceil(amount) : position.cursor.epoch + 1,
    save_steps: config.saveEvery,
    stateful_callbacks: {},
    total_flos: 0,
    train_batch_size: config.batchSize,
    trial_name: null,
    trial_params: null,
  };
  return `${JSON.stringify(state, null, 2)}\n`;
}

const stateSchema = z.object({ log_history: z.array(z.record(z.string(), z.unknown())) });

/** The metrics of a file that `writeTrainerState` wrote. Throws `trainer-state-invalid`. */
export function readTrainerState(text: string): RunMetrics {
  try {
    const history = stateSchema.parse(JSON.parse(text)).log_history;
    const rows = <Row extends { step: number }>(mark: string, keys: Keys<Row>, schema: z.ZodType<Row>) =>
      history
        .filter((entry) => Object.hasOwn(entry, mark))
        .map((entry) => schema.parse(Object.fromEntries(keys.map(([field, key]) => [field, entry[key]]))))
        .map((row, i, all) => {
          if (i > 0 && row.step <= all[i - 1].step) throw new Error(`step ${row.step} follows ${all[i - 1].step}`);
          return row;
        });
    return {
      training: rows("loss", TRAINING_KEYS, trainingMetricsSchema),
      evaluation: rows("eval_loss", EVALUATION_KEYS, evaluationMetricsSchema),
    };
  } catch (error) {
    throw new InputError(
      "trainer-state-invalid",
      "trainer_state.json does not hold the curves of a run of this studio. " +
        "Take the file as it was exported, or remove training_state.json to import the weights alone.",
      error instanceof Error ? error.message : String(error),
    );
  }
}

function weightedLoss({ mlmLoss, nspLoss }: EvaluationMetrics, { lossWeights }: RunConfig): number {
  return lossWeights.mlm * mlmLoss + lossWeights.nsp * (nspLoss ?? 0);
}

function sortKeys(row: object): object {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}
