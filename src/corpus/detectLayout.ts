// Guesses the layout of plain text from its first lines. The signs: WikiText headings; lines filled up to one width, as
// greedy wrapping leaves them; lines that hold several sentences; otherwise a line is a sentence.

import { splitSentences } from "./sentences";
import type { Layout } from "./types";

/** What a reader must know about the lines beyond the layout's name. */
export interface TextShape {
  wrapped: boolean; // a paragraph's lines were broken at some width; else a line is a paragraph
  blankLines: boolean; // there are some
  blankEndsDocument: boolean; // blank lines stand between documents, not between paragraphs
}

export const UNSHAPED: TextShape = { wrapped: false, blankLines: true, blankEndsDocument: false };

const MAX_WRAP_WIDTH = 200;
const SAMPLED_LINES = 200;
const ENDS_SENTENCE = /[.!?\u2026\u3002\uff01\uff1f]["'\u2019\u201d\u00bb)\]\u300d\u300f]*\s*$/u;
const WIKITEXT_HEADING = /^\s*((?:= )+)[^=\s].*?((?: =)+)\s*$/;
const MAX_HEADING = 400; // UTF-16 units

/** ` = Title = ` (level 1) and ` = = Section = = ` (level 2 and deeper); null for other lines. */
export function wikitextHeadingLevel(line: string): number | null {
  const match = line.length <= MAX_HEADING ? WIKITEXT_HEADING.exec(line) : null;
  return match && match[1].length === match[2].length ? match[1].length / 2 : null;
}

/** Pairs of lines within one paragraph. */
function neighbours(lines: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < lines.length; i++) {
    if (lines[i].trim() !== "" && lines[i + 1].trim() !== "") pairs.push([lines[i].trimEnd(), lines[i + 1].trim()]);
  }
  return pairs;
}

function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0;
}

/** Whether lines were broken to fit a width: the first word of the next line would not have fitted any more. */
export function looksWrapped(lines: readonly string[]): boolean {
  const pairs = neighbours(lines);
  if (pairs.length < 2) return false;
  const width = quantile(
    pairs.map(([line]) => line.length),
    0.95,
  );
  if (width > MAX_WRAP_WIDTH || width < 20) return false;
  let full = 0;
  let sentenceEnds = 0;
  for (const [line, next] of pairs) {
    // An eighth of the width as tolerance: many texts were wrapped for evenness rather than greedily.
    if (line.length + 1 + (next.split(/\s/, 1)[0]?.length ?? 0) > width * 0.875) full++;
    if (ENDS_SENTENCE.test(line.slice(-20))) sentenceEnds++;
  }
  return full >= 0.6 * pairs.length && sentenceEnds <= 0.6 * pairs.length;
}

/** Layout and shape of the first lines of a plain text. */
export function detectLayout(lines: readonly string[]): { layout: Layout; shape: TextShape } {
  const filled = lines.filter((line) => line.trim() !== "");
  const blank = lines.findIndex((line, i) => i > 0 && line.trim() === "" && lines[i - 1].trim() !== "");
  const blankLines = blank !== -1 && lines.slice(blank).some((line) => line.trim() !== "");
  const wrapped = looksWrapped(lines);
  // Paragraphs a line: blank lines between groups of lines separate documents, blank lines after every line do not.
  const blankEndsDocument = !wrapped && blankLines && neighbours(lines).length > 0.5 * filled.length;
  const shape: TextShape = { wrapped, blankLines, blankEndsDocument };

  const headings = filled.filter((line) => wikitextHeadingLevel(line) !== null).length;
  if (headings > 0 && headings >= 0.005 * filled.length) return { layout: "wikitext", shape };
  if (wrapped) return { layout: "prose", shape };

  const sample = filled.slice(0, SAMPLED_LINES).map((line) => line.slice(0, 4_000));
  const sentences = sample.reduce((count, line) => count + splitSentences(line).length, 0);
  return { layout: sentences > 1.5 * sample.length ? "prose" : "sentence-per-line", shape };
}
