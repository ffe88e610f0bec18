// Builds token chunks of whole documents, and the statistics of an encoding, one sentence at a time.

import type { EncodingRecord, TokenChunk } from "./types";

/** A chunk is closed at the end of the document that reaches this many tokens. */
const TOKENS_PER_CHUNK = 65_536;

const LENGTH_BIN_WIDTH = 4;
const LENGTH_BINS = 64; // the last holds 252 tokens and more

/** Whole numbers that grow by doubling. */
class Numbers {
  private data = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Uint32Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }

  /** The numbers so far, not copied. */
  view(): Uint32Array {
    return this.data.subarray(0, this.length);
  }
}

export interface EncodingSource {
  corpusId: string;
  tokenizerId: string;
  vocabSize: number;
  unkId: number;
}

/** Entropy, in nats, of the distribution that `counts` describe. */
export function entropyOf(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  let entropy = 0;
  for (let i = 0; i < counts.length; i++) {
    const share = counts[i] / total;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return entropy;
}

/** Sentences and ends of documents go in; `chunk` takes each finished chunk; `record` sums up at the end. */
export class EncodingBuilder {
  private tokens = new Numbers();
  private sentenceStarts = new Numbers();
  private documentStarts = new Numbers();
  private readonly chunkFirstDocument = [0];
  private readonly counts: Float64Array;
  private readonly lengthHistogram = new Array<number>(LENGTH_BINS).fill(0);
  private documents = 0;
  private sentences = 0;
  private documentIsEmpty = true;

  constructor(
    private readonly source: EncodingSource,
    private readonly chunk: (chunk: TokenChunk) => void,
    private readonly tokensPerChunk = TOKENS_PER_CHUNK,
  ) {
    this.counts = new Float64Array(source.vocabSize);
  }

  /** A sentence without tokens leaves no trace. */
  addSentence(ids: ArrayLike<number>): void {
    if (ids.length === 0) return;
    if (this.documentIsEmpty) this.documentStarts.push(this.sentenceStarts.length);
    this.documentIsEmpty = false;
    this.sentenceStarts.push(this.tokens.length);
    for (let i = 0; i < ids.length; i++) {
      this.tokens.push(ids[i]);
      this.counts[ids[i]]++;
    }
    this.lengthHistogram[Math.min(LENGTH_BINS - 1, Math.floor(ids.length / LENGTH_BIN_WIDTH))]++;
    this.sentences++;
  }

  /** A document without tokens leaves no trace. */
  endDocument(): void {
    if (this.documentIsEmpty) return;
    this.documentIsEmpty = true;
    this.documents++;
    if (this.tokens.length >= this.tokensPerChunk) this.closeChunk();
  }

  private closeChunk(): void {
    this.documentStarts.push(this.sentenceStarts.length);
    this.sentenceStarts.push(this.tokens.length);
    const tokens = this.tokens.view();
    this.chunk({
      documentStarts: this.documentStarts.view().slice(),
      sentenceStarts: this.sentenceStarts.view().slice(),
      tokens: this.source.vocabSize <= 0x10000 ? Uint16Array.from(tokens) : tokens.slice(),
    });
    this.chunkFirstDocument.push(this.documents);
    this.tokens = new Numbers();
    this.sentenceStarts = new Numbers();
    this.documentStarts = new Numbers();
  }

  /** Closes the last chunk and sums up. */
  finish(): EncodingRecord {
    this.endDocument();
    if (this.tokens.length > 0) this.closeChunk();
    const { corpusId, tokenizerId, vocabSize, unkId } = this.source;
    return {
      id: `${corpusId}/${tokenizerId}`,
      corpusId,
      tokenizerId,
      vocabSize,
      documents: this.documents,
      sentences: this.sentences,
      tokens: this.counts.reduce((sum, count) => sum + count, 0),
      unknownTokens: this.counts[unkId] ?? 0,
      chunkFirstDocument: this.chunkFirstDocument,
      lengthHistogram: this.lengthHistogram,
      lengthBinWidth: LENGTH_BIN_WIDTH,
      unigramEntropy: entropyOf(this.counts),
    };
  }
}
