// What kind of file this is, by name and by content, and a clear sentence for the kinds that hold no plain text.

import { InputError } from "../lib/errors";
import type { FileFormat } from "./types";

const FORMAT_OF_EXTENSION: Record<string, FileFormat> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "jsonl",
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
};

// Documents whose text lies inside markup or a container: what they are, and what to do.
const UNSUPPORTED: Record<string, string> = {
  pdf: "a PDF document; save its text as .txt",
  doc: "a Word document; save it as plain text (.txt)",
  docx: "a Word document; save it as plain text (.txt)",
  odt: "an OpenDocument text; save it as plain text (.txt)",
  rtf: "a rich text document; save it as plain text (.txt)",
  epub: "an e-book; convert it to plain text (.txt)",
  xlsx: "an Excel workbook; save the sheet as .csv",
  xls: "an Excel workbook; save the sheet as .csv",
  html: "a web page; save it as plain text (.txt)",
  htm: "a web page; save it as plain text (.txt)",
  xml: "an XML document; extract its text into .txt or .jsonl",
  parquet: "a Parquet table; export its text column as .jsonl or .csv",
  arrow: "an Arrow table; export its text column as .jsonl or .csv",
  zip: "a zip archive; unpack it and choose the files inside",
  tar: "a tar archive; unpack it and choose the files inside",
  tgz: "a tar archive; unpack it and choose the files inside",
  "7z": "a 7-Zip archive; unpack it and choose the files inside",
  rar: "a RAR archive; unpack it and choose the files inside",
  bz2: "compressed with bzip2; unpack it or compress it with gzip",
  xz: "compressed with xz; unpack it or compress it with gzip",
  zst: "compressed with Zstandard; unpack it or compress it with gzip",
};

// First bytes in Latin-1, and the extension whose sentence fits.
const MAGIC: [string, string][] = [
  ["%PDF-", "pdf"],
  ["PK\u0003\u0004", "zip"],
  ["\u00d0\u00cf\u0011\u00e0", "doc"],
  ["{\\rtf", "rtf"],
  ["PAR1", "parquet"],
  ["ARROW1", "arrow"],
  ["7z\u00bc\u00af", "7z"],
  ["Rar!", "rar"],
  ["BZh", "bz2"],
  ["\u00fd7zXZ", "xz"],
  ["\u0028\u00b5\u002f\u00fd", "zst"],
];

const MEDIA: [string, string][] = [
  ["\u0089PNG", "a PNG image"],
  ["\u00ff\u00d8\u00ff", "a JPEG image"],
  ["GIF8", "a GIF image"],
  ["RIFF", "a sound, video or WebP file"],
  ["OggS", "a sound file"],
  ["ID3", "a sound file"],
  ["SQLite format 3", "a database"],
  ["\u007fELF", "a program"],
  ["MZ\u0090", "a program"],
  ["\u0089HDF", "an HDF5 file"],
];

/** "dir/Novel.TXT.gz" -> "txt"; "" where there is none. */
function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.gz$/i, "");
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
}

const MAX_CONTROL_SHARE = 0.003;
const READABLE = "Plain text (.txt, .md), .jsonl, .csv and .tsv can be read, each also gzipped";

/** Throws `unsupported-format` or `binary-file` where no text can be expected. `wide`: the text is in UTF-16. */
export function checkReadable(path: string, head: Uint8Array, wide: boolean): void {
  const start = String.fromCharCode(...head.subarray(0, 512));
  const controls = head.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0);
  const extension = extensionOf(path);
  const contained = containerOf(start, controls > 0);
  // A .docx is a zip too: where the content is a container, the name says it better.
  const kind = contained !== "zip" && contained !== null ? contained : extension in UNSUPPORTED ? extension : contained;
  if (kind) throw new InputError("unsupported-format", `${path} is ${UNSUPPORTED[kind]}. ${READABLE}.`);
  const media = controls > 0 ? MEDIA.find(([first]) => start.startsWith(first))?.[1] : undefined;
  if (media) throw new InputError("binary-file", `${path} is ${media}, not text. ${READABLE}.`);
  if (wide) return; // UTF-16 is full of NUL bytes; its characters are judged after decoding
  if (controls > head.length * MAX_CONTROL_SHARE) throw binaryFile(path, controls, head.length, "bytes");
}

/** The key in UNSUPPORTED that the first bytes speak for. "BZh" may begin a text, but no text without control codes. */
function containerOf(start: string, hasControls: boolean): string | null {
  if (/^\s*(<!doctype html|<html)/i.test(start)) return "html";
  if (start.slice(257, 262) === "ustar") return "tar";
  const magic = MAGIC.find(([first]) => start.startsWith(first))?.[1];
  return magic && (hasControls || magic === "pdf" || magic === "rtf") ? magic : null;
}

/** The same test on decoded characters. */
export function checkCharacters(path: string, text: string): void {
  let controls = 0;
  for (let i = 0; i < text.length; i++) if (isControl(text.charCodeAt(i))) controls++;
  if (controls > text.length * MAX_CONTROL_SHARE) throw binaryFile(path, controls, text.length, "characters");
}

// Tab, line feed, vertical tab, form feed, carriage return, the old end-of-file mark and escape do occur in texts.
function isControl(code: number): boolean {
  return code < 32 && !(code >= 9 && code <= 13) && code !== 26 && code !== 27;
}

function binaryFile(path: string, controls: number, length: number, unit: string): InputError {
  const found = `${controls} control characters in its first ${length} ${unit}`;
  return new InputError("binary-file", `${path} does not look like text (${found}). ${READABLE}.`);
}

/** By name, unless the first lines are plainly JSON objects. `.json` counts as JSON lines. */
export function formatOf(path: string, head: string): FileFormat {
  const named = FORMAT_OF_EXTENSION[extensionOf(path)] ?? "text";
  if (named === "jsonl" && head.trimStart().startsWith("[")) {
    throw new InputError(
      "unsupported-format",
      `${path} holds one JSON array, but JSON lines are expected: one object a line, e.g. {"text": "..."}.`,
    );
  }
  if (named === "jsonl") return named;
  const lines = head
    .slice(0, 64 * 1024)
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (head.length > 64 * 1024) lines.pop();
  return lines.length > 0 && lines.slice(0, 5).every(isJsonObject) ? "jsonl" : named;
}

export function isMarkdown(path: string): boolean {
  return ["md", "markdown", "mdx"].includes(extensionOf(path));
}

function isJsonObject(line: string): boolean {
  if (!line.trimStart().startsWith("{")) return false;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
