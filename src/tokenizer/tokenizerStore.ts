// Tokenizers in the database, each under the hash of its definition, so that the same one is never kept twice.

import type { Database } from "../lib/database";
import { StudioError } from "../lib/errors";
import { parseTokenizerRecord } from "./schema";
import type { TokenizerDefinition, TokenizerRecord } from "./types";

export async function saveTokenizer(
  db: Database,
  name: string,
  definition: TokenizerDefinition,
): Promise<TokenizerRecord> {
  const id = await tokenizerId(definition);
  const transaction = db.transaction("tokenizers", "readwrite");
  const kept = await transaction.store.get(id);
  const record = kept
    ? parseTokenizerRecord(kept)
    : { id, name, createdAt: Date.now(), vocabSize: definition.vocab.length, definition };
  if (!kept) await transaction.store.put({ ...record });
  await transaction.done;
  return record;
}

/** Throws `tokenizer-missing` when it has been deleted. */
export async function getTokenizer(db: Database, id: string): Promise<TokenizerRecord> {
  const record = await db.get("tokenizers", id);
  if (record) return parseTokenizerRecord(record);
  throw new StudioError(
    "storage",
    "tokenizer-missing",
    `The tokenizer ${id} is not in this browser's storage any more. Train or load one again.`,
  );
}

/** Newest first. */
export async function listTokenizers(db: Database): Promise<TokenizerRecord[]> {
  const records = (await db.getAll("tokenizers")).map(parseTokenizerRecord);
  return records.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

export async function deleteTokenizer(db: Database, id: string): Promise<void> {
  await db.delete("tokenizers", id);
}

/** First 16 hex digits of the SHA-256 of the definition, whatever the order of its keys. */
async function tokenizerId(definition: TokenizerDefinition): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(definition));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
