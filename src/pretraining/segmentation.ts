// Cuts documents into examples (specification 2.2, google's create_pretraining_data, and doc-sentences of 2.6). An example
// is two runs of tokens: the sentences of a document lie side by side, so that joining them copies nothing and
// truncation only moves an end.

import type { Draws } from "../lib/random";
import type { DocumentSet } from "./documentSet";
import type { ExampleOptions } from "./types";

/** Tokens aStart to aEnd and bStart to bEnd of a DocumentSet, ends excluded; B is empty without sentence pairs. */
export interface Segments {
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
  nextSentenceLabel: 0 | 1 | null;
}

type SegmentOptions = Pick<ExampleOptions, "maxSeqLength" | "shortSeqProb">;
type SegmentDraws = Pick<Draws, "uniform" | "integer">;

const PARTNER_DRAWS = 10;

/** All sentence pairs of document `d`. Random second segments come from the other documents of `set`. */
export function sentencePairs(set: DocumentSet, d: number, options: SegmentOptions, draws: SegmentDraws): Segments[] {
  const { documentStarts, sentenceStarts } = set;
  const maxTokens = options.maxSeqLength - 3; // [CLS] A [SEP] B [SEP]
  const target = drawTarget(maxTokens, options.shortSeqProb, draws);
  const end = documentStarts[d + 1];
  const pairs: Segments[] = [];
  let first = documentStarts[d];
  while (first < end) {
    let last = first + 1; // the chunk is the sentences first to last - 1
    while (last < end && sentenceStarts[last] - sentenceStarts[first] < target) last++;
    const middle = last - first === 1 ? last : first + draws.integer(1, last - first - 1);
    const isRandom = last - first === 1 || draws.uniform() < 0.5;
    const aStart = sentenceStarts[first];
    const aEnd = sentenceStarts[middle];
    const second = isRandom
      ? drawRandomSegment(set, d, target - (aEnd - aStart), draws)
      : { bStart: aEnd, bEnd: sentenceStarts[last] };
    const pair: Segments = { aStart, aEnd, ...second, nextSentenceLabel: isRandom ? 1 : 0 };
    truncatePair(pair, maxTokens, draws);
    pairs.push(pair);
    first = isRandom ? middle : last; // sentences that a random segment displaced go into the next pair
  }
  return pairs;
}

/** From a random sentence of another document on, until there are `target` tokens or the document ends. */
function drawRandomSegment(
  { numbers, documentStarts, sentenceStarts }: DocumentSet,
  d: number,
  target: number,
  draws: SegmentDraws,
): Pick<Segments, "bStart" | "bEnd"> {
  let partner = d;
  for (let draw = 0; draw < PARTNER_DRAWS && partner === d; draw++) partner = draws.integer(0, numbers.length - 1);
  const end = documentStarts[partner + 1];
  const first = documentStarts[partner] + draws.integer(0, end - documentStarts[partner] - 1);
  let last = first + 1;
  while (last < end && sentenceStarts[last] - sentenceStarts[first] < target) last++;
  return { bStart: sentenceStarts[first], bEnd: sentenceStarts[last] };
}

/** Takes single tokens off the longer segment (B on ties), each from the front or the back by a coin of its own. */
export function truncatePair(pair: Segments, maxTokens: number, draws: SegmentDraws): void {
  let lengthA = pair.aEnd - pair.aStart;
  let lengthB = pair.bEnd - pair.bStart;
  while (lengthA + lengthB > maxTokens) {
    const front = draws.uniform() < 0.5;
    if (lengthA > lengthB) {
      if (front) pair.aStart++;
      else pair.aEnd--;
      lengthA--;
    } else {
      if (front) pair.bStart++;
      else pair.bEnd--;
      lengthB--;
    }
  }
}

/** Whole sentences of document `d`, as many as fit: [CLS] A [SEP]. A sentence too long by itself keeps a random run. */
export function fullSentences(set: DocumentSet, d: number, options: SegmentOptions, draws: SegmentDraws): Segments[] {
  const { documentStarts, sentenceStarts } = set;
  const maxTokens = options.maxSeqLength - 2; // [CLS] A [SEP]
  const target = drawTarget(maxTokens, options.shortSeqProb, draws);
  const end = documentStarts[d + 1];
  const examples: Segments[] = [];
  let first = documentStarts[d];
  while (first < end) {
    let last = first + 1;
    while (last < end && sentenceStarts[last + 1] - sentenceStarts[first] <= target) last++;
    const length = sentenceStarts[last] - sentenceStarts[first];
    const aStart = sentenceStarts[first] + (length > maxTokens ? draws.integer(0, length - maxTokens) : 0);
    const aEnd = aStart + Math.min(length, maxTokens);
    examples.push({ aStart, aEnd, bStart: aEnd, bEnd: aEnd, nextSentenceLabel: null });
    first = last;
  }
  return examples;
}

/** Tokens to aim for, drawn once a document: as many as fit, but now and then fewer. */
function drawTarget(maxTokens: number, shortSeqProb: number, draws: SegmentDraws): number {
  return draws.uniform() < shortSeqProb ? draws.integer(2, maxTokens) : maxTokens;
}
