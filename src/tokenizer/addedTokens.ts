// Finds added tokens ("[MASK]") in a text: leftmost, longest, case-sensitive, anywhere unless `singleWord`
// (specification 1.5, after huggingface/tokenizers added_vocabulary.rs).

import { isWhitespace } from "./codePointSets";
import type { AddedToken } from "./types";

/** One stretch of a text: an added token, or what lies between. */
export interface Span {
  token: AddedToken | null;
  start: number;
  end: number;
}

interface Pattern {
  content: string;
  token: AddedToken;
}

// What Rust's regex crate calls \w.
const WORD_FIRST = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;
const WORD_LAST = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;

/** Whether a character of a word stands before `start` or at `end`. */
function touchesWord(text: string, start: number, end: number): boolean {
  return WORD_LAST.test(text.slice(Math.max(0, start - 2), start)) || WORD_FIRST.test(text.slice(end, end + 2));
}

export class AddedTokenFinder {
  /** Longest first, so that the first that fits is the one. */
  private readonly patterns: Pattern[];
  private readonly firstUnits: string[];

  /** `normalize` turns a token's content into what stands in the text. */
  constructor(tokens: readonly AddedToken[], normalize: (content: string) => string = (content) => content) {
    this.patterns = tokens
      .map((token) => ({ token, content: normalize(token.content) }))
      .filter((pattern) => pattern.content !== "")
      .sort((a, b) => b.content.length - a.content.length);
    this.firstUnits = [...new Set(this.patterns.map((pattern) => pattern.content[0]))];
  }

  get isEmpty(): boolean {
    return this.patterns.length === 0;
  }

  /** Whether `text` holds a token, single words aside; quick where not even a first character occurs. */
  mayOccurIn(text: string): boolean {
    return (
      this.firstUnits.some((unit) => text.includes(unit)) &&
      this.patterns.some((pattern) => text.includes(pattern.content))
    );
  }

  /** Covers `text` with spans, in order. */
  split(text: string): Span[] {
    const spans: Span[] = [];
    let covered = 0;
    for (const { token, start: first, end: last } of this.matches(text)) {
      if (token.singleWord && touchesWord(text, first, last)) continue;
      let start = first;
      let end = last;
      if (token.lstrip) while (start > covered && isWhitespace(text.charCodeAt(start - 1))) start--;
      if (token.rstrip) while (end < text.length && isWhitespace(text.charCodeAt(end))) end++;
      if (start > covered) spans.push({ token: null, start: covered, end: start });
      spans.push({ token, start, end });
      covered = end;
    }
    if (covered < text.length) spans.push({ token: null, start: covered, end: text.length });
    return spans;
  }

  private *matches(text: string): Generator<{ token: AddedToken; start: number; end: number }> {
    // Where each first unit occurs next, so that a text is searched once for each and not at every position.
    const nextAt = this.firstUnits.map((unit) => text.indexOf(unit));
    let from = 0;
    for (;;) {
      let start = -1;
      for (let i = 0; i < nextAt.length; i++) {
        if (nextAt[i] !== -1 && nextAt[i] < from) nextAt[i] = text.indexOf(this.firstUnits[i], from);
        if (nextAt[i] !== -1 && (start === -1 || nextAt[i] < start)) start = nextAt[i];
      }
      if (start === -1) return;
      const pattern = this.patterns.find(({ content }) => text.startsWith(content, start));
      if (pattern) yield { token: pattern.token, start, end: start + pattern.content.length };
      from = pattern ? start + pattern.content.length : start + 1;
    }
  }
}
