// The three workers and the database as the stores reach them. Nothing starts before it is first asked for.

import { openStudioDatabase, type Database } from "../lib/database";
import { createCorpusClient, createExchangeClient, createTrainingClient } from "../workers/client";

export const corpusClient = createCorpusClient();
export const trainingClient = createTrainingClient();
export const exchangeClient = createExchangeClient();

let opened: Promise<Database> | null = null;

/** The page's own connection, for lists and deletions. A refused opening is tried again at the next call. */
export function studioDatabase(): Promise<Database> {
  opened ??= openStudioDatabase().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}
