// What the database holds, as lists: corpora, tokenizers, encodings, runs and checkpoints, newest first.

import { create } from "zustand";
import { deleteCheckpoint, listCheckpoints } from "../checkpoints/checkpointStore";
import type { CheckpointRecord } from "../checkpoints/types";
import type { CorpusRecord, EncodingRecord } from "../corpus/types";
import { deleteRun, listRuns } from "../runs/runStore";
import type { RunRecord } from "../runs/types";
import type { TokenizerRecord } from "../tokenizer/types";
import { runJob } from "./jobs";
import { corpusClient, studioDatabase } from "./workers";

interface CatalogueState {
  loaded: boolean;
  corpora: CorpusRecord[];
  tokenizers: TokenizerRecord[];
  encodings: EncodingRecord[];
  runs: RunRecord[];
  checkpoints: CheckpointRecord[];
}

export const useCatalogue = create<CatalogueState>(() => ({
  loaded: false,
  corpora: [],
  tokenizers: [],
  encodings: [],
  runs: [],
  checkpoints: [],
}));

const newestFirst = <T extends { createdAt: number }>(records: T[]) =>
  [...records].sort((a, b) => b.createdAt - a.createdAt);

async function readTexts() {
  const { corpora, tokenizers, encodings } = await corpusClient.request("listCorpora", null);
  return { corpora: newestFirst(corpora), tokenizers: newestFirst(tokenizers), encodings };
}

async function readModels() {
  const database = await studioDatabase();
  const [runs, checkpoints] = await Promise.all([listRuns(database), listCheckpoints(database)]);
  return { runs: newestFirst(runs), checkpoints: newestFirst(checkpoints) };
}

export function loadCatalogue(): Promise<unknown> {
  return runJob("catalogue", "Opening the studio", async () => {
    const [texts, models] = await Promise.all([readTexts(), readModels()]);
    useCatalogue.setState({ loaded: true, ...texts, ...models });
  });
}

export async function refreshTexts(): Promise<void> {
  useCatalogue.setState(await readTexts());
}

export async function refreshModels(): Promise<void> {
  useCatalogue.setState(await readModels());
}

export function removeCorpus(corpusId: string): Promise<unknown> {
  return runJob("library", "Deleting the corpus", async () => {
    await corpusClient.request("deleteCorpus", { corpusId });
    await refreshTexts();
  });
}

export function removeRun(runId: string): Promise<unknown> {
  return runJob("library", "Deleting the run", async () => {
    await deleteRun(await studioDatabase(), runId);
    await refreshModels();
  });
}

export function removeCheckpoint(checkpointId: string): Promise<unknown> {
  return runJob("library", "Deleting the checkpoint", async () => {
    await deleteCheckpoint(await studioDatabase(), checkpointId);
    await refreshModels();
  });
}
