// The one IndexedDB database of the studio: what is in it, and how it is opened. Large things lie in chunk stores beside
// a small record that names them; a chunk without its record is garbage and may be deleted at any time.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { StudioError } from "./errors";

/** Rooms store their own plain records; the rooms that own a store give them their types. */
export interface StudioDatabase extends DBSchema {
  /** CorpusRecord by id (room: corpus). */
  corpora: { key: string; value: { id: string } & Record<string, unknown> };
  /** Sentence text: [corpusId, chunk number] (room: corpus). */
  textChunks: { key: [string, number]; value: unknown };
  /** EncodingRecord by id = `${corpusId}/${tokenizerId}` (room: corpus). */
  encodings: { key: string; value: { id: string } & Record<string, unknown> };
  /** TokenChunk: [encodingId, chunk number] (room: corpus). */
  tokenChunks: { key: [string, number]; value: unknown };
  /** TokenizerRecord by id, the hash of its definition (room: tokenizer). */
  tokenizers: { key: string; value: { id: string } & Record<string, unknown> };
  /** RunRecord by id (room: runs). */
  runs: { key: string; value: { id: string } & Record<string, unknown> };
  /** Rows of metrics: [runId, first step of the block, "train" | "eval"] (room: runs). */
  metrics: { key: [string, number, string]; value: unknown };
  /** CheckpointRecord by id: written last, so what is listed is complete (room: checkpoints). */
  checkpoints: { key: string; value: { id: string } & Record<string, unknown> };
  /** Bytes of tensors: [checkpointId, chunk number] (room: checkpoints). */
  checkpointChunks: { key: [string, number]; value: unknown };
}

export type Database = IDBPDatabase<StudioDatabase>;
export type StoreName =
  | "corpora"
  | "textChunks"
  | "encodings"
  | "tokenChunks"
  | "tokenizers"
  | "runs"
  | "metrics"
  | "checkpoints"
  | "checkpointChunks";

const NAME = "cloze-studio";
const VERSION = 1;

/** Opens (and if need be creates) the database. Throws `storage-unavailable` or `storage-newer`. */
export async function openStudioDatabase(name = NAME): Promise<Database> {
  try {
    return await openDB<StudioDatabase>(name, VERSION, {
      upgrade(database) {
        for (const store of ["corpora", "encodings", "tokenizers", "runs", "checkpoints"] as const) {
          database.createObjectStore(store, { keyPath: "id" });
        }
        for (const store of ["textChunks", "tokenChunks", "checkpointChunks", "metrics"] as const) {
          database.createObjectStore(store);
        }
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (error instanceof DOMException && error.name === "VersionError") {
      throw new StudioError(
        "storage",
        "storage-newer",
        "This browser holds data of a newer Cloze Studio than this page. Open the newer version; nothing was changed.",
        detail,
      );
    }
    throw new StudioError(
      "storage",
      "storage-unavailable",
      "The browser refused to open its storage (IndexedDB), where corpora and checkpoints live. " +
        "Leave private browsing or allow site data for this page, then reload.",
      detail,
    );
  }
}

/** The key range of all chunks that belong to `owner`. */
export function chunksOf(owner: string): IDBKeyRange {
  return IDBKeyRange.bound([owner], [owner, []]);
}
