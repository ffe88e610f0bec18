// Reads text, trains and loads tokenizers, encodes corpora. Only wires: the work is in the rooms it imports.

import {
  deleteCorpus,
  getCorpus,
  ingestCorpus,
  listCorpora,
  readDocuments,
  removeOrphans,
} from "../corpus/corpusStore";
import { encodeCorpus, listEncodings } from "../corpus/encodeCorpus";
import { inspectInputs } from "../corpus/inspect";
import { openTokenStore } from "../corpus/tokenStore";
import { openStudioDatabase } from "../lib/database";
import { throwIfCancelled } from "../lib/errors";
import { ExampleSource } from "../pretraining/exampleSource";
import type { ExampleOptions } from "../pretraining/types";
import { loadTokenizerFiles } from "../tokenizer/files";
import { TokenBuffer } from "../tokenizer/tokenBuffer";
import { getTokenizer, listTokenizers, saveTokenizer } from "../tokenizer/tokenizerStore";
import { VocabularyTrainer } from "../tokenizer/trainVocabulary";
import { WordPieceTokenizer } from "../tokenizer/wordPiece";
import type { CorpusRequests } from "./protocol";
import { serve } from "./serve";

const database = openStudioDatabase();
// What a closed tab left half-written belongs to nobody.
void database.then(removeOrphans).catch(() => undefined);

async function tokenizerOf(tokenizerId: string): Promise<WordPieceTokenizer> {
  const record = await getTokenizer(await database, tokenizerId);
  return new WordPieceTokenizer(record.definition);
}

async function examplesOf(encodingId: string, options: ExampleOptions, seed: number) {
  const store = await openTokenStore(await database, encodingId);
  const tokenizer = await tokenizerOf(store.record.tokenizerId);
  const { specialIds: special, vocabSize, isContinuation } = tokenizer;
  return { tokenizer, source: new ExampleSource(store, { special, vocabSize, isContinuation }, options, seed) };
}

serve<CorpusRequests>({
  inspect: ({ inputs, options }) => inspectInputs(inputs, options),

  async readCorpus({ name, inputs, options }, { signal, onProgress }) {
    const progress = (p: { done: number; total: number | null; documents: number; sentences: number }) =>
      onProgress({ ...p, unit: "bytes", phase: "Reading" });
    return ingestCorpus(await database, { name, inputs, options }, { signal, onProgress: progress });
  },

  async trainVocabulary({ corpusId, options }, { signal, onProgress }) {
    const db = await database;
    const corpus = await getCorpus(db, corpusId);
    const trainer = new VocabularyTrainer(options);
    const total = corpus.report.sentences;
    let done = 0;
    for await (const documents of readDocuments(db, corpusId)) {
      for (const sentence of documents.flat()) trainer.addText(sentence);
      done += documents.reduce((sum, document) => sum + document.length, 0);
      throwIfCancelled(signal, "Training the vocabulary");
      onProgress({ done, total, unit: "sentences", phase: "Counting words" });
    }
    const definition = await trainer.train({ signal, onProgress: (p) => onProgress({ ...p, unit: "merges" }) });
    const pieces = definition.vocab.length.toLocaleString("en");
    return saveTokenizer(db, `${pieces} pieces trained on ${corpus.name}`, definition);
  },

  async loadTokenizer({ files }) {
    const texts = await Promise.all(files.map(async ({ path, file }) => ({ path, text: await file.text() })));
    return saveTokenizer(await database, files.map(({ path }) => path).join(", "), loadTokenizerFiles(texts));
  },

  async encodeCorpus({ corpusId, tokenizerId }, { signal, onProgress }) {
    const tokenizer = await tokenizerOf(tokenizerId);
    const buffer = new TokenBuffer();
    const encoder = {
      id: tokenizerId,
      vocabSize: tokenizer.vocabSize,
      unkId: tokenizer.specialIds.unk,
      encode(text: string) {
        buffer.clear();
        tokenizer.encodeInto(text, buffer);
        return buffer.view(); // read before the next sentence
      },
    };
    return encodeCorpus(await database, corpusId, encoder, {
      signal,
      onProgress: (p) => onProgress({ done: p.done, total: p.total, unit: "sentences", phase: "Encoding" }),
    });
  },

  tokenize: async ({ tokenizerId, text }) => (await tokenizerOf(tokenizerId)).encodeWithOffsets(text),

  async showExample({ encodingId, options, seed, index }) {
    const { tokenizer, source } = await examplesOf(encodingId, options, seed);
    const example = await source.example(index);
    const names = (ids: number[]) => ids.map((id) => tokenizer.idToToken(id));
    return { ...example, tokens: names(example.tokenIds), maskedTokens: names(example.maskedIds) };
  },

  async countExamples({ encodingId, options, seed }) {
    const { source } = await examplesOf(encodingId, options, seed);
    return source.countExamples();
  },

  async listCorpora() {
    const db = await database;
    const [corpora, tokenizers, encodings] = await Promise.all([
      listCorpora(db),
      listTokenizers(db),
      listEncodings(db),
    ]);
    return { corpora, tokenizers, encodings };
  },

  async deleteCorpus({ corpusId }) {
    await deleteCorpus(await database, corpusId);
    return null;
  },
});
