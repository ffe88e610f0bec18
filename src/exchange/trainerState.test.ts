import { expect, test } from "vitest";
import { evaluationRow, exampleRun, trainingRow } from "../runs/exampleRun";
import { readTrainerState, writeTrainerState, type TrainerStateSource } from "./trainerState";

const source = (fields: Partial<TrainerStateSource> = {}): TrainerStateSource => ({
  config: exampleRun.config,
  totalSteps: 100,
  position: { step: 3, cursor: { epoch: 1, window: 0, index: 0 }, elapsedSeconds: 1 },
  metrics: { training: [1, 2, 3].map(trainingRow), evaluation: [evaluationRow(2)] },
  ...fields,
});
const written = (fields?: Partial<TrainerStateSource>) => JSON.parse(writeTrainerState(source(fields))) as object;

test("has the Trainer's keys, sorted, and its log entries in order of step", () => {
  const state = written();
  expect(Object.keys(state)).toEqual(
    (
      "best_global_step best_metric best_model_checkpoint epoch eval_steps global_step is_hyper_param_search " +
      "is_local_process_zero is_world_process_zero log_history logging_steps max_steps num_input_tokens_seen " +
      "num_train_epochs save_steps stateful_callbacks total_flos train_batch_size trial_name trial_params"
    ).split(" "),
  );
  expect(state).toMatchObject({ global_step: 3, max_steps: 100, save_steps: 20, eval_steps: 10, train_batch_size: 8 });
  expect(state).toMatchObject({
    log_history: [
      { step: 1, loss: 4, learning_rate: 1e-5, grad_norm: 1.5 },
      { step: 2, loss: 2 },
      { step: 2, eval_loss: 3.3 / 2 + 0.7, eval_mlm_loss: 3.3 / 2, eval_perplexity: Math.exp(3.3 / 2) },
      { step: 3, loss: 4 / 3 },
    ],
  });
});

test("a run measured in epochs gives every entry its place in them", () => {
  const config = { ...exampleRun.config, duration: { unit: "epochs" as const, amount: 4 } };
  expect(written({ config })).toMatchObject({
    epoch: 0.12,
    num_train_epochs: 4,
    log_history: [{ epoch: 0.04 }, { epoch: 0.08 }, { epoch: 0.08 }, { epoch: 0.12 }],
  });
});

test("every row comes back exactly, absent objectives too; what is not finite comes back as NaN", () => {
  const training = [
    { ...trainingRow(1), nspLoss: null, nspAccuracy: null },
    { ...trainingRow(2), gradNorm: Infinity },
  ];
  const evaluation = [{ ...evaluationRow(2), nspLoss: null, nspAccuracy: null }];
  const text = writeTrainerState(source({ metrics: { training, evaluation } }));
  expect(readTrainerState(text)).toEqual({ training: [training[0], { ...training[1], gradNorm: NaN }], evaluation });
});

test.each([
  "{",
  "{}",
  '{"log_history":[{"loss":1}]}',
  '{"log_history":[{"loss":"x","step":1}]}',
  writeTrainerState(source({ metrics: { training: [trainingRow(2), trainingRow(2)], evaluation: [] } })),
])("refuses a log that is not of this studio: %#", (text) => {
  expect(() => readTrainerState(text)).toThrow(
    expect.objectContaining({ name: "InputError", code: "trainer-state-invalid" }),
  );
});
