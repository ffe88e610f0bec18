// Puts together what reads one input after decoding: text goes in, in pieces; documents come out of the builder.

import type { DocumentBuilder } from "./documentBuilder";
import { withoutGutenbergFrame } from "./gutenberg";
import { layoutReader, Prose } from "./layouts";
import { LineSplitter, NewlineNormalizer } from "./lines";
import { MarkdownReader } from "./markdown";
import type { Probe } from "./probe";
import { CsvReader, JsonlReader, type RecordReader } from "./records";

export interface TextReader {
  push(text: string): void;
  /** Throws an InputError where a record format turns out to hold no record at all. */
  end(): void;
}

function plainTextReader(found: Probe, builder: DocumentBuilder): TextReader {
  const layout = found.markdown
    ? new MarkdownReader(new Prose(builder, found.shape), builder.skipped)
    : layoutReader(found.layout, builder, found.shape);
  const toLayout = (text: string, complete: boolean) => layout.line(text, complete);
  const lines = new LineSplitter(withoutGutenbergFrame(toLayout, builder.skipped, found.gutenberg));
  return {
    push: (text) => lines.push(text),
    end: () => {
      lines.end();
      layout.end();
    },
  };
}

function recordFormatReader(path: string, found: Probe, builder: DocumentBuilder): TextReader {
  const layout = layoutReader(found.layout, builder, found.shape);
  const sink = (text: string) => layout.record(text);
  const field = found.field ?? "";
  const records: RecordReader = found.dialect
    ? new CsvReader(found.dialect, field, sink, builder.skipped)
    : new JsonlReader(path, field, sink, builder.skipped);
  return {
    push: (text) => records.push(text),
    end: () => {
      records.end();
      layout.end();
    },
  };
}

/** Reads text as `found` says into `builder`. */
export function textReader(path: string, found: Probe, builder: DocumentBuilder): TextReader {
  const reader = found.format === "text" ? plainTextReader(found, builder) : recordFormatReader(path, found, builder);
  const newlines = new NewlineNormalizer();
  return {
    push: (text) => reader.push(newlines.push(text)),
    end: () => {
      reader.push(newlines.end());
      reader.end();
    },
  };
}
