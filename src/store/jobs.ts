// Everything that takes time or may fail runs as a named job: its progress, its cancel button and its failure are shown
// in the same way everywhere, and an error never loses what was there before.

import { create } from "zustand";
import { serializeError, type SerializedError } from "../lib/errors";

export type JobName =
  | "catalogue"
  | "link"
  | "inspect"
  | "readCorpus"
  | "trainVocabulary"
  | "loadTokenizer"
  | "encodeCorpus"
  | "tokenize"
  | "showExample"
  | "device"
  | "startRun"
  | "run"
  | "control"
  | "fillMask"
  | "scorePair"
  | "importModel"
  | "exportModel"
  | "comparison"
  | "library";

/** How far a job is. `total` null: unknown. */
export interface JobProgress {
  phase: string;
  done: number;
  total: number | null;
  unit: "bytes" | "sentences" | "merges" | "tensors" | null;
  documents?: number;
  sentences?: number;
}

export interface Job extends JobProgress {
  cancelling: boolean;
}

interface JobsState {
  jobs: Partial<Record<JobName, Job>>;
  failures: Partial<Record<JobName, SerializedError>>;
}

export const useJobs = create<JobsState>(() => ({ jobs: {}, failures: {} }));

/** Abort controllers are no serialisable state, so they live beside the store. */
const controllers = new Map<JobName, AbortController>();

export interface JobHandle {
  signal: AbortSignal;
  report: (progress: Partial<JobProgress>) => void;
}

const STARTING: Job = { phase: "", done: 0, total: null, unit: null, cancelling: false };

/**
 * Runs `work` under `name`. A job of the same name that is still under way is cancelled first, and its end no longer
 * counts. Answers undefined when the job failed (shown as a failure) or was cancelled (shown as nothing).
 */
export async function runJob<T>(
  name: JobName,
  phase: string,
  work: (handle: JobHandle) => Promise<T>,
): Promise<T | undefined> {
  controllers.get(name)?.abort();
  const controller = new AbortController();
  controllers.set(name, controller);
  const isCurrent = () => controllers.get(name) === controller;
  const patch = (change: Partial<Job>) =>
    useJobs.setState(({ jobs }) => ({ jobs: { ...jobs, [name]: { ...(jobs[name] ?? STARTING), ...change } } }));

  dismissFailure(name);
  patch({ ...STARTING, phase });
  try {
    const result = await work({
      signal: controller.signal,
      report: (progress) => void (isCurrent() && patch(progress)),
    });
    return isCurrent() ? result : undefined;
  } catch (error) {
    const failure = serializeError(error);
    if (isCurrent() && failure.kind !== "cancelled") showFailure(name, failure);
    return undefined;
  } finally {
    if (isCurrent()) {
      controllers.delete(name);
      useJobs.setState(({ jobs }) => ({ jobs: without(jobs, name) }));
    }
  }
}

export function cancelJob(name: JobName): void {
  const controller = controllers.get(name);
  if (!controller) return;
  useJobs.setState(({ jobs }) => ({
    jobs: jobs[name] ? { ...jobs, [name]: { ...jobs[name], cancelling: true } } : jobs,
  }));
  controller.abort();
}

export function showFailure(name: JobName, failure: SerializedError): void {
  useJobs.setState(({ failures }) => ({ failures: { ...failures, [name]: failure } }));
}

export function dismissFailure(name: JobName): void {
  if (useJobs.getState().failures[name]) useJobs.setState(({ failures }) => ({ failures: without(failures, name) }));
}

function without<T>(record: Partial<Record<JobName, T>>, name: JobName): Partial<Record<JobName, T>> {
  const { [name]: _removed, ...rest } = record;
  return rest;
}
