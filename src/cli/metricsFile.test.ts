import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evaluationLine, MetricsFile, trainingLine } from "./metricsFile";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "cloze-metrics-"))));
afterEach(() => rm(folder, { recursive: true }));

const lines = async (path: string) => (await readFile(path, "utf8")).split("\n").filter(Boolean);

test("a resumed file keeps what the checkpoint knows and drops the rest, torn last line included", async () => {
  const path = join(folder, "metrics.jsonl");
  const earlier = [
    '{"step":0,"eval_mlm_loss":9}',
    '{"step":1}',
    '{"step":2}',
    '{"step":2,"eval_mlm_loss":5}',
    '{"step":3}',
  ];
  await writeFile(path, `${earlier.join("\n")}\n{"step":4,"lo`);
  const file = await MetricsFile.begin(path, { earlier: path, step: 2 });
  file.write({ step: 3, again: true });
  await file.end();
  expect(await lines(path)).toEqual([...earlier.slice(0, 4), '{"step":3,"again":true}']);
});

test("a new run begins an empty file", async () => {
  const path = join(folder, "metrics.jsonl");
  await writeFile(path, '{"step":1}\n');
  const file = await MetricsFile.begin(path, null);
  await file.end();
  expect(await lines(path)).toEqual([]);
});

test("lines have exactly the fields that programs read", () => {
  const training = trainingLine({
    step: 7,
    loss: 3,
    mlmLoss: 2.5,
    nspLoss: 0.5,
    mlmAccuracy: 0.25,
    nspAccuracy: 1,
    learningRate: 1e-3,
    gradNorm: 2,
    tokensPerSecond: 900,
    elapsedSeconds: 12,
  });
  expect(training).toEqual({
    step: 7,
    loss: 3,
    mlm_loss: 2.5,
    nsp_loss: 0.5,
    mlm_accuracy: 0.25,
    nsp_accuracy: 1,
    learning_rate: 1e-3,
    grad_norm: 2,
    tokens_per_second: 900,
    elapsed_seconds: 12,
  });
  const evaluation = evaluationLine({
    step: 7,
    mlmLoss: 2,
    nspLoss: null,
    mlmAccuracy: 0.5,
    nspAccuracy: null,
    perplexity: 7.39,
    elapsedSeconds: 1,
  });
  expect(evaluation).toEqual({
    step: 7,
    eval_mlm_loss: 2,
    eval_nsp_loss: null,
    eval_mlm_accuracy: 0.5,
    eval_nsp_accuracy: null,
    eval_perplexity: 7.39,
  });
});
