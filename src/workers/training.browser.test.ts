// A run through the real workers and the real database: cut off and resumed it must be the run that was never cut off.

import { afterEach, beforeAll, expect, test } from "vitest";
import { listCheckpoints } from "../checkpoints/checkpointStore";
import { openStudioDatabase } from "../lib/database";
import { getRun, readMetrics } from "../runs/runStore";
import type { RunRecord } from "../runs/types";
import type { RunConfig } from "../training/config";
import { defaultRecipe } from "../training/recipes";
import { createCorpusClient, createTrainingClient } from "./client";
import type { RunEvent } from "./protocol";

const STEPS = 6;
let encodingId: string;
let vocabSize: number;
let client = createTrainingClient();

beforeAll(async () => {
  const corpus = createCorpusClient();
  const lines = Array.from(
    { length: 60 },
    (_, i) => `The fox ${i} ran home.\nIt was late and the hen slept.\nRain fell.\n`,
  );
  const inputs = [{ kind: "text" as const, path: "pasted text", text: lines.join("\n") }];
  const options = { encoding: null, layout: null, field: null };
  const { id: corpusId } = await corpus.request("readCorpus", { name: "Foxes", inputs, options });
  const vocabulary = { vocabSize: 120, lowercase: true, minFrequency: 1, limitAlphabet: 100 };
  const tokenizer = await corpus.request("trainVocabulary", { corpusId, options: vocabulary });
  ({ vocabSize } = tokenizer);
  ({ id: encodingId } = await corpus.request("encodeCorpus", { corpusId, tokenizerId: tokenizer.id }));
  corpus.terminate();
});

afterEach(() => client.terminate());

function config(): RunConfig {
  const recipe = defaultRecipe({ preset: "pico", vocabSize });
  return {
    ...recipe,
    model: { ...recipe.model, hiddenSize: 16, intermediateSize: 32, maxPositionEmbeddings: 32, initializerRange: 0.1 },
    examples: { ...recipe.examples, maxSeqLength: 24, maxPredictionsPerSeq: 4, heldOutFraction: 0.1 },
    batchSize: 2,
    schedule: { kind: "linear", warmupSteps: 2 },
    duration: { unit: "steps", amount: STEPS },
    evaluateEvery: 3,
  };
}

function start(settings = config()): Promise<RunRecord> {
  const initialWeights = { kind: "fresh" as const };
  return client.request("start", { name: "Test", config: settings, encodingId, initialWeights, backend: "cpu" });
}

/** Resolves with the first event that `wanted` picks. */
function eventOf<T>(wanted: (event: RunEvent) => T | null): Promise<T> {
  return new Promise((resolve) => {
    const unsubscribe = client.subscribe((event) => {
      const found = wanted(event);
      if (found === null) return;
      unsubscribe();
      resolve(found);
    });
  });
}

const ending = () =>
  eventOf((event) => {
    if (event.type === "failed") return event.error.code;
    return event.type === "state" && event.state.status === "finished" ? "finished" : null;
  });
const stepReached = (step: number) =>
  eventOf((event) => (event.type === "state" && event.state.step >= step ? true : null));

async function losses(runId: string) {
  const { training, evaluation } = await readMetrics(await openStudioDatabase(), runId);
  return {
    training: training.map(({ step, loss, gradNorm, learningRate }) => ({ step, loss, gradNorm, learningRate })),
    evaluation: evaluation.map(({ step, mlmLoss, nspLoss }) => ({ step, mlmLoss, nspLoss })),
  };
}

test("a run whose worker was killed and that was resumed equals one that was left alone", async () => {
  const whole = await start();
  expect(await ending()).toBe("finished");
  const expected = await losses(whole.id);
  expect(expected.training.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(expected.evaluation.map(({ step }) => step)).toEqual([0, 3, 6]);
  client.terminate();

  client = createTrainingClient();
  const cut = await start();
  await stepReached(2);
  await client.request("pause", null);
  client.terminate();

  client = createTrainingClient();
  const [checkpoint] = await listCheckpoints(await openStudioDatabase());
  expect(checkpoint.reason).toBe("paused");
  const end = ending();
  await client.request("resume", { checkpointId: checkpoint.id, backend: "cpu", totalSteps: null, startPaused: false });
  expect(await end).toBe("finished");
  expect(await losses(cut.id)).toEqual(expected);
});

test("a loss that is no longer a number stops the run, with the reason on record and no checkpoint after it", async () => {
  const before = await listCheckpoints(await openStudioDatabase());
  const settings = config();
  settings.optimizer = { ...settings.optimizer, learningRate: 1e38, clipNorm: null };
  const end = ending();
  const run = await start(settings);
  expect(await end).toBe("non-finite-loss");
  const database = await openStudioDatabase();
  await expect.poll(async () => (await getRun(database, run.id)).status).toBe("failed");
  expect((await getRun(database, run.id)).failure).toMatch(/no longer a number/);
  expect(await listCheckpoints(database)).toEqual(before);
});

test("a second run is refused while one is under way, and a step is refused while it runs", async () => {
  const run = await start({ ...config(), duration: { unit: "steps", amount: 10_000 } });
  await expect(start()).rejects.toMatchObject({ code: "run-under-way" });
  await expect(client.request("singleStep", null)).rejects.toMatchObject({ code: "not-paused" });
  await client.request("pause", null);
  const { step } = await getRun(await openStudioDatabase(), run.id);
  await client.request("singleStep", null);
  const saved = await client.request("save", null);
  expect(saved.training?.position.step).toBe(step + 1);
  await client.request("stop", null);
  await expect(client.request("pause", null)).rejects.toMatchObject({ code: "no-run" });
});

test("the weights answer while they are trained, and a checkpoint answers as they did when it was saved", async () => {
  const schedule = { kind: "constant" as const, warmupSteps: 0 }; // with a warmup the first update moves nothing
  await start({ ...config(), schedule, duration: { unit: "steps", amount: 10_000 } });
  await client.request("pause", null);
  const question = { text: "the [MASK] ran home .", topK: 3 };
  const { id: checkpointId } = await client.request("save", null);
  const current = await client.request("fillMask", { ...question, source: { kind: "current" } });
  expect(current[0].candidates).toHaveLength(3);
  await client.request("singleStep", null);
  const moved = await client.request("fillMask", { ...question, source: { kind: "current" } });
  expect(moved).not.toEqual(current);
  const saved = await client.request("fillMask", { ...question, source: { kind: "checkpoint", checkpointId } });
  expect(saved).toEqual(current);
  await client.request("stop", null);
});
