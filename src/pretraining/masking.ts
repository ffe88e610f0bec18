// Chooses the positions to predict and hides them (specification 2.3, google).

import type { Draws } from "../lib/random";
import type { ExampleOptions, ExampleVocabulary } from "./types";

type MaskingOptions = Pick<ExampleOptions, "maskedLmProb" | "maxPredictionsPerSeq" | "wholeWordMasking">;

export interface Masking {
  maskedIds: number[];
  /** Ascending; the ids to predict there are those of the tokens given. */
  maskedPositions: number[];
}

/** Hides part of `tokenIds`, which is [CLS] ... [SEP] with both counted: 80% [MASK], 10% any entry, 10% as they are. */
export function maskTokens(
  tokenIds: readonly number[],
  vocabulary: ExampleVocabulary,
  options: MaskingOptions,
  draws: Pick<Draws, "uniform" | "integer" | "shuffle">,
): Masking {
  const limit = predictionCount(tokenIds.length, options);
  const chosen: number[] = [];
  for (const group of draws.shuffle(maskingGroups(tokenIds, vocabulary, options.wholeWordMasking))) {
    if (chosen.length === limit) break;
    if (chosen.length + group.length <= limit) chosen.push(...group);
  }
  const maskedIds = [...tokenIds];
  for (const position of chosen) {
    if (draws.uniform() < 0.8) maskedIds[position] = vocabulary.special.mask;
    else if (draws.uniform() >= 0.5) maskedIds[position] = draws.integer(0, vocabulary.vocabSize - 1);
  }
  return { maskedIds, maskedPositions: chosen.sort((a, b) => a - b) };
}

/** The share of all positions, at least one, halves rounded to even as Python does. */
export function predictionCount(
  length: number,
  { maskedLmProb, maxPredictionsPerSeq }: Omit<MaskingOptions, "wholeWordMasking">,
): number {
  return Math.min(maxPredictionsPerSeq, Math.max(1, roundHalfToEven(length * maskedLmProb)));
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor === 0.5) return floor + (floor % 2);
  return Math.round(x);
}

/** Positions that are masked together: single ones, or a piece with all its continuations (as google, even across [SEP]). */
function maskingGroups(
  tokenIds: readonly number[],
  { special, isContinuation }: ExampleVocabulary,
  wholeWords: boolean,
): number[][] {
  const groups: number[][] = [];
  tokenIds.forEach((id, position) => {
    if (id === special.cls || id === special.sep) return;
    if (wholeWords && isContinuation[id] === 1 && groups.length > 0) groups[groups.length - 1].push(position);
    else groups.push([position]);
  });
  return groups;
}
