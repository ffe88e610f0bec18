// One paragraph under way: lines joined as they were before someone wrapped them, split into sentences at its end. A
// paragraph that never ends is split as it streams; only its last, perhaps unfinished sentence is kept back.

import { splitSentences } from "./sentences";

const MAX_PARAGRAPH = 64 * 1024; // UTF-16 units
const MAX_UNFINISHED = 20_000;

/** What stands between two lines of a paragraph. */
function joint(before: string, after: string): string {
  if (/\S-$/.test(before.slice(-2))) return ""; // well-|known, a word--|another: the hyphen is kept, no space is made
  if (before.endsWith("\u00ad")) return ""; // a soft hyphen says itself that it only served the line
  const last = before.charCodeAt(before.length - 1);
  const first = after.charCodeAt(0);
  return isUnspaced(last) && isUnspaced(first) ? "" : " ";
}

/** Chinese and Japanese are written without spaces (Korean, U+AC00 and up, is not). */
function isUnspaced(code: number): boolean {
  return (code >= 0x2e80 && code < 0xac00) || (code >= 0xff00 && code < 0xffa0);
}

export class Paragraph {
  private parts: string[] = [];
  private lastLine = "";
  private length = 0;
  private lines = 0;
  private begun = false; // some of its sentences have been told already

  /** `onSentence` hears every sentence; `unending` is true while the paragraph is too long to wait for its end. */
  constructor(private readonly onSentence: (sentence: string, unending: boolean) => void) {}

  /** The whole text where it is short enough for a heading; null otherwise. */
  shortText(): { text: string; lines: number } | null {
    return this.begun || this.lines === 0 || this.length > 80 ? null : { text: this.parts.join(""), lines: this.lines };
  }

  /** A new line of the paragraph, without white space around it. */
  addLine(line: string): void {
    if (this.lines > 0) this.parts.push(joint(this.lastLine, line));
    this.lines++;
    this.lastLine = line;
    this.continueLine(line);
  }

  /** More of the line under way. */
  continueLine(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    if (this.length > MAX_PARAGRAPH) this.splitWhatIsThere();
  }

  private splitWhatIsThere(): void {
    const sentences = splitSentences(this.parts.join(""));
    this.begun = true;
    const unfinished = sentences.at(-1) ?? "";
    const keep = unfinished.length <= MAX_UNFINISHED ? 1 : 0;
    // White space at the end is lost by trimming, but separates what follows.
    const space = keep === 1 && /\s$/.test(this.parts.at(-1) ?? "") ? " " : "";
    for (const sentence of sentences.slice(0, sentences.length - keep)) this.onSentence(sentence, true);
    this.parts = keep === 1 ? [unfinished + space] : [];
    this.length = keep === 1 ? unfinished.length + space.length : 0;
  }

  /** Splits what there is and begins anew. */
  end(): void {
    if (this.length > 0) for (const sentence of splitSentences(this.parts.join(""))) this.onSentence(sentence, false);
    this.drop();
  }

  /** Begins anew without saying anything. */
  drop(): void {
    this.parts = [];
    this.lastLine = "";
    this.length = 0;
    this.lines = 0;
    this.begun = false;
  }
}
