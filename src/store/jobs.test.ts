import { beforeEach, expect, test } from "vitest";
import { CancelledError, InputError } from "../lib/errors";
import { cancelJob, dismissFailure, runJob, useJobs } from "./jobs";

beforeEach(() => useJobs.setState({ jobs: {}, failures: {} }));

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new CancelledError())));

test("a job shows its progress while it runs and nothing after it", async () => {
  const result = await runJob("readCorpus", "Reading", async ({ report }) => {
    report({ done: 3, total: 10, unit: "bytes" });
    expect(useJobs.getState().jobs.readCorpus).toMatchObject({
      phase: "Reading",
      done: 3,
      total: 10,
      cancelling: false,
    });
    return 7;
  });
  expect(result).toBe(7);
  expect(useJobs.getState()).toEqual({ jobs: {}, failures: {} });
});

test("a failure stays with its code until it is dismissed or the job is tried again", async () => {
  const fail = () =>
    runJob("readCorpus", "Reading", () => Promise.reject(new InputError("empty-file", "a.txt is empty.")));
  expect(await fail()).toBeUndefined();
  expect(useJobs.getState().failures.readCorpus).toMatchObject({ code: "empty-file", message: "a.txt is empty." });
  dismissFailure("readCorpus");
  expect(useJobs.getState().failures).toEqual({});
  await fail();
  await runJob("readCorpus", "Reading", () => Promise.resolve(1));
  expect(useJobs.getState().failures).toEqual({});
});

test("a cancelled job says that it is cancelling, and its end is no failure", async () => {
  const job = runJob("encodeCorpus", "Encoding", ({ signal }) => never(signal));
  cancelJob("encodeCorpus");
  expect(useJobs.getState().jobs.encodeCorpus?.cancelling).toBe(true);
  expect(await job).toBeUndefined();
  expect(useJobs.getState()).toEqual({ jobs: {}, failures: {} });
});

test("a newer job of the same name cancels the older one, whose late answer does not count", async () => {
  let finishOld: (value: string) => void = () => undefined;
  const older = runJob("tokenize", "Cutting", () => new Promise<string>((resolve) => (finishOld = resolve)));
  const newer = runJob("tokenize", "Cutting", () => Promise.resolve("new"));
  finishOld("old");
  expect(await Promise.all([older, newer])).toEqual([undefined, "new"]);
  expect(useJobs.getState().jobs).toEqual({});
});
