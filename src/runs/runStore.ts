// Runs and what they reported, in IndexedDB. Rows of metrics lie in blocks of a few hundred under
// [run, first step of the block, kind], so that a long run is neither one huge value nor a hundred thousand tiny ones.

import { z } from "zod";
import { deleteCheckpoint, listCheckpoints } from "../checkpoints/checkpointStore";
import { chunksOf, type Database } from "../lib/database";
import { invariant, StudioError } from "../lib/errors";
import { evaluationMetricsSchema, runRecordSchema, trainingMetricsSchema } from "./schema";
import type { EvaluationMetrics, RunRecord, TrainingMetrics } from "./types";

const ROWS_PER_BLOCK = 256;

/** One kind of rows: the last part of its blocks' keys, and what a block holds. */
interface Series<Row extends { step: number }> {
  kind: "train" | "eval";
  block: z.ZodType<Row[]>;
}
const TRAINING: Series<TrainingMetrics> = { kind: "train", block: z.array(trainingMetricsSchema) };
const EVALUATION: Series<EvaluationMetrics> = { kind: "eval", block: z.array(evaluationMetricsSchema) };

/** Stores a new run, or replaces one of the same id. */
export async function saveRun(db: Database, run: RunRecord): Promise<void> {
  await db.put("runs", { ...run });
}

/** Changes some fields. Throws `run-missing`. */
export async function updateRun(db: Database, id: string, patch: Partial<Omit<RunRecord, "id">>): Promise<RunRecord> {
  const transaction = db.transaction("runs", "readwrite");
  const run = { ...parseRun(id, await transaction.store.get(id)), ...patch };
  await Promise.all([transaction.store.put({ ...run }), transaction.done]);
  return run;
}

/** Newest first. */
export async function listRuns(db: Database): Promise<RunRecord[]> {
  const runs = (await db.getAll("runs")).map((stored) => parseRun(stored.id, stored));
  return runs.sort((a, b) => b.createdAt - a.createdAt);
}

/** Throws `run-missing`. */
export async function getRun(db: Database, id: string): Promise<RunRecord> {
  return parseRun(id, await db.get("runs", id));
}

/** Deletes a run with its metrics and its checkpoints. */
export async function deleteRun(db: Database, id: string): Promise<void> {
  for (const { id: checkpointId, training } of await listCheckpoints(db)) {
    if (training?.runId === id) await deleteCheckpoint(db, checkpointId);
  }
  const transaction = db.transaction(["runs", "metrics"], "readwrite");
  await Promise.all([
    transaction.objectStore("runs").delete(id),
    transaction.objectStore("metrics").delete(chunksOf(id)),
    transaction.done,
  ]);
}

/** Adds rows in ascending order of step, none earlier than those already there. */
export async function appendTrainingMetrics(
  db: Database,
  runId: string,
  rows: readonly TrainingMetrics[],
): Promise<void> {
  await appendRows(db, runId, TRAINING, rows);
}

export async function appendEvaluation(db: Database, runId: string, row: EvaluationMetrics): Promise<void> {
  await appendRows(db, runId, EVALUATION, [row]);
}

export interface RunMetrics {
  training: TrainingMetrics[];
  evaluation: EvaluationMetrics[];
}

/** Everything that a run reported, by step. */
export async function readMetrics(db: Database, runId: string): Promise<RunMetrics> {
  const { store } = db.transaction("metrics");
  const [keys, blocks] = await Promise.all([store.getAllKeys(chunksOf(runId)), store.getAll(chunksOf(runId))]);
  const rowsOf = <Row extends { step: number }>({ kind, block }: Series<Row>) =>
    keys.flatMap((key, i) => (key[2] === kind ? block.parse(blocks[i]) : []));
  return { training: rowsOf(TRAINING), evaluation: rowsOf(EVALUATION) };
}

/** Forgets what was reported after `afterStep` updates: the run is about to go on from there. */
export async function truncateMetrics(db: Database, runId: string, afterStep: number): Promise<void> {
  const transaction = db.transaction("metrics", "readwrite");
  const blocks = transaction.store.iterate(chunksOf(runId));
  for await (const cursor of blocks) {
    const { block }: Series<{ step: number }> = cursor.key[2] === TRAINING.kind ? TRAINING : EVALUATION;
    const rows = block.parse(cursor.value);
    const kept = rows.filter(({ step }) => step <= afterStep);
    if (kept.length === 0) await cursor.delete();
    else if (kept.length < rows.length) await cursor.update(kept);
  }
  await transaction.done;
}

/** Fills the last block up before beginning a new one. The last step's row again, as after a resume, replaces it. */
async function appendRows<Row extends { step: number }>(
  db: Database,
  runId: string,
  { kind, block }: Series<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const transaction = db.transaction("metrics", "readwrite");
  let cursor = await transaction.store.openCursor(chunksOf(runId), "prev");
  while (cursor !== null && cursor.key[2] !== kind) cursor = await cursor.continue();

  const stored = cursor === null ? [] : block.parse(cursor.value);
  const last = stored.at(-1)?.step === rows[0].step ? stored.slice(0, -1) : stored;
  const ascending = rows.every(({ step }, i) => step > (i > 0 ? rows[i - 1].step : (last.at(-1)?.step ?? -1)));
  invariant(ascending, `metrics of ${runId} must be appended in ascending order of step`);

  const isOpen = last.length < ROWS_PER_BLOCK;
  const pending = isOpen ? [...last, ...rows] : [...rows];
  const writes = [];
  for (let start = 0; start < pending.length; start += ROWS_PER_BLOCK) {
    const part = pending.slice(start, start + ROWS_PER_BLOCK);
    writes.push(transaction.store.put(part, [runId, part[0].step, kind]));
  }
  await Promise.all([...writes, transaction.done]);
}

function parseRun(id: string, stored: unknown): RunRecord {
  if (stored === undefined) {
    throw new StudioError(
      "storage",
      "run-missing",
      "This run is no longer in the browser's storage: it was deleted, perhaps in another tab.",
      id,
    );
  }
  const { success, data, error } = runRecordSchema.safeParse(stored);
  if (success) return data;
  throw new StudioError(
    "storage",
    "run-damaged",
    `The description of the run ${id} in the browser's storage is not one that this studio writes. ` +
      "It was saved by another version; open that one.",
    error.message,
  );
}
