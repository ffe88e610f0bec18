// The sets of code points that the huggingface BertNormalizer and BertPreTokenizer ask about (specification 1.2, 1.3).

import { DELETED, KEPT_MARKS, NONSPACING_MARKS, PUNCTUATION, UNDECOMPOSED } from "./unicodeTables";

/** Sorted runs of code points: [first, last, first, last, ...]. */
type CodePointSet = Uint32Array;

/** Decodes alternating gaps and lengths in base 36. */
function decodeRuns(encoded: string): CodePointSet {
  const numbers = encoded.split(" ");
  const runs = new Uint32Array(numbers.length);
  let end = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    runs[i] = end + parseInt(numbers[i], 36);
    end = runs[i] + parseInt(numbers[i + 1], 36);
    runs[i + 1] = end - 1;
  }
  return runs;
}

function hexRuns(text: string): CodePointSet {
  return Uint32Array.from(
    text.split(" ").flatMap((run) => {
      const [first, last = first] = run.split("-");
      return [parseInt(first, 16), parseInt(last, 16)];
    }),
  );
}

function contains(set: CodePointSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[2 * middle + 1] < codePoint) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && set[2 * low] <= codePoint;
}

const deleted = decodeRuns(DELETED);
const nonspacingMarks = decodeRuns(NONSPACING_MARKS);
const punctuation = decodeRuns(PUNCTUATION);
const undecomposed = decodeRuns(UNDECOMPOSED);
const keptMarks = KEPT_MARKS.map(decodeRuns);

// The property White_Space: settled in Unicode, so written out.
const whitespace = hexRuns("9-d 20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000");

// The gap from 2B820 to 2B91F is a slip of the library (2B920 for 2B820), kept because models were trained with it.
const cjk = hexRuns("3400-4dbf 4e00-9fff f900-faff 20000-2a6df 2a700-2b81f 2b920-2ceaf 2f800-2fa1f");

export const isDeleted = (codePoint: number) => contains(deleted, codePoint);
export const isNonspacingMark = (codePoint: number) => contains(nonspacingMarks, codePoint);
export const isPunctuation = (codePoint: number) => contains(punctuation, codePoint);
export const isWhitespace = (codePoint: number) => contains(whitespace, codePoint);
export const isCjk = (codePoint: number) => contains(cjk, codePoint);

/** Whether the library's Unicode has no canonical decomposition for it, though JavaScript's may. */
export const isUndecomposed = (codePoint: number) => contains(undecomposed, codePoint);

/**
 * Place of a mark that strip accents keeps among its neighbours in canonical order; 0 for everything else, which marks
 * never pass. (Marks that are dropped need no place.)
 */
export function combiningOrder(codePoint: number): number {
  return codePoint < 0x300 ? 0 : keptMarks.findIndex((marks) => contains(marks, codePoint)) + 1;
}
