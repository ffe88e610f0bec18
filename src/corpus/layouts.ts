// The layouts: how lines and records become sentences and documents. Each reader takes lines (perhaps in pieces) or whole
// records, and fills a DocumentBuilder.

import { looksWrapped, wikitextHeadingLevel, type TextShape } from "./detectLayout";
import type { DocumentBuilder } from "./documentBuilder";
import { Paragraph } from "./paragraph";
import type { Layout } from "./types";

/** A document of prose ends with the paragraph in which it reaches this many sentences, so that sentence pairs exist. */
const PROSE_DOCUMENT_SENTENCES = 16;
/** Where one sentence a line comes without blank lines, this many make a document. */
const UNBROKEN_DOCUMENT_SENTENCES = 50;

export interface LayoutReader {
  /** A line, or a piece of one: `complete` is false where it goes on in the next call. */
  line(text: string, complete: boolean): void;
  /** The text of one JSONL or CSV record. */
  record(text: string): void;
  end(): void;
}

class SentencePerLine implements LayoutReader {
  constructor(
    private readonly builder: DocumentBuilder,
    private readonly shape: TextShape,
  ) {}

  line(text: string, complete: boolean): void {
    if (complete && text.trim() === "") return this.builder.endDocument();
    this.builder.sentence(text);
    if (this.shape.blankLines || this.builder.size < UNBROKEN_DOCUMENT_SENTENCES) return;
    this.builder.skipped.add(
      `No blank lines mark documents: ${UNBROKEN_DOCUMENT_SENTENCES} sentences make one; nothing was lost`,
    );
    this.builder.endDocument();
  }

  record(text: string): void {
    const lines = text.split("\n").map((line) => line.trim());
    this.line(lines.join(" "), true);
  }

  end(): void {
    this.builder.endDocument();
  }
}

const NUMBERED_HEADING =
  /^(chapter|book|part|volume|canto|act|scene|letter|stave|section|kapitel|chapitre|cap[ií]tulo)\s+([ivxlc]+|\d+|the\s+\p{L}+|one|two|three|four|five|six|seven|eight|nine|ten|first|last)\b/iu;
const NAMED_HEADING =
  /^(contents|table of contents|preface|foreword|introduction|prologue|epilogue|appendix|conclusion)[.:]?$/i;

/** A chapter heading: a short paragraph that names a part, is a bare number, or is all in capitals. */
function isHeading(paragraph: string, lines: number): boolean {
  if (lines > 2) return false;
  if (NUMBERED_HEADING.test(paragraph) || NAMED_HEADING.test(paragraph)) return true;
  if (/^([IVXLC]+|\d+)\.?$/.test(paragraph)) return true;
  return lines === 1 && /\p{Lu}{2}/u.test(paragraph) && !/\p{Ll}|[.!?…]$/u.test(paragraph);
}

export class Prose implements LayoutReader {
  private readonly paragraph: Paragraph;
  private midLine = false;

  constructor(
    private readonly builder: DocumentBuilder,
    private readonly shape: TextShape,
  ) {
    this.paragraph = new Paragraph((sentence, unending) => {
      builder.sentence(sentence);
      if (unending && builder.size >= PROSE_DOCUMENT_SENTENCES) builder.endDocument();
    });
  }

  line(text: string, complete: boolean): void {
    const continues = this.midLine;
    this.midLine = !complete;
    if (continues) {
      this.paragraph.continueLine(text);
    } else if (complete && text.trim() === "") {
      this.endParagraph();
      if (this.shape.blankLines && this.shape.blankEndsDocument) this.builder.endDocument();
      return;
    } else {
      this.paragraph.addLine(complete ? text.trim() : text.trimStart());
    }
    if (complete && !this.shape.wrapped) this.endParagraph();
  }

  record(text: string): void {
    for (const line of text.split("\n")) this.line(line, true);
    this.endParagraph();
  }

  /** A heading that the markup names as such. */
  heading(endsDocument: boolean): void {
    this.endParagraph();
    this.builder.skipped.add("Headings, which separate documents or paragraphs");
    if (endsDocument) this.builder.endDocument();
  }

  private endParagraph(): void {
    const short = this.paragraph.shortText();
    if (short && isHeading(short.text, short.lines)) {
      this.paragraph.drop();
      this.heading(true);
      return;
    }
    this.paragraph.end();
    if (!this.shape.blankEndsDocument && this.builder.size >= PROSE_DOCUMENT_SENTENCES) this.builder.endDocument();
  }

  end(): void {
    this.endParagraph();
    this.builder.endDocument();
  }
}

/** WikiText writes hyphens and separators inside words and numbers as "@-@", "@,@", "@.@": back to what they stand for. */
function undoWikitextMarks(text: string): string {
  return text.includes("@") ? text.replace(/ ?@([-,.])@ ?/g, "$1") : text;
}

class Wikitext implements LayoutReader {
  private readonly paragraph: Paragraph;
  private midLine = false;

  constructor(private readonly builder: DocumentBuilder) {
    this.paragraph = new Paragraph((sentence) => builder.sentence(sentence));
  }

  line(text: string, complete: boolean): void {
    const level = complete && !this.midLine ? wikitextHeadingLevel(text) : null;
    if (level !== null) {
      this.builder.skipped.add("Headings, which separate documents or paragraphs");
      if (level === 1) this.builder.endDocument();
      return;
    }
    const plain = undoWikitextMarks(text);
    if (this.midLine) this.paragraph.continueLine(plain);
    else if (plain.trim() !== "") this.paragraph.addLine(plain);
    this.midLine = !complete;
    if (complete) this.paragraph.end();
  }

  record(text: string): void {
    for (const line of text.split("\n")) this.line(line, true);
  }

  end(): void {
    this.paragraph.end();
    this.builder.endDocument();
  }
}

class RecordPerDocument implements LayoutReader {
  private readonly paragraph: Paragraph;

  constructor(private readonly builder: DocumentBuilder) {
    this.paragraph = new Paragraph((sentence) => builder.sentence(sentence));
  }

  line(text: string, complete: boolean): void {
    this.paragraph.continueLine(text);
    if (complete) this.end();
  }

  record(text: string): void {
    if (text.trim() === "") this.builder.skipped.add("Empty records");
    const lines = text.split("\n").map((line) => line.trim());
    const wrapped = looksWrapped(lines);
    for (const line of lines) {
      if (line !== "") this.paragraph.addLine(line);
      if (line === "" || !wrapped) this.paragraph.end();
    }
    this.end();
  }

  end(): void {
    this.paragraph.end();
    this.builder.endDocument();
  }
}

/** The reader of a layout. */
export function layoutReader(layout: Layout, builder: DocumentBuilder, shape: TextShape): LayoutReader {
  switch (layout) {
    case "sentence-per-line":
      return new SentencePerLine(builder, shape);
    case "prose":
      return new Prose(builder, shape);
    case "wikitext":
      return new Wikitext(builder);
    case "record":
      return new RecordPerDocument(builder);
    default:
      return layout satisfies never;
  }
}
