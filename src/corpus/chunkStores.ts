// What the stores of this room share: records by owner, chunks removed with them, and a lock that tells chunks still
// being written from chunks that nobody will complete.

import { chunksOf, type Database } from "../lib/database";

const WRITING = "cloze-studio-corpus-writing";

type ChunkStore = "textChunks" | "tokenChunks";

/**
 * Runs `write`, which writes the chunks of `owner` and then its record; on any failure the chunks are removed. Two tabs
 * never write for the same owner at once.
 */
export async function writeChunks<T>(
  database: Database,
  store: ChunkStore,
  owner: string,
  write: () => Promise<T>,
): Promise<T> {
  async function writeOrRemove(): Promise<T> {
    try {
      return await write();
    } catch (error) {
      await database.delete(store, chunksOf(owner));
      throw error;
    }
  }
  return navigator.locks.request(WRITING, { mode: "shared" }, () =>
    navigator.locks.request(`${WRITING}/${owner}`, writeOrRemove),
  );
}

/** Runs `remove` unless some tab is writing just now; then nothing can be called an orphan. */
export async function whileNobodyWrites(remove: () => Promise<void>): Promise<void> {
  await navigator.locks.request(WRITING, { mode: "exclusive", ifAvailable: true }, async (lock) => {
    if (lock) await remove();
  });
}

/** Owners of the chunks in `store`, each once, without visiting every chunk. */
export async function chunkOwners(database: Database, store: ChunkStore): Promise<string[]> {
  const owners: string[] = [];
  let cursor = await database.transaction(store).store.openKeyCursor();
  while (cursor) {
    const [owner] = cursor.key;
    owners.push(owner);
    cursor = await cursor.continue([owner, Infinity]);
  }
  return owners;
}
