// Checkpoints in IndexedDB: bytes in chunks, written as they fill, and the record last, so that what is listed is whole.
// A writer holds a lock named after its checkpoint, by which the sweep of orphans tells work under way from wreckage.

import { elementCount, parameterCount, type NamedTensor } from "../bert/parameters";
import { STATE_PARTS, type StatePart } from "../engine/engine";
import { chunksOf, type Database } from "../lib/database";
import { invariant, StudioError } from "../lib/errors";
import { cachedChunks, CHUNK_BYTES, chunkWriter, readRange, type ReadChunk } from "./chunks";
import { checkpointRecordSchema } from "./schema";
import type { CheckpointMeta, CheckpointRecord, TensorEntry } from "./types";

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

const lockName = (id: string) => `cloze-studio-checkpoint-${id}`;

/** A tensor and the part of the training state that it belongs to. */
export interface StateTensor {
  part: StatePart;
  tensor: NamedTensor;
}

/**
 * Stores a checkpoint. Nothing of it stays when `tensors` throws, is cancelled, or the storage is full
 * (`storage-full`).
 */
export async function writeCheckpoint(
  db: Database,
  meta: CheckpointMeta,
  tensors: AsyncIterable<StateTensor> | Iterable<StateTensor>,
): Promise<CheckpointRecord> {
  return navigator.locks.request(lockName(meta.id), async () => {
    const taken = await db.getKey("checkpoints", meta.id);
    invariant(taken === undefined, `the checkpoint ${meta.id} is already written`);
    try {
      const contents = await writeTensors(db, meta.id, tensors);
      const record: CheckpointRecord = { ...meta, ...contents, chunkBytes: CHUNK_BYTES };
      const transaction = db.transaction("checkpoints", "readwrite");
      transaction.store.add({ ...record }).catch(() => {}); // transaction.done tells why it failed
      await transaction.done;
      return record;
    } catch (error) {
      await db.delete("checkpointChunks", chunksOf(meta.id)).catch(() => {}); // then the sweep will
      throw isQuotaExceeded(error) ? storageFull(meta, error) : error;
    }
  });
}

async function writeTensors(db: Database, id: string, tensors: AsyncIterable<StateTensor> | Iterable<StateTensor>) {
  const writer = chunkWriter(async (index, bytes) => {
    const transaction = db.transaction("checkpointChunks", "readwrite");
    transaction.store.put(bytes, [id, index]).catch(() => {});
    await transaction.done;
  });
  const entries: TensorEntry[] = [];
  for await (const { part, tensor } of tensors) {
    const { name, shape, data } = tensor;
    invariant(
      data.length === elementCount(shape),
      `${name} has ${data.length} values for the shape [${shape.join(", ")}]`,
    );
    entries.push({ part, name, shape: [...shape], offset: writer.bytes });
    await writer.append(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return { entries, bytes: writer.bytes, chunks: await writer.finish() };
}

/** Random access to the bytes of a checkpoint. Throws `checkpoint-damaged` where a chunk is missing or cut short. */
export interface CheckpointReader {
  tensor(entry: TensorEntry): Promise<NamedTensor>;
  /** A tensor's float32 values as bytes, at most a chunk at a time. */
  bytes(entry: TensorEntry): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

export function checkpointReader(db: Database, record: CheckpointRecord): CheckpointReader {
  const read = cachedChunks(storedChunks(db, record));
  const byteLength = ({ shape }: TensorEntry) => elementCount(shape) * FLOAT_BYTES;
  const bytes = (entry: TensorEntry) =>
    readRange(read, entry.offset, entry.offset + byteLength(entry), record.chunkBytes);

  async function tensor(entry: TensorEntry): Promise<NamedTensor> {
    const whole = new Uint8Array(byteLength(entry));
    let filled = 0;
    for await (const piece of bytes(entry)) {
      whole.set(piece, filled);
      filled += piece.length;
    }
    return { name: entry.name, shape: entry.shape, data: new Float32Array(whole.buffer) };
  }

  return { tensor, bytes };
}

/** The tensors of a part, one at a time, in the order in which they were written. */
export async function* readTensors(
  db: Database,
  record: CheckpointRecord,
  part: StatePart,
): AsyncGenerator<NamedTensor, void, undefined> {
  const reader = checkpointReader(db, record);
  for (const entry of record.entries) {
    if (entry.part === part) yield await reader.tensor(entry);
  }
}

/** Whether it holds all that going on with training needs. */
export function isResumable(record: CheckpointRecord): boolean {
  return record.training !== null && STATE_PARTS.every((part) => record.entries.some((entry) => entry.part === part));
}

/** Newest first. */
export async function listCheckpoints(db: Database): Promise<CheckpointRecord[]> {
  const records = (await db.getAll("checkpoints")).map(parseRecord);
  return records.sort((a, b) => b.createdAt - a.createdAt);
}

/** Throws `checkpoint-missing`. */
export async function getCheckpoint(db: Database, id: string): Promise<CheckpointRecord> {
  const record = await db.get("checkpoints", id);
  if (record === undefined) {
    throw new StudioError(
      "storage",
      "checkpoint-missing",
      "This checkpoint is no longer in the browser's storage: it was deleted, perhaps in another tab. Choose another one.",
      id,
    );
  }
  return parseRecord(record);
}

export async function deleteCheckpoint(db: Database, id: string): Promise<void> {
  const transaction = db.transaction(["checkpoints", "checkpointChunks"], "readwrite");
  await Promise.all([
    transaction.objectStore("checkpoints").delete(id),
    transaction.objectStore("checkpointChunks").delete(chunksOf(id)),
    transaction.done,
  ]);
}

/** Deletes all but the `keep` newest automatic checkpoints of a run. Those made by hand, by a pause or an end stay. */
export async function pruneAutomatic(db: Database, runId: string, keep: number): Promise<void> {
  const automatic = (await listCheckpoints(db)).filter(
    ({ reason, training }) => reason === "automatic" && training?.runId === runId,
  );
  for (const { id } of automatic.slice(keep)) await deleteCheckpoint(db, id);
}

/** Deletes the chunks that a crash left without a record, and answers of how many checkpoints. */
export async function removeOrphanChunks(db: Database): Promise<number> {
  const owners = new Set((await db.getAllKeys("checkpointChunks")).map(([id]) => id));
  let removed = 0;
  for (const id of owners) {
    await navigator.locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
      if (lock === null || (await db.getKey("checkpoints", id)) !== undefined) return;
      await db.delete("checkpointChunks", chunksOf(id));
      removed++;
    });
  }
  return removed;
}

function parseRecord(stored: { id: string }): CheckpointRecord {
  const { success, data, error } = checkpointRecordSchema.safeParse(stored);
  if (success) return data;
  throw new StudioError(
    "storage",
    "checkpoint-damaged",
    `The description of the checkpoint ${stored.id} in the browser's storage is not one that this studio writes. ` +
      "It was saved by another version; open that one.",
    error.message,
  );
}

function storedChunks(db: Database, { id, name, bytes, chunkBytes }: CheckpointRecord): ReadChunk {
  return async (index) => {
    let chunk: unknown;
    let detail: string | undefined;
    try {
      chunk = await db.get("checkpointChunks", [id, index]);
    } catch (error) {
      detail = String(error); // the browser lost the file behind the value
    }
    const expected = Math.min(chunkBytes, bytes - index * chunkBytes);
    if (isBytes(chunk) && chunk.length === expected) return chunk;
    throw new StudioError(
      "storage",
      "checkpoint-damaged",
      `The checkpoint “${name}” is damaged: a piece of its bytes is missing from the browser's storage. ` +
        "Delete it and go on from another checkpoint.",
      detail ?? `chunk ${index} of ${id}`,
    );
  };
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array;
}

function isQuotaExceeded(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

function storageFull(meta: CheckpointMeta, cause: unknown): StudioError {
  const parts = meta.training === null ? 1 : STATE_PARTS.length;
  const bytes = parts * parameterCount(meta.model) * FLOAT_BYTES;
  const megabytes = `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
  return new StudioError(
    "storage",
    "storage-full",
    `The checkpoint “${meta.name}” needs ${megabytes}, and the browser's storage for this page is full. ` +
      "Delete old checkpoints or corpora, then save again; nothing half-written was kept.",
    String(cause),
  );
}
