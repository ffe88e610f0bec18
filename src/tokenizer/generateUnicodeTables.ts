// Writes unicodeTables.ts: asks the native `tokenizers` package about every code point, so that our tables are its own
// (most are frozen at Unicode 8.0, see specification 1.2). Run when that package is upgraded:
//   node --import tsx src/tokenizer/generateUnicodeTables.ts

import { writeFileSync } from "node:fs";
import { bertNormalizer, bertPreTokenizer, nfdNormalizer } from "tokenizers";

const LAST_CODE_POINT = 0x10ffff;
const allOff = { cleanText: false, handleChineseChars: false, stripAccents: false, lowercase: false };
const clean = bertNormalizer({ ...allOff, cleanText: true });
const strip = bertNormalizer({ ...allOff, stripAccents: true });
const decompose = nfdNormalizer();
const preTokenizer = bertPreTokenizer();

const nfd = (text: string) => decompose.normalizeString(text);

/** Two marks trade places when the first has the higher combining class. */
const tradePlaces = (first: string, second: string) => nfd(first + second) === second + first;

const deleted: number[] = [];
const nonspacingMarks: number[] = [];
const punctuation: number[] = [];
const undecomposed: number[] = [];
const keptMarks: string[] = [];

for (let codePoint = 0; codePoint <= LAST_CODE_POINT; codePoint++) {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
  const character = String.fromCodePoint(codePoint);
  if (clean.normalizeString(character) === "") deleted.push(codePoint);
  if (preTokenizer.preTokenizeString(`a${character}a`).length === 3) punctuation.push(codePoint);
  if (nfd(character) !== character.normalize("NFD")) undecomposed.push(codePoint);
  if (strip.normalizeString(character) === "") {
    nonspacingMarks.push(codePoint);
  } else if (nfd(character) === character) {
    // U+0334 has combining class 1, the lowest; U+0345 has 240, the highest.
    const combines = tradePlaces(character, "\u0334") || tradePlaces("\u0345", character);
    if (combines) keptMarks.push(character);
  }
}

/** Alternating gaps and lengths of the runs, in base 36. */
function encodeRuns(codePoints: number[]): string {
  const numbers: number[] = [];
  let end = 0; // one past the last run
  for (const codePoint of codePoints) {
    if (codePoint === end && numbers.length > 0) numbers[numbers.length - 1]++;
    else numbers.push(codePoint - end, 1);
    end = codePoint + 1;
  }
  return numbers.map((n) => n.toString(36)).join(" ");
}

const compareMarks = (a: string, b: string) => (tradePlaces(a, b) ? 1 : tradePlaces(b, a) ? -1 : 0);
const orders: string[][] = [];
for (const mark of keptMarks.toSorted(compareMarks)) {
  const group = orders.at(-1);
  if (group && compareMarks(group[0], mark) === 0) group.push(mark);
  else orders.push([mark]);
}

const runsOfOrder = orders.map((marks) =>
  encodeRuns(marks.map((mark) => mark.codePointAt(0) ?? 0).sort((a, b) => a - b)),
);

writeFileSync(
  new URL("unicodeTables.ts", import.meta.url),
  `// Written by generateUnicodeTables.ts from the native \`tokenizers\` package; do not edit. Sets of code points as
// alternating gaps and lengths of their runs, in base 36.

/** Removed by clean text: Cc, Cf and Co of Unicode 8.0, and U+FFFD. */
export const DELETED = "${encodeRuns(deleted)}";

/** Removed by strip accents: Mn of Unicode 8.0. */
export const NONSPACING_MARKS = "${encodeRuns(nonspacingMarks)}";

/** ASCII symbols and P* of Unicode 8.0. */
export const PUNCTUATION = "${encodeRuns(punctuation)}";

/** Decomposed by the newer Unicode of JavaScript engines, but not by the native package. */
export const UNDECOMPOSED = "${encodeRuns(undecomposed)}";

/** Marks with a combining class that strip accents keeps, one set for each class, in ascending order of the classes. */
export const KEPT_MARKS = ${JSON.stringify(runsOfOrder)};
`,
);
