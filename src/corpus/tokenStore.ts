// Random access to an encoded corpus, a chunk at a time: from the database, or from memory for tests and tools.

import type { Database } from "../lib/database";
import { InputError, invariant } from "../lib/errors";
import { missingChunk } from "./corpusStore";
import { EncodingBuilder } from "./tokenChunks";
import type { EncodingRecord, TokenChunk, TokenStore } from "./types";

const CACHED_CHUNKS = 16; // about 2 MB of 16-bit tokens

/** Throws `encoding-missing` where the encoding is not (or no longer) in the database. */
export async function openTokenStore(database: Database, encodingId: string): Promise<TokenStore> {
  const stored = await database.get("encodings", encodingId);
  if (!stored) {
    throw new InputError(
      "encoding-missing",
      "This corpus is not encoded with this tokenizer any more: one of them was deleted. Encode it again.",
    );
  }
  const record = stored as EncodingRecord & typeof stored;
  const chunks = record.chunkFirstDocument.length - 1;
  const cache = new Map<number, Promise<TokenChunk>>(); // in order of last use

  async function load(index: number): Promise<TokenChunk> {
    const chunk = await database.get("tokenChunks", [encodingId, index]);
    if (!chunk) throw missingChunk("encoding", index, chunks);
    return chunk as TokenChunk;
  }

  async function readChunk(index: number): Promise<TokenChunk> {
    invariant(index >= 0 && index < chunks, `token chunk ${index} of ${chunks}`);
    const chunk = cache.get(index) ?? load(index);
    cache.delete(index);
    cache.set(index, chunk);
    if (cache.size > CACHED_CHUNKS) {
      const [oldest] = cache.keys();
      cache.delete(oldest);
    }
    // A failure is not remembered: the next attempt may succeed.
    return chunk.catch((error: unknown) => {
      cache.delete(index);
      throw error;
    });
  }

  return { record, readChunk };
}

/** A store over `documents[document][sentence][token]`, as if it had been encoded with a tokenizer whose [UNK] is 1. */
export function memoryTokenStore(
  documents: readonly (readonly ArrayLike<number>[])[],
  vocabSize: number,
  tokensPerChunk?: number,
): TokenStore {
  const chunks: TokenChunk[] = [];
  const source = { corpusId: "memory", tokenizerId: "memory", vocabSize, unkId: 1 };
  const builder = new EncodingBuilder(source, (chunk) => chunks.push(chunk), tokensPerChunk);
  for (const document of documents) {
    for (const sentence of document) builder.addSentence(sentence);
    builder.endDocument();
  }
  const record = builder.finish();
  return {
    record,
    readChunk: async (index) => {
      invariant(index in chunks, `token chunk ${index} of ${chunks.length}`);
      return chunks[index];
    },
  };
}
