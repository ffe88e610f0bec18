// Encodes a stored corpus with one tokenizer into chunks of token ids, with the statistics that the studio shows.

import { chunksOf, type Database } from "../lib/database";
import { InputError } from "../lib/errors";
import { breathing } from "./breath";
import { writeChunks } from "./chunkStores";
import { getCorpus, readDocuments } from "./corpusStore";
import { EncodingBuilder } from "./tokenChunks";
import type { EncodingRecord, TokenChunk } from "./types";

/** What encoding needs of a tokenizer. */
export interface SentenceEncoder {
  id: string;
  vocabSize: number;
  unkId: number;
  /** Token ids without [CLS] and [SEP]. */
  encode(text: string): ArrayLike<number>;
}

export interface EncodeHooks {
  signal?: AbortSignal;
  onProgress?(progress: { done: number; total: number }): void; // sentences
}

// The shortest example that teaches anything: two sentences, so that one may follow the other, of a few tokens.
const MIN_SENTENCES = 2;
const MIN_TOKENS = 8;

/** Encodes the corpus, or answers with the record if that was done before. Cancel or failure leaves nothing behind. */
export async function encodeCorpus(
  database: Database,
  corpusId: string,
  tokenizer: SentenceEncoder,
  hooks: EncodeHooks = {},
): Promise<EncodingRecord> {
  const corpus = await getCorpus(database, corpusId);
  const id = `${corpusId}/${tokenizer.id}`;
  return writeChunks(database, "tokenChunks", id, async () => {
    const existing = await database.get("encodings", id);
    if (existing) return existing as EncodingRecord & typeof existing;
    await database.delete("tokenChunks", chunksOf(id)); // of an earlier attempt that was cut off

    const ready: TokenChunk[] = [];
    const { vocabSize, unkId } = tokenizer;
    const source = { corpusId, tokenizerId: tokenizer.id, vocabSize, unkId };
    const builder = new EncodingBuilder(source, (chunk) => ready.push(chunk));
    let written = 0;
    let done = 0;

    async function writeReady(): Promise<void> {
      for (const chunk of ready.splice(0)) await database.put("tokenChunks", chunk, [id, written++]);
    }

    const tell = () => hooks.onProgress?.({ done, total: corpus.report.sentences });
    const breathe = breathing("Encoding the corpus", hooks.signal, tell);
    for await (const documents of readDocuments(database, corpusId)) {
      for (const document of documents) {
        for (const sentence of document) builder.addSentence(tokenizer.encode(sentence));
        builder.endDocument();
        done += document.length;
        if (ready.length > 0) await writeReady();
        await breathe();
      }
    }
    const record = builder.finish();
    await writeReady();
    if (record.sentences < MIN_SENTENCES || record.tokens < MIN_TOKENS) throw tooSmall(record);
    tell();
    await database.put("encodings", { ...record });
    return record;
  });
}

/** Complete encodings of all corpora. */
export async function listEncodings(database: Database): Promise<EncodingRecord[]> {
  return (await database.getAll("encodings")).map((record) => record as EncodingRecord & typeof record);
}

function tooSmall({ sentences, tokens }: EncodingRecord): InputError {
  return new InputError(
    "corpus-too-small",
    `This corpus is too small to make one training example: it has ${sentences} sentences with ${tokens} tokens, ` +
      `but at least ${MIN_SENTENCES} sentences with ${MIN_TOKENS} tokens are needed. Add more text.`,
  );
}
