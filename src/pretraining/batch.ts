// Examples laid out as the fixed-shape arrays that an engine reads (specification 2.3, padded record fields).

import type { Batch, ExampleOptions, PretrainingExample } from "./types";

type BatchShape = Pick<ExampleOptions, "maxSeqLength" | "maxPredictionsPerSeq" | "nextSentencePrediction">;

export function assembleBatch(examples: readonly PretrainingExample[], shape: BatchShape, padId: number): Batch {
  const B = examples.length;
  const S = shape.maxSeqLength;
  const P = shape.maxPredictionsPerSeq;
  const inputIds = new Int32Array(B * S).fill(padId); // [B, S]
  const attentionMask = new Int32Array(B * S); // [B, S]
  const tokenTypeIds = new Int32Array(B * S); // [B, S]
  const maskedLmPositions = new Int32Array(B * P); // [B, P]
  const maskedLmIds = new Int32Array(B * P); // [B, P]
  const maskedLmWeights = new Float32Array(B * P); // [B, P]
  const nextSentenceLabels = shape.nextSentencePrediction ? new Int32Array(B) : null; // [B]
  examples.forEach((example, row) => {
    inputIds.set(example.maskedIds, row * S);
    attentionMask.fill(1, row * S, row * S + example.maskedIds.length);
    tokenTypeIds.set(example.tokenTypeIds, row * S);
    maskedLmPositions.set(example.maskedPositions, row * P);
    example.maskedPositions.forEach((position, i) => {
      maskedLmIds[row * P + i] = example.tokenIds[position];
      maskedLmWeights[row * P + i] = 1;
    });
    if (nextSentenceLabels) nextSentenceLabels[row] = example.nextSentenceLabel ?? 0;
  });
  return {
    batchSize: B,
    seqLength: S,
    maxPredictions: P,
    inputIds,
    attentionMask,
    tokenTypeIds,
    maskedLmPositions,
    maskedLmIds,
    maskedLmWeights,
    nextSentenceLabels,
  };
}
