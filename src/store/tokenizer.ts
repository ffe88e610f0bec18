// The Tokenizer place: train a vocabulary or load one, encode the corpus with it, and try it on any text.

import { create } from "zustand";
import type { EncodingRecord } from "../corpus/types";
import type { Piece, TokenizerRecord } from "../tokenizer/types";
import { refreshTexts } from "./catalogue";
import { currentVocabularyOptions } from "./config";
import { readSample } from "./corpus";
import type { NamedFile } from "./droppedFiles";
import { runJob, useJobs } from "./jobs";
import { selected, selectTokenizer } from "./selection";
import { corpusClient } from "./workers";

/** Trains a vocabulary on a corpus that was read, and selects it. */
export function trainVocabulary(corpusId: string): Promise<TokenizerRecord | undefined> {
  return runJob("trainVocabulary", "Counting words", async ({ signal, report }) => {
    const options = currentVocabularyOptions();
    const tokenizer = await corpusClient.request(
      "trainVocabulary",
      { corpusId, options },
      { signal, onProgress: report },
    );
    await refreshTexts();
    selectTokenizer(tokenizer.id);
    return tokenizer;
  });
}

/** Trains a vocabulary on the chosen corpus, reading the sample first if nothing was read, and encodes with it. */
export async function prepareVocabulary(): Promise<void> {
  const corpus = selected().corpus ?? (await readSample());
  if (corpus && (await trainVocabulary(corpus.id))) await encodeSelected();
}

export function loadTokenizer(files: NamedFile[]): Promise<TokenizerRecord | undefined> {
  return runJob("loadTokenizer", "Reading the tokenizer", async ({ signal }) => {
    const tokenizer = await corpusClient.request("loadTokenizer", { files }, { signal });
    await refreshTexts();
    selectTokenizer(tokenizer.id);
    return tokenizer;
  });
}

export function encodeCorpus(corpusId: string, tokenizerId: string): Promise<EncodingRecord | undefined> {
  return runJob("encodeCorpus", "Encoding", async ({ signal, report }) => {
    const params = { corpusId, tokenizerId };
    const encoding = await corpusClient.request("encodeCorpus", params, { signal, onProgress: report });
    await refreshTexts();
    return encoding;
  });
}

/** Encodes the chosen corpus with the chosen tokenizer unless that was done before or is being done. */
export async function encodeSelected(): Promise<EncodingRecord | undefined> {
  const { corpus, tokenizer, encoding } = selected();
  if (encoding || !corpus || !tokenizer || useJobs.getState().jobs.encodeCorpus) return encoding;
  return encodeCorpus(corpus.id, tokenizer.id);
}

// --- trying it ------------------------------------------------------------------------------------------------------------

interface TrialState {
  text: string;
  pieces: Piece[];
}

export const useTrial = create<TrialState>(() => ({ text: "", pieces: [] }));

export async function tryTokenizer(tokenizerId: string, text: string): Promise<void> {
  useTrial.setState({ text });
  const pieces = await runJob("tokenize", "Cutting", ({ signal }) =>
    corpusClient.request("tokenize", { tokenizerId, text }, { signal }),
  );
  if (pieces && useTrial.getState().text === text) useTrial.setState({ pieces });
}
