import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import type { BertConfig } from "../bert/config";
import { freshWeights } from "../bert/initialisation";
import type { NamedTensor } from "../bert/parameters";
import type { TrainingPosition } from "../checkpoints/types";
import { chooseBackend } from "../engine/backend";
import { createEngine } from "../engine/createEngine";
import { STATE_PARTS, type Engine, type StatePart } from "../engine/engine";
import { keyedDraws } from "../lib/random";
import type { Batch } from "../pretraining/types";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import { runConfigSchema, type RunConfig } from "./config";
import { defaultRecipe } from "./recipes";
import { totalStepsOf, Trainer, type SavedState, type TrainerState, type TrainingExamples } from "./trainer";

const model: BertConfig = {
  ...defaultRecipe({ preset: "pico", vocabSize: 23 }).model,
  hiddenSize: 8,
  numHiddenLayers: 1,
  intermediateSize: 12,
  maxPositionEmbeddings: 8,
};

const recipe = defaultRecipe({ preset: "pico", vocabSize: 23 });
const config: RunConfig = runConfigSchema.parse({
  ...recipe,
  model,
  examples: { ...recipe.examples, maxSeqLength: 8, maxPredictionsPerSeq: 2 },
  batchSize: 2,
  accumulationSteps: 2,
  optimizer: { ...recipe.optimizer, learningRate: 0.02 },
  schedule: { kind: "linear", warmupSteps: 2 },
  duration: { unit: "steps", amount: 8 },
  evaluateEvery: 4,
  evaluationExamples: 4,
  saveEvery: 3,
});

/** Batches drawn by key: word w is always followed by w + 1, so that there is something to learn. */
const examples: TrainingExamples = {
  nextBatch: (cursor, batchSize) =>
    Promise.resolve({
      batch: drawBatch(cursor.index, batchSize),
      next: { ...cursor, index: cursor.index + 1 },
      realTokens: 16,
    }),
  async *heldOutBatches(batchSize, maxExamples) {
    for (let i = 0; i < maxExamples / batchSize; i++) yield await Promise.resolve(drawBatch(1000 + i, batchSize));
  },
};

function drawBatch(index: number, batchSize: number): Batch {
  const draws = keyedDraws(5, "masking", index);
  const [S, P] = [8, 2];
  const batch: Batch = {
    batchSize,
    seqLength: S,
    maxPredictions: P,
    inputIds: new Int32Array(batchSize * S),
    attentionMask: new Int32Array(batchSize * S).fill(1),
    tokenTypeIds: new Int32Array(batchSize * S),
    maskedLmPositions: new Int32Array(batchSize * P),
    maskedLmIds: new Int32Array(batchSize * P),
    maskedLmWeights: new Float32Array(batchSize * P).fill(1),
    nextSentenceLabels: Int32Array.from({ length: batchSize }, () => draws.integer(0, 1)),
  };
  for (let b = 0; b < batchSize; b++) {
    const first = draws.integer(5, 15);
    for (let s = 0; s < S; s++) batch.inputIds[b * S + s] = s === 0 ? 2 : first + s;
    for (let p = 0; p < P; p++) {
      const position = 2 + 3 * p;
      batch.maskedLmPositions[b * P + p] = position;
      batch.maskedLmIds[b * P + p] = batch.inputIds[b * S + position];
      batch.inputIds[b * S + position] = 4;
    }
  }
  return batch;
}

interface Recorded {
  trainer: Trainer;
  engine: Engine;
  metrics: TrainingMetrics[];
  evaluations: EvaluationMetrics[];
  states: TrainerState[];
  saves: { reason: string; state: SavedState }[];
}

interface Beginning {
  config?: RunConfig;
  totalSteps?: number;
  position?: TrainingPosition;
  state?: Map<StatePart, NamedTensor[]>;
  source?: TrainingExamples;
  startPaused?: boolean;
  lastEvaluation?: EvaluationMetrics | null;
  onMetrics?: (trainer: Trainer, metrics: TrainingMetrics) => void;
}

async function prepare(beginning: Beginning = {}): Promise<Recorded> {
  const used = beginning.config ?? config;
  const { device } = await chooseBackend("cpu");
  const engine = await createEngine(used.model, device, freshWeights(used.model, used.seed));
  for (const [part, tensors] of beginning.state ?? []) await engine.writeState(part, tensors);
  const recorded: Omit<Recorded, "trainer"> = { engine, metrics: [], evaluations: [], states: [], saves: [] };
  const trainer: Trainer = new Trainer({
    engine,
    examples: beginning.source ?? examples,
    config: used,
    totalSteps: beginning.totalSteps ?? 8,
    position: beginning.position ?? { step: 0, cursor: { epoch: 0, window: 0, index: 0 }, elapsedSeconds: 0 },
    startPaused: beginning.startPaused,
    lastEvaluation: beginning.lastEvaluation,
    callbacks: {
      onMetrics: (row) => {
        recorded.metrics.push(row);
        beginning.onMetrics?.(trainer, row);
      },
      onEvaluation: (row) => recorded.evaluations.push(row),
      onState: (state) => recorded.states.push(state),
      onSave: (reason, state) => {
        recorded.saves.push({ reason, state });
        return Promise.resolve();
      },
    },
  });
  return { ...recorded, trainer };
}

async function stateOf(engine: Engine): Promise<Map<StatePart, NamedTensor[]>> {
  const parts = new Map<StatePart, NamedTensor[]>();
  for (const part of STATE_PARTS) {
    const tensors: NamedTensor[] = [];
    for await (const tensor of engine.readState(part)) tensors.push(tensor);
    parts.set(part, tensors);
  }
  return parts;
}

const timeless = (row: TrainingMetrics) => ({ ...row, tokensPerSecond: 0, elapsedSeconds: 0 });

beforeAll(async () => {
  await chooseBackend("cpu");
});

test("the first checkpoint comes early, however long the interval", async () => {
  const { trainer, saves } = await prepare({ config: { ...config, saveEvery: 1000 }, totalSteps: 12 });
  await trainer.run();
  expect(saves.map(({ reason, state }) => [reason, state.position.step])).toEqual([
    ["automatic", 10],
    ["finished", 12],
  ]);
});

test("a run evaluates before the first step, at its interval and at the end, and saves at its interval and at the end", async () => {
  const { trainer, metrics, evaluations, saves } = await prepare({ totalSteps: 7 });
  await expect(trainer.run()).resolves.toBe("finished");
  expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(evaluations.map(({ step }) => step)).toEqual([0, 4, 7]);
  expect(saves.map(({ reason, state }) => [reason, state.position.step])).toEqual([
    ["automatic", 3],
    ["automatic", 6],
    ["finished", 7],
  ]);
  expect(saves[2].state.lastEvaluation).toEqual(evaluations[2]);
  expect(saves[2].state.position.cursor.index).toBe(14); // 7 updates of 2 micro-batches
  expect(trainer.status).toBe("finished");
});

test("the losses fall on text that can be predicted", async () => {
  const plain = {
    ...config,
    evaluateEvery: 60,
    model: { ...model, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 },
  };
  const { trainer, evaluations } = await prepare({ totalSteps: 60, config: plain });
  await trainer.run();
  // Without context the best is the entropy of the labels, 11 words 3 apart in two places: 2.59.
  expect(evaluations[0].mlmLoss).toBeGreaterThan(2.8); // ln 23 = 3.14
  expect(evaluations[1].mlmLoss).toBeLessThan(2.5);
  expect(evaluations[1].perplexity).toBeCloseTo(Math.exp(evaluations[1].mlmLoss), 6);
});

test("8 steps equal 4 steps, saved, loaded into a new engine, and 4 more, dropout included", async () => {
  const whole = await prepare();
  await whole.trainer.run();
  // Stopped after step 4 of the same schedule.
  const half = await prepare({ onMetrics: (trainer, { step }) => void (step === 4 && trainer.stop()) });
  await expect(half.trainer.run()).resolves.toBe("stopped");
  const { position } = half.saves.at(-1)!.state;
  expect(position.step).toBe(4);
  const rest = await prepare({ position: structuredClone(position), state: await stateOf(half.engine) });
  await rest.trainer.run();
  expect([...half.metrics, ...rest.metrics].map(timeless)).toEqual(whole.metrics.map(timeless));
  expect(await stateOf(rest.engine)).toEqual(await stateOf(whole.engine));
  expect(rest.metrics.at(-1)!.elapsedSeconds).toBeGreaterThan(position.elapsedSeconds);
});

test("pausing saves, resolves when paused, and continuing goes on as if nothing had been", async () => {
  const whole = await prepare();
  await whole.trainer.run();
  let paused: Promise<void> | undefined;
  const held = await prepare({
    onMetrics: (trainer, { step }) => {
      if (step === 5) paused = trainer.pause();
    },
  });
  const run = held.trainer.run();
  await until(() => paused !== undefined);
  await paused;
  expect(held.trainer.status).toBe("paused");
  expect(held.trainer.position.step).toBe(5);
  expect(held.saves.at(-1)).toMatchObject({ reason: "paused", state: { position: { step: 5 } } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(held.metrics).toHaveLength(5);
  held.trainer.continue();
  await expect(run).resolves.toBe("finished");
  expect(held.metrics.map(timeless)).toEqual(whole.metrics.map(timeless));
});

test("single steps advance a paused run by one and leave it paused; a running one refuses", async () => {
  const { trainer, metrics } = await prepare({ startPaused: true });
  const run = trainer.run();
  await trainer.singleStep();
  await trainer.singleStep();
  expect(metrics).toHaveLength(2);
  expect(trainer.status).toBe("paused");
  await trainer.stop();
  await expect(run).resolves.toBe("stopped");
  const other = await prepare({ totalSteps: 1 });
  await expect(other.trainer.singleStep()).rejects.toMatchObject({ code: "not-paused" });
});

test("tasks run between updates, running or paused, and their errors reach who asked", async () => {
  let asked: Promise<number> | undefined;
  const { trainer, engine } = await prepare({
    onMetrics: (running, { step }) => {
      if (step === 2) asked = running.betweenUpdates(() => Promise.resolve(running.position.step));
    },
  });
  const run = trainer.run();
  await until(() => asked !== undefined);
  expect(await asked).toBe(2);
  await trainer.pause();
  const step = trainer.position.step;
  expect(await trainer.betweenUpdates(() => Promise.resolve(trainer.position.step))).toBe(step);
  await expect(trainer.betweenUpdates(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  trainer.continue();
  await expect(run).resolves.toBe("finished");
  expect(await trainer.betweenUpdates(() => engine.evaluate(drawBatch(0, 2)))).toHaveProperty("mlmCount", 4);
});

test("a pause breaks an evaluation off; it is done over when the run goes on", async () => {
  let batches = 0;
  let pause: Promise<void> | undefined;
  const source: TrainingExamples = {
    ...examples,
    async *heldOutBatches() {
      for (let i = 0; i < 6; i++) {
        batches++;
        if (batches === 3) pause = held.trainer.pause();
        yield await Promise.resolve(drawBatch(1000 + i, 2));
      }
    },
  };
  const held = await prepare({ source, totalSteps: 2 });
  const run = held.trainer.run();
  await until(() => pause !== undefined);
  await pause;
  expect(batches).toBe(3);
  expect(held.evaluations).toHaveLength(0);
  held.trainer.continue();
  await run;
  expect(held.evaluations.map(({ step }) => step)).toEqual([0, 2]);
  expect(batches).toBe(3 + 6 + 6);
});

test("a loss that is not a number fails the run at that step and saves nothing more", async () => {
  const broken = { ...config, optimizer: { ...config.optimizer, learningRate: 1e38, clipNorm: null } };
  const { trainer, saves, metrics } = await prepare({ config: broken });
  const pausing = trainer.pause();
  const run = trainer.run();
  await pausing;
  trainer.continue();
  await expect(run).rejects.toMatchObject({ kind: "training", code: "non-finite-loss" });
  await expect(run).rejects.toThrow(`At step ${metrics.length + 1} `);
  expect(saves.map(({ reason }) => reason)).toEqual(["paused"]);
  expect(trainer.status).toBe("failed");
});

test("masked words alone report no sentence-pair loss", async () => {
  const source: TrainingExamples = {
    nextBatch: async (cursor, batchSize) => {
      const drawn = await examples.nextBatch(cursor, batchSize);
      return { ...drawn, batch: { ...drawn.batch, nextSentenceLabels: null } };
    },
    async *heldOutBatches() {},
  };
  const { trainer, metrics, evaluations } = await prepare({ source, totalSteps: 1 });
  await trainer.run();
  expect(metrics[0]).toMatchObject({ nspLoss: null, nspAccuracy: null, loss: metrics[0].mlmLoss });
  expect(evaluations).toEqual([]); // nothing is held out
});

test("a run resumed at an evaluated step does not evaluate it again", async () => {
  const position = { step: 4, cursor: { epoch: 0, window: 0, index: 8 }, elapsedSeconds: 1 };
  const lastEvaluation = { step: 4 } as EvaluationMetrics;
  const again = await prepare({ position, totalSteps: 5, lastEvaluation });
  await again.trainer.run();
  expect(again.evaluations.map(({ step }) => step)).toEqual([5]);
});

test("updates leave no tensor behind, and a disposed engine none at all", async () => {
  const before = tf.memory().numTensors;
  const { engine } = await prepare();
  const update = { ...config.optimizer, seed: 1, lossWeights: config.lossWeights };
  const counts: number[] = [];
  for (let step = 0; step < 4; step++) {
    await engine.step([drawBatch(step, 2), drawBatch(step + 9, 2)], { ...update, step });
    await engine.evaluate(drawBatch(0, 2));
    counts.push(tf.memory().numTensors);
  }
  expect(new Set(counts).size).toBe(1);
  engine.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  [{ unit: "steps", amount: 100 } as const, 100],
  [{ unit: "epochs", amount: 3 } as const, 75], // 3 * 100 examples in updates of 2 * 2
  [{ unit: "epochs", amount: 0.001 } as const, 1],
])("duration %o is %i updates of 100 examples an epoch", (duration, steps) => {
  expect(totalStepsOf({ ...config, duration }, 100)).toBe(steps);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}
