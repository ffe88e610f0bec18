// The run on screen: its record, its state as the worker tells it, its latest numbers. Rows of metrics stay outside of
// React (see metricsHistory.ts); the latest numbers change at most once a frame, the charts four times a second.

import { create } from "zustand";
import type { CheckpointRecord } from "../checkpoints/types";
import { readMetrics } from "../runs/runStore";
import type { EvaluationMetrics, InitialWeights, RunRecord, TrainingMetrics } from "../runs/types";
import type { RunEvent, RunState } from "../workers/protocol";
import { refreshModels, removeRun, useCatalogue } from "./catalogue";
import { requireSoundPlan } from "./config";
import { dismissFailure, runJob, showFailure } from "./jobs";
import { MetricsHistory } from "./metricsHistory";
import { useView } from "./view";
import { studioDatabase, trainingClient } from "./workers";

/** Charts are drawn at most four times a second, and on a slow machine no more than a fifth of the time. */
const CHART_INTERVAL = 250; // ms
const MAX_CHART_INTERVAL = 2000;
const CHART_SHARE = 1 / 5;

interface RunStore {
  record: RunRecord | null;
  /** As the worker tells it; null: only a record, no worker holds this run. */
  state: RunState | null;
  latest: TrainingMetrics | null;
  latestEvaluation: EvaluationMetrics | null;
  secondsPerStep: number | null;
  /** Grows when charts should be drawn again. */
  revision: number;
  /** The run of `record` was cut off, and this is how to go on. */
  resumable: CheckpointRecord | null;
  /** Another tab of this studio holds the run of `record`. */
  elsewhere: boolean;
}

const NO_NUMBERS = { latest: null, latestEvaluation: null, secondsPerStep: null };

export const useRun = create<RunStore>(() => ({
  record: null,
  state: null,
  ...NO_NUMBERS,
  revision: 0,
  resumable: null,
  elsewhere: false,
}));

export const history = new MetricsHistory();

// --- events ---------------------------------------------------------------------------------------------------------------

/** The run whose events count. Null between asking for a start and its first event. */
let listenedRun: string | null = null;
let frame = 0;
let chartTimer: ReturnType<typeof setTimeout> | null = null;
let chartInterval = CHART_INTERVAL;

trainingClient.subscribe(hear);

function hear(event: RunEvent): void {
  listenedRun ??= event.runId;
  if (event.runId !== listenedRun) return;
  switch (event.type) {
    case "state":
      useRun.setState({ state: event.state });
      if (!isLive(event.state.status)) releaseLock?.();
      return;
    case "metrics":
      history.appendTraining(event.rows);
      return metricsArrived();
    case "evaluation":
      history.appendEvaluation(event.row);
      return metricsArrived();
    case "checkpoint":
      void runJob("library", "Listing checkpoints", refreshModels);
      return;
    case "failed":
      showFailure("run", event.error);
      void runJob("library", "Listing runs", refreshModels);
      return;
    default:
      return event satisfies never;
  }
}

function metricsArrived(): void {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    useRun.setState(latestNumbers());
  });
  chartTimer ??= setTimeout(() => {
    chartTimer = null;
    const begun = performance.now();
    useRun.setState(({ revision }) => ({ revision: revision + 1 }));
    setTimeout(() => {
      const wanted = (performance.now() - begun) / CHART_SHARE;
      chartInterval = Math.min(MAX_CHART_INTERVAL, Math.max(CHART_INTERVAL, wanted));
    });
  }, chartInterval);
}

function latestNumbers() {
  return {
    latest: history.training.at(-1) ?? null,
    latestEvaluation: history.evaluation.at(-1) ?? null,
    secondsPerStep: history.secondsPerStep(),
  };
}

// --- commands -------------------------------------------------------------------------------------------------------------

export const isLive = (status: RunState["status"] | undefined): boolean => status === "running" || status === "paused";

/** Starts a new run on an encoded corpus with the configuration as it stands. */
export async function startRun(params: {
  name: string;
  encodingId: string;
  vocabSize: number;
  initialWeights: InitialWeights;
}): Promise<RunRecord | undefined> {
  const { vocabSize, ...rest } = params;
  const previous = useRun.getState().record;
  const started = await runJob("startRun", "Building the model", async ({ signal, report }) => {
    const config = requireSoundPlan();
    if (params.initialWeights.kind === "fresh") config.model.vocabSize = vocabSize;
    listenedRun = null;
    history.replace([], []);
    useRun.setState(({ revision }) => ({ state: null, ...NO_NUMBERS, revision: revision + 1, resumable: null }));
    dismissFailure("run");
    const { backend } = useView.getState();
    const record = await trainingClient.request("start", { ...rest, config, backend }, { signal, onProgress: report });
    listenedRun = record.id;
    holdLock(record.id);
    useRun.setState({ record });
    if (signal.aborted) await trainingClient.request("stop", null); // too late to be nothing
    await refreshModels();
    return record;
  });
  if (!started && previous) await showRun(previous);
  return started;
}

/** Goes on from a checkpoint; `totalSteps` null keeps the run's own end. The curves go on where the checkpoint was made. */
export function resumeFrom(checkpoint: CheckpointRecord, totalSteps: number | null): Promise<RunRecord | undefined> {
  return runJob("startRun", "Restoring the checkpoint", async ({ signal, report }) => {
    const { training } = checkpoint;
    if (training) {
      await showHistory(training.runId);
      history.truncate(training.position.step);
      listenedRun = training.runId;
    }
    dismissFailure("run");
    const params = { checkpointId: checkpoint.id, backend: useView.getState().backend, totalSteps, startPaused: false };
    const record = await trainingClient.request("resume", params, { signal, onProgress: report });
    listenedRun = record.id;
    holdLock(record.id);
    useRun.setState(({ revision }) => ({ record, resumable: null, revision: revision + 1 }));
    await refreshModels();
    return record;
  });
}

const control = (type: "pause" | "continue" | "singleStep" | "stop" | "save", phase: string) =>
  runJob("control", phase, () => trainingClient.request(type, null));

export const pauseRun = () => control("pause", "Pausing after this update");
export const continueRun = () => control("continue", "Going on");
export const singleStep = () => control("singleStep", "One update");
export const stopRun = () => control("stop", "Stopping after this update");
export const saveNow = () => control("save", "Saving a checkpoint");

// --- after a reload -------------------------------------------------------------------------------------------------------

async function showHistory(runId: string): Promise<void> {
  const { training, evaluation } = await readMetrics(await studioDatabase(), runId);
  history.replace(training, evaluation);
  useRun.setState(({ revision }) => ({ ...latestNumbers(), revision: revision + 1 }));
}

/** Puts a stored run on screen. Does nothing while another is under way. */
export async function showRun(record: RunRecord): Promise<void> {
  if (isLive(useRun.getState().state?.status)) return;
  const live = isLive(record.status);
  const elsewhere = live && (await runsElsewhere(record.id));
  const resumable = live && !elsewhere ? newestOf(useCatalogue.getState().checkpoints, record.id) : null;
  useRun.setState({ record, state: null, resumable, elsewhere });
  await showHistory(record.id);
}

/** Deletes a run with all that belongs to it, also from the screen. */
export async function deleteRun(runId: string): Promise<void> {
  await removeRun(runId);
  if (useRun.getState().record?.id !== runId) return;
  listenedRun = null;
  history.replace([], []);
  useRun.setState(({ revision }) => ({
    record: null,
    state: null,
    ...NO_NUMBERS,
    revision: revision + 1,
    resumable: null,
  }));
}

/** Shows the last run, and offers to resume it if it was cut off. */
export async function restoreLastRun(): Promise<void> {
  const [last] = useCatalogue.getState().runs;
  if (last) await runJob("library", "Reading the last run", () => showRun(last));
}

/** A run that another tab of this studio holds was not cut off. */
async function runsElsewhere(runId: string): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => name === lockName(runId)) ?? false;
}

const lockName = (runId: string) => `cloze-run-${runId}`;
let releaseLock: (() => void) | null = null;

function holdLock(runId: string): void {
  releaseLock?.();
  const released = new Promise<void>((resolve) => (releaseLock = resolve));
  void navigator.locks.request(lockName(runId), () => released);
}

/** The checkpoint of a run with the most updates behind it. */
export function newestOf(checkpoints: readonly CheckpointRecord[], runId: string): CheckpointRecord | null {
  let newest: CheckpointRecord | null = null;
  for (const checkpoint of checkpoints) {
    if (checkpoint.training?.runId !== runId) continue;
    if (!newest?.training || checkpoint.training.position.step > newest.training.position.step) newest = checkpoint;
  }
  return newest;
}
