// Collects sentences into documents, bounds both, and counts what was kept and what was left out.

import type { Document, Skipped } from "./types";

const MAX_DOCUMENT_SENTENCES = 1_000;
const MAX_SENTENCE_WORDS = 2_000;
const MAX_SENTENCE_LENGTH = 20_000; // UTF-16 units, for text without white space

const HAS_CONTENT = /[\p{L}\p{N}]/u;

/** How often each thing was left out, by the sentence that says so. */
export class SkipList {
  private readonly counts = new Map<string, number>();

  constructor(private readonly path: string) {}

  add(reason: string, count = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + count);
  }

  list(): Skipped[] {
    return [...this.counts].map(([reason, count]) => ({ path: this.path, reason, count }));
  }
}

interface Measure {
  words: number;
  characters: number; // code points
}

/** Words by white space and code points, in one pass. */
function measure(text: string): Measure {
  let count = 0;
  let pairs = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xdc00 && code < 0xe000) pairs++;
    const isSpace = code <= 32 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a);
    if (!isSpace && !inWord) count++;
    inWord = !isSpace;
  }
  return { words: count, characters: text.length - pairs };
}

/** Where the first MAX_SENTENCE_WORDS words (or MAX_SENTENCE_LENGTH units) of `text` end. */
function boundOf(text: string): number {
  const limit = Math.min(text.length, MAX_SENTENCE_LENGTH);
  const space = /\s+/gu;
  let end = 0;
  for (let count = 0; count < MAX_SENTENCE_WORDS; count++) {
    const match = space.exec(text);
    if (!match || match.index > limit) break;
    end = match.index;
  }
  if (end > 0) return end;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code < 0xdc00 ? limit - 1 : limit;
}

export class DocumentBuilder {
  private current: Document = [];
  /** Finished documents, for the caller to take away. */
  readonly ready: Document[] = [];
  documents = 0;
  sentences = 0;
  words = 0;
  characters = 0;

  constructor(readonly skipped: SkipList) {}

  /** Sentences of the document under way. */
  get size(): number {
    return this.current.length;
  }

  /** Adds one sentence to the document under way. */
  sentence(text: string): void {
    let rest = text.trim();
    if (rest === "") return;
    if (!HAS_CONTENT.test(rest)) {
      this.skipped.add("Lines or sentences without a letter or digit");
      return;
    }
    let size = measure(rest);
    if (size.words > MAX_SENTENCE_WORDS || rest.length > MAX_SENTENCE_LENGTH) {
      this.skipped.add(
        `Sentences longer than ${MAX_SENTENCE_WORDS} words or ${MAX_SENTENCE_LENGTH} characters were cut into pieces; nothing was lost`,
      );
    }
    while (size.words > MAX_SENTENCE_WORDS || rest.length > MAX_SENTENCE_LENGTH) {
      const cut = boundOf(rest);
      const piece = rest.slice(0, cut);
      this.append(piece, measure(piece));
      rest = rest.slice(cut).trim();
      size = measure(rest);
    }
    if (rest !== "") this.append(rest, size);
  }

  private append(text: string, size: Measure): void {
    if (this.current.length >= MAX_DOCUMENT_SENTENCES) {
      this.skipped.add(`Documents longer than ${MAX_DOCUMENT_SENTENCES} sentences were split; nothing was lost`);
      this.endDocument();
    }
    this.current.push(text);
    this.sentences++;
    this.words += size.words;
    this.characters += size.characters;
  }

  endDocument(): void {
    if (this.current.length === 0) return;
    this.ready.push(this.current);
    this.documents++;
    this.current = [];
  }

  /** Hands over the finished documents. */
  take(): Document[] {
    return this.ready.splice(0);
  }
}
