// The words of this room: what comes in, what was read, what is stored. Plain serialisable data, so that workers, store
// and terminal share it.

/** Where text comes from. `path` is how the person knows it ("folder/file.txt"). */
export type CorpusInput =
  | { kind: "file"; path: string; file: Blob }
  | { kind: "text"; path: string; text: string } // pasted
  | { kind: "url"; path: string; url: string; size: number } // the terminal runner's loopback server
  | { kind: "sample" }; // the built-in stories

export type FileFormat = "text" | "jsonl" | "csv" | "tsv";
export type Layout = "sentence-per-line" | "prose" | "wikitext" | "record";

/** What the built-in stories are called, as an input and as a corpus. */
export const SAMPLE_NAME = "Built-in stories";

/** What a person may fix; null means "detect". */
export interface ReadOptions {
  encoding: string | null; // a TextDecoder label
  layout: Layout | null;
  field: string | null; // JSONL field or CSV/TSV column that holds the text
}

export const DETECT: ReadOptions = { encoding: null, layout: null, field: null };

/** What the first bytes of one input say, before everything is read. */
export interface InputInspection {
  path: string;
  bytes: number | null;
  gzip: boolean;
  format: FileFormat;
  encoding: string;
  /** How the encoding was found, to tell a certainty from a guess. */
  encodingSource: "bom" | "valid-utf-8" | "guessed" | "chosen";
  layout: Layout;
  fields: string[]; // JSONL fields or CSV columns that hold strings; empty for plain text
  field: string | null; // the one that will be read
  preview: string[]; // first sentences, as they would be read
  /** Why this input cannot be read and will be left out; the other fields then say nothing. */
  problem?: string;
}

/** One kind of thing left out while reading, with its reason as a sentence. */
export interface Skipped {
  path: string;
  reason: string;
  count: number;
}

export interface CorpusReport {
  bytes: number; // as stored in the files, compressed ones compressed
  characters: number; // code points of the sentences
  documents: number;
  sentences: number;
  words: number; // by white space
  invalidSequences: number; // replaced by U+FFFD while decoding
  inputs: InputInspection[];
  skipped: Skipped[];
  preview: string[][]; // first documents, each a list of sentences
}

/** A corpus in the database: its text is in textChunks, complete once this record exists. */
export interface CorpusRecord {
  id: string;
  name: string;
  createdAt: number; // ms since 1970
  report: CorpusReport;
  chunks: number;
}

/** A run of whole documents. */
export type Document = string[]; // sentences

/** Documents as stored: about a million characters a chunk. */
export interface TextChunk {
  documents: Document[];
}

/** Token ids of a run of whole documents; about 65,536 tokens a chunk. */
export interface TokenChunk {
  /** [documents + 1]: sentence numbers within the chunk. */
  documentStarts: Uint32Array;
  /** [sentences + 1]: offsets into `tokens`. */
  sentenceStarts: Uint32Array;
  /** 16 bits where the vocabulary allows. */
  tokens: Uint16Array | Uint32Array;
}

/** A corpus encoded with one tokenizer: its chunks are in tokenChunks, complete once this record exists. */
export interface EncodingRecord {
  id: string; // `${corpusId}/${tokenizerId}`
  corpusId: string;
  tokenizerId: string;
  vocabSize: number;
  documents: number;
  sentences: number;
  tokens: number; // without [CLS] and [SEP]
  unknownTokens: number;
  /** Number of the first document of each chunk, corpus-wide, and the total at the end: [chunks + 1]. */
  chunkFirstDocument: number[];
  /** Sentences by length in tokens: lengthHistogram[i] counts lengths [i * lengthBinWidth, (i + 1) * lengthBinWidth); the last bin is open. */
  lengthHistogram: number[];
  lengthBinWidth: number;
  /** Entropy of the unigram distribution of all tokens, in nats: the loss of the best model that ignores context. */
  unigramEntropy: number;
}

/** Random access to an encoded corpus, chunk by chunk. */
export interface TokenStore {
  readonly record: EncodingRecord;
  readChunk(index: number): Promise<TokenChunk>;
}
