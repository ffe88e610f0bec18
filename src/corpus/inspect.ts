// Looks at the first bytes of each input, so that a person can see and correct how it will be read.

import { InputError } from "../lib/errors";
import { DocumentBuilder, SkipList } from "./documentBuilder";
import { storedSize } from "./inputStream";
import { inspectionOf, probe, type Probe } from "./probe";
import { sampleDocuments } from "./sample";
import { textReader } from "./textReader";
import { SAMPLE_NAME, type CorpusInput, type InputInspection, type ReadOptions } from "./types";

const PREVIEW_SENTENCES = 10;

/** The first sentences of a probed input, as they will be read. */
export function previewOf(path: string, found: Probe): string[] {
  const builder = new DocumentBuilder(new SkipList(path));
  const reader = textReader(path, found, builder);
  reader.push(found.head);
  // Ending would take a cut line or record for a whole one.
  if (found.whole || builder.ready.length === 0) reader.end();
  return builder.take().flat().slice(0, PREVIEW_SENTENCES);
}

const NOTHING_DETECTED: Omit<InputInspection, "path" | "bytes" | "preview"> = {
  gzip: false,
  format: "text",
  encoding: "utf-8",
  encodingSource: "valid-utf-8",
  layout: "sentence-per-line",
  fields: [],
  field: null,
};

/** The built-in sample, which needs no detection. */
export function sampleInspection(): InputInspection {
  const preview: string[] = [];
  for (const document of sampleDocuments()) {
    preview.push(...document);
    if (preview.length >= PREVIEW_SENTENCES) break;
  }
  return { ...NOTHING_DETECTED, path: SAMPLE_NAME, bytes: null, preview: preview.slice(0, PREVIEW_SENTENCES) };
}

/**
 * One inspection for each input, in order. An unreadable input carries its `problem`; where no input is readable, the
 * first problem is thrown.
 */
export async function inspectInputs(inputs: readonly CorpusInput[], options: ReadOptions): Promise<InputInspection[]> {
  const inspections: InputInspection[] = [];
  let firstError: InputError | null = null;
  for (const input of inputs) {
    if (input.kind === "sample") {
      inspections.push(sampleInspection());
      continue;
    }
    const bytes = storedSize(input);
    try {
      const found = await probe(input, options);
      inspections.push(inspectionOf(input.path, bytes, found, previewOf(input.path, found)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      firstError ??= error;
      inspections.push({ ...NOTHING_DETECTED, path: input.path, bytes, preview: [], problem: error.message });
    }
  }
  if (firstError && inspections.every((inspection) => inspection.problem !== undefined)) throw firstError;
  return inspections;
}
