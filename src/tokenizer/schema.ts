// The shape of a tokenizer in the database, checked when it is read: the page may be older or newer than its records.

import { z } from "zod";
import { StudioError } from "../lib/errors";
import type { TokenizerRecord } from "./types";

const definitionSchema = z.object({
  vocab: z.array(z.string()),
  modelVocabSize: z.int().min(0).optional(),
  normalizer: z.object({
    cleanText: z.boolean(),
    handleChineseChars: z.boolean(),
    stripAccents: z.boolean().nullable(),
    lowercase: z.boolean(),
  }),
  addedTokens: z.array(
    z.object({
      id: z.int().min(0),
      content: z.string(),
      singleWord: z.boolean(),
      lstrip: z.boolean(),
      rstrip: z.boolean(),
      normalized: z.boolean(),
      special: z.boolean(),
    }),
  ),
  unkToken: z.string(),
  padToken: z.string(),
  clsToken: z.string(),
  sepToken: z.string(),
  maskToken: z.string(),
  maxInputCharsPerWord: z.int().min(0),
});

const recordSchema: z.ZodType<TokenizerRecord> = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  vocabSize: z.int(),
  definition: definitionSchema,
});

/** Throws `tokenizer-damaged` when the stored data is no tokenizer. */
export function parseTokenizerRecord(stored: unknown): TokenizerRecord {
  const result = recordSchema.safeParse(stored);
  if (result.success) return result.data;
  throw new StudioError(
    "storage",
    "tokenizer-damaged",
    "A tokenizer in this browser's storage cannot be read; it was written by another version or is damaged. " +
      "Delete it, then train or load the tokenizer again.",
    z.prettifyError(result.error),
  );
}
