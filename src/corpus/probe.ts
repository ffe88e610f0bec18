// Looks at the beginning of one input and decides how it will be read: format, encoding, layout, field. The person's
// choices win over every guess.

import { InputError } from "../lib/errors";
import { detectLayout, UNSHAPED, type TextShape } from "./detectLayout";
import { chosenEncoding, detectEncoding, type DetectedEncoding } from "./encoding";
import { checkCharacters, checkReadable, formatOf, isMarkdown } from "./fileKind";
import { hasGutenbergHeader } from "./gutenberg";
import { readHead, type ByteInput, type InputHead } from "./inputStream";
import {
  csvDialect,
  fieldMissing,
  jsonlUnreadable,
  MAX_RECORD,
  parseJsonObject,
  stringFields,
  type CsvDialect,
} from "./records";
import type { FileFormat, InputInspection, Layout, ReadOptions } from "./types";

/** Everything a reader must know about an input before it starts. */
export interface Probe {
  gzip: boolean;
  format: FileFormat;
  encoding: DetectedEncoding;
  layout: Layout;
  shape: TextShape;
  fields: string[];
  field: string | null;
  dialect: CsvDialect | null; // CSV and TSV
  markdown: boolean;
  gutenberg: boolean; // begins with Project Gutenberg's header
  head: string; // decoded, with \n line ends
  whole: boolean; // the head is everything
}

const PREFERRED_FIELDS =
  "text content contents body sentence document article story passage paragraph review comment message abstract description".split(
    " ",
  );

/** The field most likely meant: a usual name, else the one that holds the most text. */
function likelyField(lengths: ReadonlyMap<string, number>): string | null {
  const names = [...lengths.keys()];
  for (const preferred of PREFERRED_FIELDS) {
    const name = names.find((candidate) => candidate.toLowerCase() === preferred);
    if (name !== undefined && (lengths.get(name) ?? 0) > 0) return name;
  }
  const longest = names.sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0))[0];
  return longest ?? null;
}

interface RecordFields {
  fields: string[];
  lengths: ReadonlyMap<string, number>;
  texts: (field: string) => string[]; // of the sampled records
  dialect: CsvDialect | null;
  records: number;
  /** No record ends within what was looked at. */
  cutOff: boolean;
}

function jsonlFields(head: string, whole: boolean): RecordFields {
  const lines = head.split("\n");
  if (!whole) lines.pop();
  const objects = lines.map(parseJsonObject).filter((object) => object !== null);
  const lengths = stringFields(objects);
  const texts = (field: string) => objects.map((object) => object[field]).filter((value) => typeof value === "string");
  return {
    fields: [...lengths.keys()],
    lengths,
    texts,
    dialect: null,
    records: objects.length,
    cutOff: lines.length === 0,
  };
}

function csvFields(head: string, format: "csv" | "tsv", whole: boolean): RecordFields {
  const { dialect, rows } = csvDialect(head, format, whole);
  const column = (index: number) => rows.map((row) => row[index] ?? "");
  const lengths = new Map(dialect.columns.map((name, i) => [name, column(i).join("").length]));
  const texts = (field: string) => column(dialect.columns.indexOf(field));
  return { fields: dialect.columns, lengths, texts, dialect, records: rows.length, cutOff: rows.length === 0 };
}

function decodeHead(path: string, head: InputHead, encoding: DetectedEncoding): string {
  const decoded = new TextDecoder(encoding.encoding).decode(head.bytes, { stream: !head.whole });
  if (encoding.encoding.startsWith("utf-16")) checkCharacters(path, decoded);
  return decoded.replace(/\r\n?/g, "\n");
}

function probeText(path: string, head: string, whole: boolean, chosen: Layout | null) {
  const gutenberg = hasGutenbergHeader(head);
  const markdown = isMarkdown(path) && (chosen ?? "prose") === "prose";
  let lines = head.split("\n");
  if (!whole && lines.length > 1) lines.pop();
  if (gutenberg) lines = lines.slice(lines.findIndex((line) => hasGutenbergHeader(line)) + 1);
  const detected = detectLayout(lines);
  const shape = markdown ? { wrapped: true, blankLines: true, blankEndsDocument: false } : detected.shape;
  const layout = chosen ?? (markdown ? "prose" : detected.layout);
  return { layout, shape, gutenberg, markdown, fields: [], field: null, dialect: null };
}

function probeRecords(path: string, format: FileFormat, found: RecordFields, options: ReadOptions) {
  const what = format === "jsonl" ? "field" : "column";
  if (format === "jsonl" && found.records === 0) {
    throw jsonlUnreadable(path, found.cutOff);
  }
  const field = options.field ?? likelyField(found.lengths);
  if (field === null || !found.fields.includes(field)) throw fieldMissing(path, field ?? "text", found.fields, what);
  const lines = found.texts(field).flatMap((text) => text.split("\n"));
  // Data sets of WikiText hold one line a record.
  const layout = options.layout ?? (detectLayout(lines).layout === "wikitext" ? "wikitext" : "record");
  return {
    layout,
    shape: UNSHAPED,
    gutenberg: false,
    markdown: false,
    fields: found.fields,
    field,
    dialect: found.dialect,
  };
}

/** Throws an InputError where the input cannot be read as text. */
export async function probe(input: ByteInput, options: ReadOptions, limit?: number): Promise<Probe> {
  const { path } = input;
  const head = await readHead(input, limit);
  if (head.bytes.length === 0) throw emptyFile(path);
  const detected: DetectedEncoding =
    input.kind === "text" ? { encoding: "utf-8", source: "valid-utf-8" } : detectEncoding(head.bytes, head.whole);
  const encoding = options.encoding !== null && input.kind !== "text" ? chosenEncoding(options.encoding) : detected;
  checkReadable(path, head.bytes, encoding.encoding.startsWith("utf-16"));
  const text = decodeHead(path, head, encoding);
  if (head.whole && text.trim() === "") throw emptyFile(path);

  const format = formatOf(path, text);
  const common = { gzip: head.gzip, format, encoding, head: text, whole: head.whole };
  if (format === "text") return { ...common, ...probeText(path, text, head.whole, options.layout) };
  const found = format === "jsonl" ? jsonlFields(text, head.whole) : csvFields(text, format, head.whole);
  // The first record may be longer than what is usually looked at.
  if (found.records === 0 && !head.whole && limit === undefined) return probe(input, options, 2 * MAX_RECORD);
  return { ...common, ...probeRecords(path, format, found, options) };
}

function emptyFile(path: string): InputError {
  return new InputError("empty-file", `${path} is empty: there is no text in it. Choose a file that holds text.`);
}

/** What a probe says to the person. */
export function inspectionOf(path: string, bytes: number, found: Probe, preview: string[]): InputInspection {
  const { gzip, format, layout, fields, field } = found;
  const { encoding, source } = found.encoding;
  return { path, bytes, gzip, format, encoding, encodingSource: source, layout, fields, field, preview };
}
