import { expect, test, vi } from "vitest";
import { presetConfig } from "../bert/config";
import type { NamedTensor } from "../bert/parameters";
import { chunksOf, openStudioDatabase, type Database } from "../lib/database";
import { eachWithDatabase } from "../lib/databaseTest";
import { exampleRun } from "../runs/exampleRun";
import {
  deleteCheckpoint,
  getCheckpoint,
  listCheckpoints,
  pruneAutomatic,
  readTensors,
  removeOrphanChunks,
  writeCheckpoint,
  type StateTensor,
} from "./checkpointStore";
import { CHUNK_BYTES } from "./chunks";
import type { CheckpointMeta } from "./types";

let db: Database;
eachWithDatabase("checkpoint-test", (opened) => {
  db = opened;
});

const meta = (id: string, fields: Partial<CheckpointMeta> = {}): CheckpointMeta => ({
  id,
  name: `Checkpoint ${id}`,
  createdAt: 1,
  reason: "manual",
  model: presetConfig("pico", 100),
  tokenizerId: "t",
  training: null,
  ...fields,
});

const ramp = (name: string, length: number, first = 0): NamedTensor => ({
  name,
  shape: [length],
  data: Float32Array.from({ length }, (_, i) => first + i),
});
const weights = (...tensors: NamedTensor[]): StateTensor[] => tensors.map((tensor) => ({ part: "weights", tensor }));

/** Bit for bit; deep equality of millions of floats takes seconds. */
function sameTensor(a: NamedTensor, b: NamedTensor): boolean {
  const bytes = ({ data }: NamedTensor) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return (
    a.name === b.name && indexedDB.cmp([...a.shape], [...b.shape]) === 0 && indexedDB.cmp(bytes(a), bytes(b)) === 0
  );
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test("tensors come back bit for bit, across chunk borders, part by part", async () => {
  const long = ramp("long", CHUNK_BYTES / 2); // two chunks
  const odd: NamedTensor = { name: "odd", shape: [3, 1], data: Float32Array.of(NaN, -0, 1e-45) };
  const moment = ramp("odd", 3, 7);
  const record = await writeCheckpoint(db, meta("a"), [...weights(odd, long), { part: "firstMoment", tensor: moment }]);
  expect(record).toMatchObject({ bytes: 4 * (3 + long.data.length + 3), chunks: 3, chunkBytes: CHUNK_BYTES });
  expect(await getCheckpoint(db, "a")).toEqual(record);
  const [first, second] = await collect(readTensors(db, record, "weights"));
  expect([sameTensor(first, odd), sameTensor(second, long)]).toEqual([true, true]);
  expect(await collect(readTensors(db, record, "firstMoment"))).toEqual([moment]);
  expect(await collect(readTensors(db, record, "secondMoment"))).toEqual([]);
});

test("a writer that fails leaves nothing, and was not to be seen before", async () => {
  async function* failing(): AsyncGenerator<StateTensor> {
    yield* weights(ramp("long", CHUNK_BYTES));
    expect(await db.count("checkpointChunks")).toBe(4);
    expect(await listCheckpoints(db)).toEqual([]);
    throw new Error("device lost");
  }
  await expect(writeCheckpoint(db, meta("a"), failing())).rejects.toThrow("device lost");
  expect(await db.count("checkpointChunks")).toBe(0);
  await expect(getCheckpoint(db, "a")).rejects.toMatchObject({ kind: "storage", code: "checkpoint-missing" });
});

test("an id is written once: a second writer cannot harm the first", async () => {
  const first = await writeCheckpoint(db, meta("a"), weights(ramp("w", 3)));
  await expect(writeCheckpoint(db, meta("a"), weights(ramp("v", 3)))).rejects.toMatchObject({ code: "internal" });
  expect(await collect(readTensors(db, first, "weights"))).toEqual([ramp("w", 3)]);
});

test("deleting one checkpoint leaves the other whole", async () => {
  const [a, b] = await Promise.all(
    ["a", "ab"].map((id) => writeCheckpoint(db, meta(id), weights(ramp(id, CHUNK_BYTES)))),
  );
  await deleteCheckpoint(db, a.id);
  expect(await listCheckpoints(db)).toEqual([b]);
  const [tensor] = await collect(readTensors(db, b, "weights"));
  expect(sameTensor(tensor, ramp("ab", CHUNK_BYTES))).toBe(true);
  expect(await db.count("checkpointChunks")).toBe(b.chunks);
});

test("a missing or shortened chunk is reported with the checkpoint's name", async () => {
  const record = await writeCheckpoint(db, meta("a", { name: "before lunch" }), weights(ramp("w", CHUNK_BYTES / 2)));
  for (const damage of [
    () => db.put("checkpointChunks", new Uint8Array(10), ["a", 1]),
    () => db.delete("checkpointChunks", ["a", 1]),
  ]) {
    await damage();
    await expect(collect(readTensors(db, record, "weights"))).rejects.toMatchObject({
      code: "checkpoint-damaged",
      message: expect.stringContaining("“before lunch” is damaged"),
    });
  }
});

test("the newest are listed first; only automatic ones of the run are pruned, the oldest of them", async () => {
  const training = (runId: string) => ({
    runId,
    config: exampleRun.config,
    position: { step: 0, cursor: { epoch: 0, window: 0, index: 0 }, elapsedSeconds: 0 },
    lastMetrics: null,
    lastEvaluation: null,
  });
  const write = (id: string, createdAt: number, reason: CheckpointMeta["reason"], runId: string) =>
    writeCheckpoint(db, meta(id, { createdAt, reason, training: training(runId) }), weights(ramp("w", 2)));
  await write("b", 2, "automatic", "run");
  await write("a", 1, "automatic", "run");
  await write("d", 4, "automatic", "run");
  await write("c", 3, "automatic", "run");
  await write("paused", 0, "paused", "run");
  await write("other", 0.5, "automatic", "other");
  await pruneAutomatic(db, "run", 2);
  expect((await listCheckpoints(db)).map(({ id }) => id)).toEqual(["d", "c", "other", "paused"]);
  expect(await db.count("checkpointChunks")).toBe(4);
});

test("the sweep removes wreckage, and leaves checkpoints and writers at work alone", async () => {
  await writeCheckpoint(db, meta("whole"), weights(ramp("w", 2)));
  await db.put("checkpointChunks", new Uint8Array(3), ["wreck", 0]);
  await db.put("checkpointChunks", new Uint8Array(3), ["wreck", 1]);
  async function* slow(): AsyncGenerator<StateTensor> {
    yield* weights(ramp("w", CHUNK_BYTES / 4));
    expect(await db.count("checkpointChunks", chunksOf("writing"))).toBe(1);
    expect(await removeOrphanChunks(db)).toBe(1);
  }
  const written = await writeCheckpoint(db, meta("writing"), slow());
  expect(await db.getAllKeys("checkpointChunks")).toEqual([
    ["whole", 0],
    ["writing", 0],
  ]);
  expect(await collect(readTensors(db, written, "weights"))).toHaveLength(1);
  expect(await removeOrphanChunks(db)).toBe(0);
});

// Chromium's storage buckets have a quota of their own, the only one that a test can rely on.
interface StorageBuckets {
  open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }>;
  delete(name: string): Promise<void>;
}
declare global {
  interface Navigator {
    storageBuckets: StorageBuckets;
  }
}

test("a full storage is reported with what was needed, and nothing half-written stays", async () => {
  const bucket = await navigator.storageBuckets.open("small", { quota: 3 * CHUNK_BYTES });
  vi.stubGlobal("indexedDB", bucket.indexedDB);
  const small = await openStudioDatabase("checkpoint-test");
  vi.unstubAllGlobals();
  const model = presetConfig("base", 30_522);
  const large = weights(ramp("w", 3 * CHUNK_BYTES));
  await expect(writeCheckpoint(small, meta("a", { model }), large)).rejects.toMatchObject({
    kind: "storage",
    code: "storage-full",
    message: expect.stringContaining("“Checkpoint a” needs 441 MB"),
  });
  const transaction = small.transaction("checkpointChunks");
  expect(await transaction.store.count()).toBe(0);
  await transaction.done; // deleting the bucket would abort it
  small.close();
  await navigator.storageBuckets.delete("small");
});

test("100 MB are written without a byte waiting in memory for the next tensor", async () => {
  const tensors = 25;
  const floats = 2 ** 20; // 4 MB each, offset by 3 floats so that every tensor straddles two chunks
  async function* stream(): AsyncGenerator<StateTensor> {
    yield* weights(ramp("first", 3));
    for (let i = 0; i < tensors; i++) {
      expect(await db.count("checkpointChunks")).toBe(i);
      yield* weights(ramp(`t${i}`, floats, i));
    }
  }
  const record = await writeCheckpoint(db, meta("large"), stream());
  expect(record.bytes).toBe(4 * (3 + tensors * floats));
  const firsts: number[] = [];
  for await (const { data } of readTensors(db, record, "weights")) firsts.push(data[0], data[data.length - 1]);
  const expected = Array.from({ length: tensors }, (_, i) => [i, i + floats - 1]).flat();
  expect(firsts).toEqual([0, 2, ...expected]);
});
