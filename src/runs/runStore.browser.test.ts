import { expect, test } from "vitest";
import { listCheckpoints, writeCheckpoint } from "../checkpoints/checkpointStore";
import type { Database } from "../lib/database";
import { eachWithDatabase } from "../lib/databaseTest";
import { evaluationRow, exampleRun, trainingRow } from "./exampleRun";
import {
  appendEvaluation,
  appendTrainingMetrics,
  deleteRun,
  getRun,
  listRuns,
  readMetrics,
  saveRun,
  truncateMetrics,
  updateRun,
} from "./runStore";

let db: Database;
eachWithDatabase("run-test", (opened) => {
  db = opened;
});

const steps = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test("runs are saved, patched and listed newest first", async () => {
  await saveRun(db, exampleRun);
  await saveRun(db, { ...exampleRun, id: "later", createdAt: exampleRun.createdAt + 1 });
  const patched = await updateRun(db, "run", { status: "finished", step: 100 });
  expect(patched).toEqual({ ...exampleRun, status: "finished", step: 100 });
  expect(await getRun(db, "run")).toEqual(patched);
  expect((await listRuns(db)).map(({ id }) => id)).toEqual(["later", "run"]);
  await expect(updateRun(db, "other", { step: 1 })).rejects.toMatchObject({ code: "run-missing" });
  await expect(getRun(db, "other")).rejects.toMatchObject({ code: "run-missing" });
});

test("rows come back in order however they were appended, in blocks", async () => {
  for (const part of [steps(1, 1), steps(2, 300), [], steps(301, 1000)]) {
    await appendTrainingMetrics(db, "run", part.map(trainingRow));
    if (part.length > 0) await appendEvaluation(db, "run", evaluationRow(part[part.length - 1]));
  }
  await appendTrainingMetrics(db, "run2", [trainingRow(5)]);
  expect(await readMetrics(db, "run")).toEqual({
    training: steps(1, 1000).map(trainingRow),
    evaluation: [1, 300, 1000].map(evaluationRow),
  });
  expect(await db.count("metrics")).toBe(4 + 1 + 1); // ceil(1000 / 256) + evaluations + the other run's
});

test("a value that is not finite is kept", async () => {
  const row = { ...trainingRow(1), loss: NaN, mlmLoss: NaN, gradNorm: Infinity, nspLoss: null };
  await appendTrainingMetrics(db, "run", [row]);
  expect((await readMetrics(db, "run")).training).toEqual([row]);
});

test("going on from an earlier step drops what came later, and rows follow on", async () => {
  await appendTrainingMetrics(db, "run", steps(1, 600).map(trainingRow));
  for (const step of [100, 300, 600]) await appendEvaluation(db, "run", evaluationRow(step));
  await truncateMetrics(db, "run", 300);
  expect(await readMetrics(db, "run")).toEqual({
    training: steps(1, 300).map(trainingRow),
    evaluation: [100, 300].map(evaluationRow),
  });
  await appendTrainingMetrics(db, "run", steps(301, 310).map(trainingRow));
  expect((await readMetrics(db, "run")).training.map(({ step }) => step)).toEqual(steps(1, 310));
  await truncateMetrics(db, "run", 0);
  expect(await db.count("metrics")).toBe(0);
});

test("an evaluation made again after a resume replaces the one of its step", async () => {
  for (const step of [10, 20]) await appendEvaluation(db, "run", evaluationRow(step));
  await truncateMetrics(db, "run", 20);
  const again = { ...evaluationRow(20), elapsedSeconds: 99 };
  await appendEvaluation(db, "run", again);
  await appendEvaluation(db, "run", evaluationRow(30));
  expect((await readMetrics(db, "run")).evaluation).toEqual([evaluationRow(10), again, evaluationRow(30)]);
  await appendEvaluation(db, "run2", evaluationRow(10));
  await appendEvaluation(db, "run2", { ...evaluationRow(10), elapsedSeconds: 99 });
  expect((await readMetrics(db, "run2")).evaluation).toEqual([{ ...evaluationRow(10), elapsedSeconds: 99 }]);
});

test("rows that go back are a defect, not a silent mix of two curves", async () => {
  await appendTrainingMetrics(db, "run", [trainingRow(5)]);
  await expect(appendTrainingMetrics(db, "run", [trainingRow(4)])).rejects.toMatchObject({ code: "internal" });
  expect((await readMetrics(db, "run")).training).toEqual([trainingRow(5)]);
});

test("deleting a run deletes its metrics and checkpoints and nobody else's", async () => {
  for (const id of ["run", "run2"]) {
    await saveRun(db, { ...exampleRun, id });
    await appendTrainingMetrics(db, id, [trainingRow(1)]);
    const training = {
      runId: id,
      config: exampleRun.config,
      position: { step: 1, cursor: { epoch: 0, window: 0, index: 16 }, elapsedSeconds: 1 },
      lastMetrics: trainingRow(1),
      lastEvaluation: null,
    };
    await writeCheckpoint(
      db,
      {
        id: `${id}-1`,
        name: id,
        createdAt: 1,
        reason: "manual",
        model: exampleRun.config.model,
        tokenizerId: "t",
        training,
      },
      [{ part: "weights", tensor: { name: "w", shape: [1], data: Float32Array.of(1) } }],
    );
  }
  await deleteRun(db, "run");
  expect((await listRuns(db)).map(({ id }) => id)).toEqual(["run2"]);
  expect((await readMetrics(db, "run")).training).toEqual([]);
  expect((await readMetrics(db, "run2")).training).toEqual([trainingRow(1)]);
  expect((await listCheckpoints(db)).map(({ id }) => id)).toEqual(["run2-1"]);
  expect(await db.getAllKeys("checkpointChunks")).toEqual([["run2-1", 0]]);
});
