// What the tests of reading share: inputs made of strings and bytes, and reading into an array.
import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { readCorpus, type ReadHooks } from "./readCorpus";
import { DETECT, type CorpusInput, type CorpusReport, type Document, type ReadOptions } from "./types";

export const file = (path: string, ...parts: (string | Uint8Array<ArrayBuffer>)[]): CorpusInput => ({
  kind: "file",
  path,
  file: new Blob(parts),
});
export const gzipped = (text: string) => new Uint8Array(gzipSync(text));

export async function read(
  inputs: CorpusInput[],
  options: Partial<ReadOptions> = {},
  hooks: ReadHooks = {},
): Promise<{ documents: Document[]; report: CorpusReport }> {
  const documents: Document[] = [];
  const report = await readCorpus(
    inputs,
    { ...DETECT, ...options },
    (document) => void documents.push(document),
    hooks,
  );
  return { documents, report };
}

export const skips = (report: CorpusReport) =>
  Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count]));
export const code = (expected: string, ...words: string[]) =>
  expect.objectContaining({
    kind: "input",
    code: expected,
    message: words.length ? expect.stringMatching(words.join(".*")) : expect.any(String),
  });
