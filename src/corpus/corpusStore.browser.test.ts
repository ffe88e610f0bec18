// Corpora and encodings in a real IndexedDB: what is listed is complete, what failed leaves nothing.
import { expect, test } from "vitest";
import type { Database } from "../lib/database";
import { eachWithDatabase } from "../lib/databaseTest";
import { deleteCorpus, ingestCorpus, listCorpora, readDocuments, removeOrphans } from "./corpusStore";
import { encodeCorpus, listEncodings, type SentenceEncoder } from "./encodeCorpus";
import { openTokenStore } from "./tokenStore";
import { DETECT, type CorpusInput, type Document } from "./types";

let database: Database;
eachWithDatabase("corpus-test", (opened) => {
  database = opened;
});

const text = (documents: Document[]): CorpusInput => ({
  kind: "file",
  path: "a.txt",
  file: new Blob([documents.map((document) => `${document.join("\n")}\n\n`).join("")]),
});

/** `count` documents of three sentences. */
const stories = (count: number): Document[] =>
  Array.from({ length: count }, (_, i) => [
    `Story ${i} begins here.`,
    "Something happens.",
    `It ends after ${i} days.`,
  ]);

/** A word's id is its length plus one, "days." is unknown. */
const tokenizer: SentenceEncoder = {
  id: "by-length",
  vocabSize: 30,
  unkId: 1,
  encode: (sentence) => sentence.split(" ").map((word) => (word === "days." ? 1 : word.length + 1)),
};

async function counts(): Promise<number[]> {
  const stores = ["corpora", "textChunks", "encodings", "tokenChunks"] as const;
  return Promise.all(stores.map((store) => database.count(store)));
}

async function collect(corpusId: string): Promise<Document[]> {
  const documents: Document[] = [];
  for await (const chunk of readDocuments(database, corpusId)) documents.push(...chunk);
  return documents;
}

test("what was read in comes back in order, over several chunks", async () => {
  const documents = stories(40_000);
  const record = await ingestCorpus(database, { name: "Stories", inputs: [text(documents)], options: DETECT });
  expect(record.chunks).toBeGreaterThan(1);
  expect(record.report).toMatchObject({ documents: 40_000, sentences: 120_000 });
  expect(await listCorpora(database)).toEqual([record]);
  expect(await collect(record.id)).toEqual(documents);
});

/** Waits for `onHalfway` with every piece beyond the first 10 MB. */
class WatchedFile extends Blob {
  onHalfway: () => Promise<void> = async () => {};

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let seen = 0;
    const transform = async (chunk: Uint8Array<ArrayBuffer>, controller: TransformStreamDefaultController) => {
      seen += chunk.length;
      if (seen > 10_000_000) await this.onHalfway();
      controller.enqueue(chunk);
    };
    return super.stream().pipeThrough(new TransformStream({ transform }));
  }
}

test("a cancelled or failed reading leaves nothing", async () => {
  const controller = new AbortController();
  const file = new WatchedFile(stories(300_000).map((document) => `${document.join("\n")}\n\n`));
  let written = 0;
  file.onHalfway = async () => {
    written = Math.max(written, await database.count("textChunks"));
    controller.abort();
  };
  const inputs: CorpusInput[] = [{ kind: "file", path: "a.txt", file }];
  const cancelled = ingestCorpus(database, { name: "x", inputs, options: DETECT }, { signal: controller.signal });
  await expect(cancelled).rejects.toMatchObject({ kind: "cancelled" });
  expect(written).toBeGreaterThan(0);
  const failed = ingestCorpus(database, {
    name: "x",
    inputs: [{ kind: "text", path: "p", text: "" }],
    options: DETECT,
  });
  await expect(failed).rejects.toMatchObject({ code: "empty-file" });
  expect(await counts()).toEqual([0, 0, 0, 0]);
});

test("a truncated gzip that breaks off after chunks were written leaves nothing", async () => {
  const random = Array.from({ length: 100_000 }, (_, i) => `Sentence ${i} of ${Math.sin(i)}.`).join("\n");
  const whole = new Blob([random]).stream().pipeThrough(new CompressionStream("gzip"));
  const blob = await new Response(whole).blob();
  const input: CorpusInput = { kind: "file", path: "a.txt.gz", file: blob.slice(0, Math.floor(blob.size * 0.9)) };
  const failed = ingestCorpus(database, { name: "x", inputs: [input], options: DETECT });
  await expect(failed).rejects.toMatchObject({ code: "gzip-truncated" });
  expect(await counts()).toEqual([0, 0, 0, 0]);
});

test("a damaged gzip is told from a truncated one here too", async () => {
  const whole = new Blob(["Some text here. ".repeat(500)]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(whole).arrayBuffer()).fill(7, 14, 30);
  const input: CorpusInput = { kind: "file", path: "a.gz", file: new Blob([bytes]) };
  const failed = ingestCorpus(database, { name: "x", inputs: [input], options: DETECT });
  await expect(failed).rejects.toMatchObject({ code: "gzip-corrupt" });
});

test("an encoding has the statistics of its tokens, and its chunks are whole documents", async () => {
  const documents = stories(10_000);
  const corpus = await ingestCorpus(database, { name: "Stories", inputs: [text(documents)], options: DETECT });
  const seen: number[] = [];
  const record = await encodeCorpus(database, corpus.id, tokenizer, { onProgress: ({ done }) => seen.push(done) });
  // Sentences of 4, 2 and 5 words; the last word of the third is unknown.
  expect(record).toMatchObject({ documents: 10_000, sentences: 30_000, tokens: 110_000, unknownTokens: 10_000 });
  expect(record.lengthHistogram.slice(0, 3)).toEqual([10_000, 20_000, 0]);
  expect(record.chunkFirstDocument[0]).toBe(0);
  expect(record.chunkFirstDocument.at(-1)).toBe(10_000);
  expect(seen.at(-1)).toBe(30_000);
  expect(await listEncodings(database)).toEqual([record]);

  const store = await openTokenStore(database, record.id);
  let document = 0;
  for (let index = 0; index + 1 < record.chunkFirstDocument.length; index++) {
    const { documentStarts, sentenceStarts, tokens } = await store.readChunk(index);
    expect(tokens).toBeInstanceOf(Uint16Array);
    expect(documentStarts.length - 1).toBe(record.chunkFirstDocument[index + 1] - record.chunkFirstDocument[index]);
    for (let d = 0; d + 1 < documentStarts.length; d++, document++) {
      for (let s = documentStarts[d]; s < documentStarts[d + 1]; s++) {
        const expected = tokenizer.encode(documents[document][s - documentStarts[d]]);
        expect([...tokens.subarray(sentenceStarts[s], sentenceStarts[s + 1])]).toEqual(expected);
      }
    }
  }
  expect(document).toBe(10_000);
  expect(await encodeCorpus(database, corpus.id, tokenizer)).toEqual(record);
});

test("a corpus too small for one example is refused, a cancelled encoding leaves nothing", async () => {
  const small = await ingestCorpus(database, { name: "x", inputs: [text([["Hello there."]])], options: DETECT });
  await expect(encodeCorpus(database, small.id, tokenizer)).rejects.toMatchObject({ code: "corpus-too-small" });
  const large = await ingestCorpus(database, { name: "x", inputs: [text(stories(30_000))], options: DETECT });
  const controller = new AbortController();
  let encoded = 0;
  const cancelling: SentenceEncoder = {
    ...tokenizer,
    encode: (sentence) => {
      if (encoded++ > 80_000) controller.abort();
      return tokenizer.encode(sentence);
    },
  };
  const cancelled = encodeCorpus(database, large.id, cancelling, { signal: controller.signal });
  await expect(cancelled).rejects.toMatchObject({ kind: "cancelled" });
  expect((await counts()).slice(2)).toEqual([0, 0]);
});

test("deleting a corpus takes its encodings and chunks along, and no others", async () => {
  const [a, b] = await Promise.all(
    ["A", "B"].map((name) => ingestCorpus(database, { name, inputs: [text(stories(20))], options: DETECT })),
  );
  const kept = await encodeCorpus(database, b.id, tokenizer);
  await encodeCorpus(database, a.id, tokenizer);
  await deleteCorpus(database, a.id);
  expect(await counts()).toEqual([1, 1, 1, 1]);
  expect(await listCorpora(database)).toEqual([b]);
  expect(await listEncodings(database)).toEqual([kept]);
  await expect(openTokenStore(database, `${a.id}/by-length`)).rejects.toMatchObject({ code: "encoding-missing" });
  await expect(collect(a.id)).rejects.toMatchObject({ code: "corpus-missing" });
});

test("orphans are removed, complete corpora and those being written are not", async () => {
  const corpus = await ingestCorpus(database, { name: "A", inputs: [text(stories(20))], options: DETECT });
  await encodeCorpus(database, corpus.id, tokenizer);
  for (const chunk of [0, 1]) await database.put("textChunks", { documents: [] }, ["lost", chunk]);
  await database.put("tokenChunks", {}, [`${corpus.id}/lost`, 0]);
  await database.put("encodings", { id: "lost/t", corpusId: "lost" });
  await database.put("tokenChunks", {}, ["lost/t", 0]);

  // Another tab is in the middle of writing: nothing may be called an orphan.
  let release = () => {};
  const writing = navigator.locks.request(
    "cloze-studio-corpus-writing",
    { mode: "shared" },
    () => new Promise<void>((done) => (release = done)),
  );
  await expect.poll(async () => (await navigator.locks.query()).held?.length).toBe(1);
  await removeOrphans(database);
  expect(await counts()).toEqual([1, 3, 2, 3]);
  release();
  await writing;

  await removeOrphans(database);
  expect(await counts()).toEqual([1, 1, 1, 1]);
  expect(await collect(corpus.id)).toEqual(stories(20));
});

test("a missing chunk is named", async () => {
  const corpus = await ingestCorpus(database, { name: "A", inputs: [text(stories(20))], options: DETECT });
  await database.delete("textChunks", [corpus.id, 0]);
  await expect(collect(corpus.id)).rejects.toMatchObject({ kind: "storage", code: "storage-chunk-missing" });
});
