// One pass over the training or over the held-out documents, window by window. A window is some chunks of the corpus in
// keyed order: its documents are cut into examples, with random partners among themselves, and shuffled. Memory holds a
// window, never the corpus; a corpus of one window is cut and shuffled exactly as google's tool does it.

import type { TokenStore } from "../corpus/types";
import { keyedDraws } from "../lib/random";
import { gatherDocuments, type DocumentSet } from "./documentSet";
import { fullSentences, sentencePairs, type Segments } from "./segmentation";
import type { ExampleOptions } from "./types";

export interface Pass {
  seed: number;
  epoch: number;
  chunksPerWindow: number;
  /** Whether a document, by its number, belongs to this pass. */
  includes: (document: number) => boolean;
}

/** Examples in the order in which they are visited, as ranges of `documents.tokens`. */
export interface ExampleWindow {
  documents: DocumentSet;
  segments: Segments[];
}

export function windowCount(store: TokenStore, { chunksPerWindow }: Pick<Pass, "chunksPerWindow">): number {
  return Math.max(1, Math.ceil((store.record.chunkFirstDocument.length - 1) / chunksPerWindow));
}

export async function readWindow(
  store: TokenStore,
  options: ExampleOptions,
  pass: Pass,
  window: number,
): Promise<ExampleWindow> {
  const { seed, epoch } = pass;
  const documents = await gatherDocuments(store, windowChunks(store, pass, window), pass.includes);
  const cut = options.nextSentencePrediction ? sentencePairs : fullSentences;
  const segments = documents.numbers.flatMap((number, d) =>
    cut(documents, d, options, keyedDraws(seed, "segmentation", epoch, number)),
  );
  keyedDraws(seed, "exampleOrder", epoch, window).shuffle(segments);
  return { documents, segments };
}

/** Every chunk falls into one window of the epoch; the windows differ by one chunk at most. */
function windowChunks(store: TokenStore, pass: Pass, window: number): number[] {
  const chunks = store.record.chunkFirstDocument.length - 1;
  const order = keyedDraws(pass.seed, "documentOrder", pass.epoch).shuffle(Array.from({ length: chunks }, (_, i) => i));
  const windows = windowCount(store, pass);
  return order.slice(Math.floor((window * chunks) / windows), Math.floor(((window + 1) * chunks) / windows));
}
