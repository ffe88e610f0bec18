// A part of the corpus in memory: some documents out of some chunks, copied together so that the chunks can go.

import type { TokenChunk, TokenStore } from "../corpus/types";
import { StudioError } from "../lib/errors";

/** Documents d with sentences documentStarts[d] to documentStarts[d + 1], and so on down to tokens. */
export interface DocumentSet {
  /** Corpus-wide number of each document. */
  numbers: number[];
  documentStarts: number[]; // [documents + 1]
  sentenceStarts: number[]; // [sentences + 1]
  tokens: Uint32Array;
}

/** Copies the documents that `keep` wants out of `chunks`, one chunk in memory at a time. Leaves out what has no tokens. */
export async function gatherDocuments(
  store: TokenStore,
  chunks: readonly number[],
  keep: (document: number) => boolean,
): Promise<DocumentSet> {
  const numbers: number[] = [];
  const documentStarts = [0];
  const sentenceStarts = [0];
  const pieces: (Uint16Array | Uint32Array)[] = [];
  let length = 0;
  for (const index of chunks) {
    const chunk = await store.readChunk(index);
    checkChunk(store, index, chunk);
    for (let d = 0; d + 1 < chunk.documentStarts.length; d++) {
      const number = store.record.chunkFirstDocument[index] + d;
      if (!keep(number)) continue;
      const [first, end] = [chunk.documentStarts[d], chunk.documentStarts[d + 1]];
      const [from, to] = [chunk.sentenceStarts[first], chunk.sentenceStarts[end]];
      if (from === to) continue;
      for (let s = first; s < end; s++) {
        const sentenceEnd = length + chunk.sentenceStarts[s + 1] - from;
        if (sentenceEnd > sentenceStarts[sentenceStarts.length - 1]) sentenceStarts.push(sentenceEnd);
      }
      pieces.push(chunk.tokens.slice(from, to));
      length += to - from;
      numbers.push(number);
      documentStarts.push(sentenceStarts.length - 1);
    }
  }
  const tokens = new Uint32Array(length);
  let offset = 0;
  for (const piece of pieces) {
    tokens.set(piece, offset);
    offset += piece.length;
  }
  return { numbers, documentStarts, sentenceStarts, tokens };
}

/** Chunks come out of the browser's storage: trust them no further than this. */
function checkChunk({ record }: TokenStore, index: number, chunk: TokenChunk): void {
  const { documentStarts, sentenceStarts, tokens } = chunk;
  const expected = record.chunkFirstDocument[index + 1] - record.chunkFirstDocument[index];
  const found = documentStarts.length - 1;
  if (
    found !== expected ||
    documentStarts[found] !== sentenceStarts.length - 1 ||
    sentenceStarts[sentenceStarts.length - 1] !== tokens.length
  ) {
    throw new StudioError(
      "storage",
      "corpus-damaged",
      `Part ${index + 1} of the encoded corpus holds ${found} documents and ${tokens.length} tokens, which do not fit ` +
        `its record (${expected} documents expected). Encode the corpus again.`,
    );
  }
}
