// The loop: updates, evaluations and saves in one order, whoever asks for what in between. It knows neither workers nor
// storage; it takes callbacks. Everything a person asks (pause, step, stop, probe, save) happens between two updates.

import type { CheckpointReason, TrainingPosition } from "../checkpoints/types";
import type { Engine } from "../engine/engine";
import { StudioError } from "../lib/errors";
import type { Batch, ExampleCursor } from "../pretraining/types";
import type { EvaluationMetrics, RunRecord, TrainingMetrics } from "../runs/types";
import type { RunConfig } from "./config";
import { evaluationMetrics, sumLosses, trainingMetrics } from "./metrics";
import { learningRate, scheduleOf } from "./schedule";

/** What the loop needs of `pretraining/exampleSource`. */
export interface TrainingExamples {
  nextBatch(
    cursor: ExampleCursor,
    batchSize: number,
  ): Promise<{ batch: Batch; next: ExampleCursor; realTokens: number }>;
  heldOutBatches(batchSize: number, maxExamples: number): AsyncIterable<Batch>;
}

export interface TrainerState {
  status: RunRecord["status"];
  step: number;
  totalSteps: number;
  activity: string | null;
}

/** What a checkpoint stores besides the engine's tensors. */
export interface SavedState {
  position: TrainingPosition;
  lastMetrics: TrainingMetrics | null;
  lastEvaluation: EvaluationMetrics | null;
}

export interface TrainerCallbacks {
  onMetrics(metrics: TrainingMetrics): void;
  onEvaluation(metrics: EvaluationMetrics): void;
  onState(state: TrainerState): void;
  onSave(reason: CheckpointReason, state: SavedState): Promise<void>;
}

export interface TrainerParts {
  engine: Engine;
  examples: TrainingExamples;
  config: RunConfig;
  totalSteps: number;
  position: TrainingPosition;
  callbacks: TrainerCallbacks;
  startPaused?: boolean;
  /** Of the checkpoint that the run resumes from. */
  lastMetrics?: TrainingMetrics | null;
  lastEvaluation?: EvaluationMetrics | null;
}

/** Something to do between two updates, and who waits for it. */
interface Task {
  run: () => Promise<void>;
  reject: (reason: unknown) => void;
}

/** Somebody who waits for a pause or for a single step. */
interface Waiter {
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** The first checkpoint comes early, so that a page reloaded in the first minutes has something to go on from. */
const FIRST_SAVE = 10;

/** Updates of a run of `trainingExamples` examples an epoch; at least 1. */
export function totalStepsOf(config: RunConfig, trainingExamples: number): number {
  const { unit, amount } = config.duration;
  if (unit === "steps") return Math.max(1, Math.round(amount));
  return Math.max(1, Math.ceil((amount * trainingExamples) / (config.batchSize * config.accumulationSteps)));
}

export class Trainer {
  private current: TrainingPosition;
  private state: TrainerState;
  private wanted: "run" | "pause" | "stop";
  private readonly tasks: Task[] = [];
  private readonly pauseWaiters: Waiter[] = [];
  private readonly stepWaiters: Waiter[] = [];
  private wake: (() => void) | null = null;
  private lastMetrics: TrainingMetrics | null;
  private lastEvaluation: EvaluationMetrics | null;
  private evaluationDue: boolean;
  /** Step of the newest checkpoint of this run. */
  private savedStep: number | null;
  private running: Promise<"finished" | "stopped"> | null = null;

  constructor(private readonly parts: TrainerParts) {
    const { position, totalSteps, startPaused, lastMetrics, lastEvaluation, config } = parts;
    this.current = position;
    this.lastMetrics = lastMetrics ?? null;
    this.lastEvaluation = lastEvaluation ?? null;
    this.wanted = startPaused ? "pause" : "run";
    this.state = { status: startPaused ? "paused" : "running", step: position.step, totalSteps, activity: null };
    this.evaluationDue = position.step % config.evaluateEvery === 0 && lastEvaluation?.step !== position.step;
    this.savedStep = position.step > 0 ? position.step : null;
  }

  get position(): TrainingPosition {
    return this.current;
  }

  get status(): TrainerState["status"] {
    return this.state.status;
  }

  /** Trains to the end or until stopped. Rejects when the run fails; the last checkpoint then stays the good one. */
  run(): Promise<"finished" | "stopped"> {
    this.running ??= this.loop().catch((error: unknown) => {
      this.tell({ status: "failed", activity: null });
      const waiting = [...this.pauseWaiters.splice(0), ...this.stepWaiters.splice(0), ...this.tasks.splice(0)];
      for (const { reject } of waiting) reject(error);
      throw error;
    });
    return this.running;
  }

  /** Resolves once the update under way is done and its result saved. */
  pause(): Promise<void> {
    if (this.hasEnded()) return Promise.resolve();
    this.ask("pause");
    return new Promise((resolve, reject) => {
      this.pauseWaiters.push({ resolve, reject });
    });
  }

  continue(): void {
    if (this.wanted === "pause") this.ask("run");
  }

  /** One update while paused. */
  singleStep(): Promise<void> {
    if (this.state.status !== "paused") {
      const message = "A single step needs a paused run. Pause it first.";
      return Promise.reject(new StudioError("usage", "not-paused", message));
    }
    return new Promise((resolve, reject) => {
      this.stepWaiters.push({ resolve, reject });
      this.wake?.();
    });
  }

  /** Ends the run after the update under way; resolves once it is saved. */
  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    this.ask("stop");
    await this.running;
  }

  /** Saves a checkpoint now, between two updates. */
  save(): Promise<void> {
    return this.betweenUpdates(() => this.saveAs("manual"));
  }

  /** Runs `task` while the weights stand still: between two updates, whether the run is paused or not. */
  betweenUpdates<T>(task: () => Promise<T>): Promise<T> {
    if (this.hasEnded() || !this.running) return task();
    return new Promise<T>((resolve, reject) => {
      // An error of the task belongs to who asked, not to the run.
      this.tasks.push({ run: () => task().then(resolve, reject), reject });
      this.wake?.();
    });
  }

  private async loop(): Promise<"finished" | "stopped"> {
    this.tell({});
    for (;;) {
      await this.settle();
      if (this.wanted === "stop") break;
      if (this.evaluationDue) await this.evaluate();
      else if (this.current.step >= this.parts.totalSteps) break;
      else if (this.saveDue()) await this.saveAs("automatic");
      else await this.update();
    }
    const ending = this.wanted === "stop" ? "stopped" : "finished";
    await this.saveAs(ending);
    this.tell({ status: ending, activity: null });
    for (const { resolve } of this.pauseWaiters.splice(0)) resolve();
    await this.runTasks();
    return ending;
  }

  /** Between two updates: does what was asked, and stays here while the run is paused. */
  private async settle(): Promise<void> {
    await yieldToEvents();
    await this.runTasks();
    while (this.wanted === "pause") {
      await this.pauseNow();
      if (this.stepWaiters.length > 0) {
        if (this.current.step < this.parts.totalSteps) await this.update();
        this.stepWaiters.shift()?.resolve();
      } else {
        await this.asked();
      }
      await this.runTasks();
    }
    for (const { resolve } of [...this.pauseWaiters.splice(0), ...this.stepWaiters.splice(0)]) resolve();
    if (this.state.status === "paused") this.tell({ status: "running" });
  }

  private async pauseNow(): Promise<void> {
    if (this.state.status !== "paused") {
      if (this.savedStep !== this.current.step) await this.saveAs("paused");
      this.tell({ status: "paused", activity: null });
    }
    for (const { resolve } of this.pauseWaiters.splice(0)) resolve();
  }

  /** Resolves when somebody asks for something; at once if that has happened already. */
  private async asked(): Promise<void> {
    if (this.wanted !== "pause" || this.tasks.length + this.stepWaiters.length + this.pauseWaiters.length > 0) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = null;
  }

  private ask(wanted: "run" | "pause" | "stop"): void {
    if (this.wanted !== "stop") this.wanted = wanted;
    this.wake?.();
  }

  private hasEnded(): boolean {
    return this.state.status === "finished" || this.state.status === "stopped" || this.state.status === "failed";
  }

  private async runTasks(): Promise<void> {
    for (let task = this.tasks.shift(); task; task = this.tasks.shift()) await task.run();
  }

  /** Asked after the evaluation of the same step, so that a checkpoint knows how good it is. */
  private saveDue(): boolean {
    const { step } = this.current;
    const { saveEvery } = this.parts.config;
    if (this.savedStep === null) return step >= Math.min(FIRST_SAVE, saveEvery);
    return step % saveEvery === 0 && this.savedStep !== step;
  }

  /** One update over a window of micro-batches. */
  private async update(): Promise<void> {
    const { engine, examples, config, totalSteps, callbacks } = this.parts;
    const begun = performance.now();
    const { step } = this.current;
    const batches: Batch[] = [];
    let { cursor } = this.current;
    let realTokens = 0;
    while (batches.length < config.accumulationSteps) {
      const drawn = await examples.nextBatch(cursor, config.batchSize);
      batches.push(drawn.batch);
      realTokens += drawn.realTokens;
      cursor = drawn.next;
    }
    const rate = learningRate(scheduleOf(config, totalSteps), step);
    const { seed, lossWeights } = config;
    const sums = await engine.step(batches, { ...config.optimizer, step, seed, lossWeights, learningRate: rate });
    if (!Number.isFinite(sums.gradNorm)) throw nonFinite(step + 1, rate);

    const seconds = (performance.now() - begun) / 1000;
    const elapsedSeconds = this.current.elapsedSeconds + seconds;
    this.current = { step: step + 1, cursor, elapsedSeconds };
    const timing = { elapsedSeconds, tokensPerSecond: realTokens / seconds };
    this.lastMetrics = trainingMetrics(sums, lossWeights, { step: step + 1, learningRate: rate, ...timing });
    if ((step + 1) % config.evaluateEvery === 0 || step + 1 === totalSteps) this.evaluationDue = true;
    callbacks.onMetrics(this.lastMetrics);
    this.tell({ activity: null });
  }

  /** One pass over the held-out examples. A pause breaks it off; it is then done over when the run goes on. */
  private async evaluate(): Promise<void> {
    const { engine, examples, config, callbacks } = this.parts;
    this.tell({ activity: "Evaluating" });
    const begun = performance.now();
    const sums = [];
    for await (const batch of examples.heldOutBatches(config.batchSize, config.evaluationExamples)) {
      sums.push(await engine.evaluate(batch));
      await this.runTasks();
      if (this.wanted !== "run") return;
    }
    this.evaluationDue = false;
    const elapsedSeconds = this.current.elapsedSeconds + (performance.now() - begun) / 1000;
    this.current = { ...this.current, elapsedSeconds };
    this.tell({ activity: null });
    const total = sumLosses(sums);
    if (total.mlmCount === 0) return; // nothing is held out
    this.lastEvaluation = evaluationMetrics(total, { step: this.current.step, elapsedSeconds });
    callbacks.onEvaluation(this.lastEvaluation);
  }

  private async saveAs(reason: CheckpointReason): Promise<void> {
    const { activity } = this.state;
    this.tell({ activity: "Saving checkpoint" });
    const { current: position, lastMetrics, lastEvaluation } = this;
    await this.parts.callbacks.onSave(reason, { position, lastMetrics, lastEvaluation });
    this.savedStep = position.step;
    this.tell({ activity });
  }

  private tell(change: Partial<TrainerState>): void {
    this.state = { ...this.state, ...change, step: this.current.step };
    this.parts.callbacks.onState(this.state);
  }
}

/** Lets messages in. A pause or a probe must not wait for more than one update. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

function nonFinite(step: number, rate: number): StudioError {
  return new StudioError(
    "training",
    "non-finite-loss",
    `At step ${step} the loss or its gradient was no longer a number (learning rate ${rate.toPrecision(2)}), so training ` +
      "stopped before using it. Resume from the last checkpoint with a lower learning rate, a longer warmup or gradient " +
      "clipping.",
  );
}
