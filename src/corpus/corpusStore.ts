// Corpora in the database: text in chunks of whole documents, and a record that is written last, so that whatever is
// listed is complete.

import { InputError, StudioError } from "../lib/errors";
import { chunksOf, type Database } from "../lib/database";
import { chunkOwners, whileNobodyWrites, writeChunks } from "./chunkStores";
import { readCorpus, type ReadHooks } from "./readCorpus";
import type { CorpusInput, CorpusRecord, Document, ReadOptions, TextChunk } from "./types";

const CHARACTERS_PER_CHUNK = 1_000_000; // UTF-16 units

export interface IngestRequest {
  name: string;
  inputs: readonly CorpusInput[];
  options: ReadOptions;
}

/** Reads `inputs` into the database. When it fails or is cancelled, nothing of it stays. */
export async function ingestCorpus(
  database: Database,
  { name, inputs, options }: IngestRequest,
  hooks: ReadHooks = {},
): Promise<CorpusRecord> {
  const id = crypto.randomUUID();
  return writeChunks(database, "textChunks", id, async () => {
    let documents: Document[] = [];
    let characters = 0;
    let chunks = 0;

    async function flush(): Promise<void> {
      const chunk: TextChunk = { documents };
      await database.put("textChunks", chunk, [id, chunks++]);
      documents = [];
      characters = 0;
    }

    const sink = (document: Document) => {
      documents.push(document);
      for (const sentence of document) characters += sentence.length;
      return characters >= CHARACTERS_PER_CHUNK ? flush() : undefined;
    };
    const report = await readCorpus(inputs, options, sink, hooks);
    if (documents.length > 0) await flush();
    const record: CorpusRecord = { id, name, createdAt: Date.now(), report, chunks };
    await database.put("corpora", { ...record });
    return record;
  });
}

/** Throws `corpus-missing`. */
export async function getCorpus(database: Database, corpusId: string): Promise<CorpusRecord> {
  const record = await database.get("corpora", corpusId);
  if (!record) {
    throw new InputError(
      "corpus-missing",
      "This corpus is no longer in the browser's storage. Choose its files again.",
    );
  }
  return record as CorpusRecord & typeof record;
}

/** The documents of a corpus in order, a chunk at a time. */
export async function* readDocuments(
  database: Database,
  corpusId: string,
): AsyncGenerator<Document[], void, undefined> {
  const { chunks } = await getCorpus(database, corpusId);
  for (let number = 0; number < chunks; number++) {
    const chunk = await database.get("textChunks", [corpusId, number]);
    if (!chunk) throw missingChunk("corpus", number, chunks);
    yield (chunk as TextChunk).documents;
  }
}

/** A chunk that its record promises is not there. */
export function missingChunk(what: string, number: number, chunks: number): StudioError {
  return new StudioError(
    "storage",
    "storage-chunk-missing",
    `Part ${number + 1} of ${chunks} of this ${what} is missing from the browser's storage. ` +
      "Perhaps it was deleted in another tab; delete the corpus and read it again.",
  );
}

/** Complete corpora, newest first. */
export async function listCorpora(database: Database): Promise<CorpusRecord[]> {
  const records = (await database.getAll("corpora")).map((record) => record as CorpusRecord & typeof record);
  return records.sort((a, b) => b.createdAt - a.createdAt);
}

/** Deletes a corpus with its text, its encodings and their tokens, all at once. */
export async function deleteCorpus(database: Database, corpusId: string): Promise<void> {
  const transaction = database.transaction(["corpora", "textChunks", "encodings", "tokenChunks"], "readwrite");
  const encodings = transaction.objectStore("encodings");
  for (const { id, corpusId: owner } of await encodings.getAll()) {
    if (owner !== corpusId) continue;
    await encodings.delete(id);
    await transaction.objectStore("tokenChunks").delete(chunksOf(id));
  }
  await transaction.objectStore("textChunks").delete(chunksOf(corpusId));
  await transaction.objectStore("corpora").delete(corpusId);
  await transaction.done;
}

/** Removes chunks and encodings that a closed tab or a crash left behind. Does nothing while some tab is writing. */
export async function removeOrphans(database: Database): Promise<void> {
  await whileNobodyWrites(async () => {
    const corpora = new Set(await database.getAllKeys("corpora"));
    for (const { id, corpusId } of await database.getAll("encodings")) {
      if (typeof corpusId !== "string" || !corpora.has(corpusId)) await database.delete("encodings", id);
    }
    const encodings = new Set(await database.getAllKeys("encodings"));
    for (const owner of await chunkOwners(database, "textChunks")) {
      if (!corpora.has(owner)) await database.delete("textChunks", chunksOf(owner));
    }
    for (const owner of await chunkOwners(database, "tokenChunks")) {
      if (!encodings.has(owner)) await database.delete("tokenChunks", chunksOf(owner));
    }
  });
}
