// Readers of record formats: JSON lines, and CSV/TSV by papaparse (RFC 4180: quotes, cells of several lines). Both take
// text in pieces, hand on the text of one field, and skip what they cannot read with a reason.

import Papa from "papaparse";
import { InputError } from "../lib/errors";
import type { SkipList } from "./documentBuilder";
import { LineSplitter } from "./lines";

/** A longer record is skipped: nothing else could be held while it streams by. UTF-16 units. */
export const MAX_RECORD = 4 * 1024 * 1024;

export interface RecordReader {
  push(text: string): void;
  /** Throws `jsonl-invalid`, `record-too-long` or `field-missing` where nothing at all could be read. */
  end(): void;
}

export type RecordSink = (text: string) => void;

const tooLong = `Records longer than ${MAX_RECORD / 1024 / 1024} million characters`;

/** Where no line of JSON Lines could be read: because it is no JSON, or because of its length. */
export function jsonlUnreadable(path: string, becauseOfLength: boolean): InputError {
  return becauseOfLength
    ? new InputError(
        "record-too-long",
        `${path} holds no record that can be read: ${tooLong.toLowerCase()} are left out. ` +
          "Put each document on a line of its own, or save the text as .txt, where lines of any length can be read.",
      )
    : new InputError(
        "jsonl-invalid",
        `${path} holds no valid JSON line. One object a line is expected, e.g. {"text": "..."}.`,
      );
}

export function fieldMissing(
  path: string,
  field: string,
  fields: readonly string[],
  what: "field" | "column",
): InputError {
  const there = fields.length > 0 ? `It has: ${fields.join(", ")}` : `It has no ${what} that holds text`;
  return new InputError("field-missing", `${path} has no ${what} "${field}" that holds text. ${there}.`);
}

/** Fields of JSON objects that hold strings, in order of appearance, with the characters each holds. */
export function stringFields(objects: readonly Record<string, unknown>[]): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === "string") lengths.set(name, (lengths.get(name) ?? 0) + value.length);
    }
  }
  return lengths;
}

/** The object on a line; null where there is none. */
export function parseJsonObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

export class JsonlReader implements RecordReader {
  private readonly lines: LineSplitter;
  private pieces: string[] = [];
  private length = 0;
  private objects = 0;
  private withField = 0;
  private tooLong = 0;
  private seen: Record<string, unknown> = {}; // the first object, to name its fields

  constructor(
    private readonly path: string,
    private readonly field: string,
    private readonly sink: RecordSink,
    private readonly skipped: SkipList,
  ) {
    this.lines = new LineSplitter((text, complete) => this.line(text, complete));
  }

  push(text: string): void {
    this.lines.push(text);
  }

  private line(text: string, complete: boolean): void {
    this.length += text.length;
    if (this.length <= MAX_RECORD) this.pieces.push(text);
    else this.pieces = [];
    if (!complete) return;
    const line = this.pieces.join("");
    if (this.length > MAX_RECORD) {
      this.skipped.add(tooLong);
      this.tooLong++;
    } else if (line.trim() !== "") this.object(line);
    this.pieces = [];
    this.length = 0;
  }

  private object(line: string): void {
    const object = parseJsonObject(line);
    if (!object) return this.skipped.add("Lines that are not a JSON object");
    if (this.objects++ === 0) this.seen = object;
    const value = object[this.field];
    if (typeof value !== "string") return this.skipped.add(`Records without text in "${this.field}"`);
    this.withField++;
    this.sink(value);
  }

  end(): void {
    this.lines.end();
    if (this.objects === 0) {
      throw jsonlUnreadable(this.path, this.tooLong > 0);
    }
    if (this.withField === 0) {
      throw fieldMissing(this.path, this.field, [...stringFields([this.seen]).keys()], "field");
    }
  }
}

/** How a CSV file is cut, found from its beginning. */
export interface CsvDialect {
  delimiter: string;
  columns: string[];
  hasHeader: boolean;
}

interface Rows {
  rows: string[][];
  cursor: number; // where the rows that are surely complete end
  unclosed: boolean; // the last row lacks a closing quote; known only at the end of the text
}

/** One parse of `text` as it stands. Without `isEnd` the last row is left for later. */
function parseRows(text: string, delimiter: string, isEnd: boolean): Rows {
  const parser = new Papa.Parser({ delimiter, newline: "\n" });
  const result: Papa.ParseResult<string[]> = parser.parse(text, 0, !isEnd);
  const unclosed = result.errors.some(({ code }) => code === "MissingQuotes");
  return { rows: result.data, cursor: result.meta.cursor, unclosed };
}

/** `head` has \n line ends. The first row names the columns unless it looks like data (a number, or a long text). */
export function csvDialect(
  head: string,
  format: "csv" | "tsv",
  whole: boolean,
): { dialect: CsvDialect; rows: string[][] } {
  const guess =
    format === "tsv" ? "\t" : Papa.parse(head.slice(0, 64 * 1024), { preview: 20, newline: "\n" }).meta.delimiter;
  const delimiter = guess === "\r" || guess === "\n" || !guess ? "," : guess;
  const { rows } = parseRows(head, delimiter, whole);
  const first = rows[0] ?? [];
  const names = first.map((cell) => cell.trim());
  const filled = names.filter((name) => name !== "");
  const hasHeader =
    filled.length > 0 &&
    new Set(filled).size === filled.length &&
    names.every((name) => name.length <= 64 && !(name !== "" && Number.isFinite(Number(name))));
  const columns = names.map((name, i) => (hasHeader && name !== "" ? name : `column ${i + 1}`));
  return { dialect: { delimiter, columns, hasHeader }, rows: hasHeader ? rows.slice(1) : rows };
}

export class CsvReader implements RecordReader {
  private held = "";
  private retryAt = 0; // no new attempt at an unfinished row before so much text is there
  private isFirstRow: boolean;
  private readonly column: number;

  constructor(
    private readonly dialect: CsvDialect,
    private readonly field: string,
    private readonly sink: RecordSink,
    private readonly skipped: SkipList,
  ) {
    this.column = dialect.columns.indexOf(field);
    this.isFirstRow = dialect.hasHeader;
  }

  push(text: string): void {
    this.held += text;
    if (this.held.length < this.retryAt) return;
    this.parse();
    while (this.held.length > MAX_RECORD) this.dropLine(`${tooLong}, perhaps because of an unclosed quote`);
    // Parsing an unfinished row again with every piece would take quadratic time.
    this.retryAt = Math.min(2 * this.held.length, MAX_RECORD + 1);
  }

  /** Takes the rows that are surely complete. */
  private parse(): void {
    const { rows, cursor } = parseRows(this.held, this.dialect.delimiter, false);
    this.held = this.held.slice(cursor);
    for (const row of rows) this.row(row);
  }

  /** A row without end most likely began with a stray quote: its first line is given up, the rest is tried again. */
  private dropLine(reason: string): void {
    this.skipped.add(reason);
    const lineEnd = this.held.indexOf("\n");
    this.held = lineEnd === -1 ? "" : this.held.slice(lineEnd + 1);
    this.parse();
  }

  private row(row: string[]): void {
    if (this.isFirstRow) {
      this.isFirstRow = false;
      return;
    }
    if (row.length === 1 && row[0].trim() === "") return; // a blank line
    const { columns, delimiter } = this.dialect;
    const surplus = row.length > columns.length;
    // Unquoted delimiters in the last column are part of its text; elsewhere nobody can tell.
    const text =
      surplus && this.column === columns.length - 1 ? row.slice(this.column).join(delimiter) : row[this.column];
    if (surplus && this.column < columns.length - 1) {
      this.skipped.add(`Rows with more cells than columns, read all the same: "${this.field}" may be cut`);
    }
    if (text === undefined) return this.skipped.add(`Rows too short to reach "${this.field}"`);
    this.sink(text);
  }

  end(): void {
    this.parse();
    let last = parseRows(this.held, this.dialect.delimiter, true);
    while (last.unclosed) {
      this.dropLine("Rows with an unclosed quote");
      last = parseRows(this.held, this.dialect.delimiter, true);
    }
    for (const row of last.rows) this.row(row);
  }
}
