// Reads inputs of any kind as a stream of documents: bytes, characters, lines or records, sentences, documents. Memory
// stays bounded by a few MB whatever the size of a file, a line or a record; the sink holds back the source.

import { InputError, throwIfCancelled } from "../lib/errors";
import { breathing } from "./breath";
import { DocumentBuilder, SkipList } from "./documentBuilder";
import { CountingDecoder } from "./encoding";
import { readBytes, storedSize, type ByteInput } from "./inputStream";
import { previewOf, sampleInspection } from "./inspect";
import { inspectionOf, probe } from "./probe";
import { sampleDocuments } from "./sample";
import { textReader } from "./textReader";
import type { CorpusInput, CorpusReport, Document, ReadOptions, Skipped } from "./types";

interface ReadProgress {
  done: number; // bytes as stored
  total: number | null; // null where only the built-in sample is read
  documents: number;
  sentences: number;
}

export interface ReadHooks {
  signal?: AbortSignal;
  /** At most ten times a second, and once at the end. */
  onProgress?(progress: ReadProgress): void;
}

export type DocumentSink = (document: Document) => void | Promise<void>;

const WHAT = "Reading the corpus";
const PREVIEW_DOCUMENTS = 5;
const PREVIEW_SENTENCES = 12;

/** One reading of one corpus: the report as it grows, and who is to be told. */
class Reading {
  readonly report: CorpusReport = {
    bytes: 0,
    characters: 0,
    documents: 0,
    sentences: 0,
    words: 0,
    invalidSequences: 0,
    inputs: [],
    skipped: [],
    preview: [],
  };
  private done = 0;
  private readonly breathe: () => Promise<void>;

  constructor(
    private readonly options: ReadOptions,
    private readonly sink: DocumentSink,
    private readonly hooks: ReadHooks,
    private readonly total: number | null,
  ) {
    this.breathe = breathing(WHAT, hooks.signal, () => this.tell());
  }

  /** Hands finished documents to the sink and waits for it. */
  private async deliver(documents: readonly Document[]): Promise<void> {
    for (const document of documents) {
      const { preview } = this.report;
      if (preview.length < PREVIEW_DOCUMENTS) preview.push(document.slice(0, PREVIEW_SENTENCES));
      this.report.documents++;
      this.report.sentences += document.length;
      const pending = this.sink(document);
      if (pending) await pending;
    }
    await this.breathe();
  }

  tell(): void {
    const { documents, sentences } = this.report;
    this.hooks.onProgress?.({ done: this.done, total: this.total, documents, sentences });
  }

  async sample(): Promise<void> {
    const builder = new DocumentBuilder(new SkipList("sample"));
    for (const document of sampleDocuments()) {
      for (const sentence of document) builder.sentence(sentence);
      builder.endDocument();
      await this.deliver(builder.take());
    }
    this.report.inputs.push(sampleInspection());
    this.add(builder);
  }

  /** A file, pasted text or an address. */
  async input(input: ByteInput): Promise<void> {
    const before = this.report.documents;
    const bytes = storedSize(input);
    const doneBefore = this.done;
    try {
      await this.stream(input, bytes);
    } catch (error) {
      // What has been delivered cannot be taken back: then the whole reading fails.
      if (error instanceof InputError && this.report.documents > before) {
        throw new InputError(error.code, `${error.message} Nothing was kept of the corpus.`, error.detail);
      }
      throw error;
    } finally {
      this.done = doneBefore + bytes;
    }
  }

  private async stream(input: ByteInput, bytes: number): Promise<void> {
    const found = await probe(input, this.options);
    const builder = new DocumentBuilder(new SkipList(input.path));
    const reader = textReader(input.path, found, builder);
    const decoder = new CountingDecoder(found.encoding.encoding);
    for await (const piece of readBytes(input, found.gzip, (count) => (this.done += count))) {
      reader.push(decoder.decode(piece));
      await this.deliver(builder.take());
    }
    reader.push(decoder.end());
    reader.end();
    await this.deliver(builder.take());
    this.report.bytes += bytes;
    this.report.invalidSequences += decoder.invalidSequences;
    if (decoder.invalidSequences > 0) {
      builder.skipped.add(`Invalid ${found.encoding.encoding} sequences, replaced by U+FFFD`, decoder.invalidSequences);
    }
    this.report.inputs.push(inspectionOf(input.path, bytes, found, previewOf(input.path, found)));
    this.add(builder);
  }

  private add(builder: DocumentBuilder): void {
    this.report.words += builder.words;
    this.report.characters += builder.characters;
    this.report.skipped.push(...builder.skipped.list());
  }
}

/**
 * Reads `inputs` in order and hands every document to `sink`, waiting for it. An input that turns out unreadable before
 * any of its text was delivered is left out and heads the report's `skipped`; if nothing remains, its error is thrown.
 */
export async function readCorpus(
  inputs: readonly CorpusInput[],
  options: ReadOptions,
  sink: DocumentSink,
  hooks: ReadHooks = {},
): Promise<CorpusReport> {
  const files = inputs.filter((input) => input.kind !== "sample");
  const total = files.length > 0 ? files.reduce((sum, input) => sum + storedSize(input), 0) : null;
  const reading = new Reading(options, sink, hooks, total);
  const leftOut: Skipped[] = [];
  let firstError: InputError | null = null;
  for (const input of inputs) {
    throwIfCancelled(hooks.signal, WHAT);
    if (input.kind === "sample") {
      await reading.sample();
      continue;
    }
    const before = reading.report.documents;
    try {
      await reading.input(input);
    } catch (error) {
      if (!(error instanceof InputError) || reading.report.documents > before) throw error;
      firstError ??= error;
      leftOut.push({ path: input.path, reason: `Left out: ${error.message}`, count: 1 });
    }
  }
  const { report } = reading;
  if (report.sentences === 0) {
    if (firstError) throw firstError;
    throw new InputError(
      "corpus-empty",
      "Not a single sentence was found in what was chosen. Choose files that hold text, or another layout or field." +
        (report.skipped[0] ? ` Left out: ${report.skipped[0].reason} (${report.skipped[0].count}).` : ""),
    );
  }
  report.skipped.unshift(...leftOut);
  reading.tell();
  return report;
}
