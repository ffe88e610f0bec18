// What the model believes: the likeliest words for a [MASK], and whether one sentence follows another.

import type { Engine, PredictionInput } from "../engine/engine";
import { InputError } from "../lib/errors";
import type { WordPieceTokenizer } from "../tokenizer/wordPiece";

export interface MaskPrediction {
  /** UTF-16 offset of the [MASK] in the text. */
  start: number;
  candidates: { token: string; id: number; probability: number }[];
}

/** The `topK` likeliest tokens for each [MASK] of `text`. Throws `no-mask` or `probe-too-long`. */
export async function fillMask(
  engine: Engine,
  tokenizer: WordPieceTokenizer,
  text: string,
  topK: number,
): Promise<MaskPrediction[]> {
  const { mask, cls, sep } = tokenizer.specialIds;
  const pieces = tokenizer.encodeWithOffsets(text);
  const masks = pieces.flatMap(({ id, start }, index) => (id === mask ? [{ start, position: index + 1 }] : []));
  if (masks.length === 0) {
    const { maskToken } = tokenizer.definition;
    throw new InputError(
      "no-mask",
      `The text has no ${maskToken}. Write ${maskToken} in the place of the word to guess.`,
    );
  }
  const ids = [cls, ...pieces.map(({ id }) => id), sep];
  checkLength(ids.length, engine);
  const input = predictionInput(ids, ids.map(() => 0)); // prettier-ignore
  const positions = masks.map(({ position }) => position);
  const logits = await engine.predictTokens(input, positions);
  const V = engine.config.vocabSize;
  return masks.map(({ start }, i) => ({
    start,
    candidates: likeliest(softmax(logits.subarray(i * V, (i + 1) * V)), Math.min(topK, tokenizer.vocabSize)).map(
      ({ id, probability }) => ({ id, probability, token: tokenizer.idToToken(id) }),
    ),
  }));
}

/** Probability that `second` follows `first` in the text. Throws `probe-empty` or `probe-too-long`. */
export async function scoreNextSentence(
  engine: Engine,
  tokenizer: WordPieceTokenizer,
  first: string,
  second: string,
): Promise<{ followsProbability: number }> {
  if (first.trim() === "" || second.trim() === "") {
    throw new InputError("probe-empty", "The score needs two sentences, but one of them is empty.");
  }
  const { ids, tokenTypeIds } = tokenizer.encodeForModel(first, second, Number.POSITIVE_INFINITY);
  checkLength(ids.length, engine);
  const [follows] = softmax(await engine.predictNextSentence(predictionInput(ids, tokenTypeIds)));
  return { followsProbability: follows };
}

function checkLength(length: number, { config: { maxPositionEmbeddings } }: Engine): void {
  if (length <= maxPositionEmbeddings) return;
  throw new InputError(
    "probe-too-long",
    `The text has ${length} tokens with its markers, but this model reads at most ${maxPositionEmbeddings}. Shorten it.`,
  );
}

function predictionInput(ids: number[], tokenTypeIds: number[]): PredictionInput {
  return {
    batchSize: 1,
    seqLength: ids.length,
    inputIds: Int32Array.from(ids),
    attentionMask: new Int32Array(ids.length).fill(1),
    tokenTypeIds: Int32Array.from(tokenTypeIds),
  };
}

function softmax(logits: Float32Array): Float64Array {
  const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = Float64Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((x) => x / sum);
}

function likeliest(probabilities: Float64Array, count: number): { id: number; probability: number }[] {
  const ids = Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a] || a - b);
  return ids.slice(0, count).map((id) => ({ id, probability: probabilities[id] }));
}
