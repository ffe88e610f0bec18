import { expect, test } from "vitest";
import { evaluationRow, exampleRun, trainingRow } from "../runs/exampleRun";
import { readTrainingState, writeTrainingState } from "./trainingState";

const training = {
  runId: exampleRun.id,
  config: { ...exampleRun.config, saveEvery: 7 },
  position: { step: 40, cursor: { epoch: 1, window: 2, index: 3 }, elapsedSeconds: 0.1 + 0.2 },
  lastMetrics: { ...trainingRow(40), nspLoss: null },
  lastEvaluation: evaluationRow(40),
};
const text = writeTrainingState("Step 40", training, exampleRun);

test("everything that a resume needs comes back exactly", () => {
  const { config, position, lastMetrics, lastEvaluation } = training;
  expect(readTrainingState(text)).toEqual({
    checkpointName: "Step 40",
    run: exampleRun,
    config,
    position,
    lastMetrics,
    lastEvaluation,
  });
});

test.each<[string, string, string, string]>([
  ["not JSON", "{", "training-state-invalid", "not JSON"],
  ["something else", '{"step": 3}', "training-state-invalid", "not a training state"],
  ["a newer format", text.replace('"version": 1', '"version": 2'), "training-state-newer", "newer Cloze Studio"],
  ["a wrong value", text.replace('"saveEvery": 7', '"saveEvery": 0'), "training-state-invalid", "config.saveEvery"],
  [
    "a negative step",
    text.replace('"step": 40,\n    "cursor"', '"step": -1,\n    "cursor"'),
    "training-state-invalid",
    "position.step",
  ],
])("refuses %s", (_what, changed, code, part) => {
  expect(() => readTrainingState(changed)).toThrow(expect.objectContaining({ name: "InputError", code }));
  expect(() => readTrainingState(changed)).toThrow(part);
});
