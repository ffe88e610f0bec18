// Pretraining examples as plain typed arrays (specification 2). Ids are token ids, positions count from [CLS] = 0.

import { z } from "zod";
import type { SpecialTokenIds } from "../tokenizer/types";

export const exampleOptionsSchema = z.object({
  maxSeqLength: z.int().min(8), // S
  maskedLmProb: z.number().gt(0).lt(1),
  maxPredictionsPerSeq: z.int().min(1), // P
  wholeWordMasking: z.boolean(),
  shortSeqProb: z.number().min(0).max(1),
  /** Sentence pairs with a next-sentence label, or full sentences with masked words only. */
  nextSentencePrediction: z.boolean(),
  heldOutFraction: z.number().min(0).max(0.5), // of documents
});
export type ExampleOptions = z.infer<typeof exampleOptionsSchema>;

/** What building examples asks of a tokenizer. */
export interface ExampleVocabulary {
  special: SpecialTokenIds;
  vocabSize: number;
  isContinuation: Uint8Array; // by id, 1 where the piece goes on with the word before it ("##ing")
}

/** A fixed-shape batch: B examples of S positions with room for P predictions each. Padding is id `pad`, mask 0, weight 0. */
export interface Batch {
  batchSize: number; // B
  seqLength: number; // S
  maxPredictions: number; // P
  inputIds: Int32Array; // [B, S], after masking
  attentionMask: Int32Array; // [B, S], 1 on real tokens
  tokenTypeIds: Int32Array; // [B, S]
  maskedLmPositions: Int32Array; // [B, P], ascending within an example, 0 where padded
  maskedLmIds: Int32Array; // [B, P], the original ids
  maskedLmWeights: Float32Array; // [B, P], 1 real, 0 padded
  nextSentenceLabels: Int32Array | null; // [B], 0 = B follows A, 1 = B is random; null without sentence pairs
}

/** Where the next example lies. Plain data, part of a checkpoint. */
export interface ExampleCursor {
  epoch: number;
  window: number; // within the epoch
  index: number; // within the window
}

/** One example, for display. */
export interface PretrainingExample {
  tokenIds: number[]; // [CLS] A [SEP] B [SEP], before masking
  maskedIds: number[]; // after masking
  tokenTypeIds: number[];
  maskedPositions: number[];
  nextSentenceLabel: 0 | 1 | null;
}
