// Pretraining examples built lazily from an encoded corpus. Every draw is a pure function of (seed, purpose, epoch, index),
// so that a cursor of three numbers is all that a resumed run needs to see the very same batches.

import type { TokenStore } from "../corpus/types";
import { InputError, invariant } from "../lib/errors";
import { keyedDraws } from "../lib/random";
import { assembleBatch } from "./batch";
import { heldOutCount, heldOutSplit } from "./heldOut";
import { maskTokens } from "./masking";
import { readWindow, windowCount, type ExampleWindow, type Pass } from "./pass";
import type { Batch, ExampleCursor, ExampleOptions, ExampleVocabulary, PretrainingExample } from "./types";

/** Of about 65,536 tokens each: a million tokens, tens of thousands of examples to shuffle. */
const CHUNKS_PER_WINDOW = 16;
/** A held-out window spans more chunks, as it takes few documents of each. */
const MOST_HELD_OUT_CHUNKS = 1024;
/** Held-out pairs and masks are the same for every run. */
const HELD_OUT_SEED = 0x5eed;

export class ExampleSource {
  readonly start: ExampleCursor = { epoch: 0, window: 0, index: 0 };
  private readonly heldOutPass: Pass;
  private readonly isHeldOut: (document: number) => boolean;
  private readonly training = new LastWindow();
  private readonly heldOut = new LastWindow();

  /** Throws InputError `corpus-too-small` if nothing can be learned from the corpus under these options. */
  constructor(
    private readonly store: TokenStore,
    private readonly vocabulary: ExampleVocabulary,
    private readonly options: ExampleOptions,
    private readonly seed: number,
  ) {
    const { documents, vocabSize } = store.record;
    invariant(
      vocabSize === vocabulary.vocabSize,
      `corpus encoded for ${vocabSize} pieces, not ${vocabulary.vocabSize}`,
    );
    checkSize(store, options);
    this.isHeldOut = heldOutSplit(documents, options.heldOutFraction);
    this.heldOutPass = {
      seed: HELD_OUT_SEED,
      epoch: 0,
      chunksPerWindow: Math.min(MOST_HELD_OUT_CHUNKS, Math.ceil(CHUNKS_PER_WINDOW / (options.heldOutFraction || 1))),
      includes: this.isHeldOut,
    };
  }

  /** Always full: where an epoch ends, the next one begins. `realTokens` counts what is not padding. */
  async nextBatch(
    cursor: ExampleCursor,
    batchSize: number,
  ): Promise<{ batch: Batch; next: ExampleCursor; realTokens: number }> {
    const examples: PretrainingExample[] = [];
    let { epoch, window, index } = cursor;
    let windowsWithout = 0;
    while (examples.length < batchSize) {
      const pass = this.trainingPass(epoch);
      const current = await this.training.get(this.store, this.options, pass, window);
      while (index < current.segments.length && examples.length < batchSize) {
        examples.push(this.buildExample(current, pass, window, index++));
      }
      if (examples.length === batchSize) break;
      windowsWithout = current.segments.length === 0 ? windowsWithout + 1 : 0;
      if (windowsWithout > this.windows) throw tooSmall("no sentence is left for training");
      index = 0;
      window++;
      if (window >= this.windows) [epoch, window] = [epoch + 1, 0];
    }
    const realTokens = examples.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
    return { batch: this.assemble(examples), next: { epoch, window, index }, realTokens };
  }

  /**
   * Held-out examples with fixed pairs and masks, at most `maxExamples`. Batches are all of one size, so that an engine
   * keeps one set of buffers: a rest that does not fill a batch is left out, unless it is all there is.
   */
  async *heldOutBatches(batchSize: number, maxExamples: number): AsyncIterable<Batch> {
    const waiting: PretrainingExample[] = [];
    let left = maxExamples;
    let batches = 0;
    for (let window = 0; left > 0 && window < windowCount(this.store, this.heldOutPass); window++) {
      const current = await this.heldOut.get(this.store, this.options, this.heldOutPass, window);
      for (let index = 0; left > 0 && index < current.segments.length; index++, left--) {
        waiting.push(this.buildExample(current, this.heldOutPass, window, index));
        if (waiting.length < batchSize) continue;
        yield this.assemble(waiting.splice(0));
        batches++;
      }
    }
    if (batches === 0 && waiting.length > 0) yield this.assemble(waiting);
  }

  /** Examples of the first epoch and held-out ones. Reads the whole corpus. */
  async countExamples(): Promise<{ training: number; heldOut: number }> {
    const count = async (pass: Pass) => {
      let sum = 0;
      for (let window = 0; window < windowCount(this.store, pass); window++) {
        sum += (await readWindow(this.store, this.options, pass, window)).segments.length;
      }
      return sum;
    };
    return {
      training: await count(this.trainingPass(0)),
      heldOut:
        heldOutCount(this.store.record.documents, this.options.heldOutFraction) > 0 ? await count(this.heldOutPass) : 0,
    };
  }

  /** The example number `index` of the first epoch, as training will see it. Throws InputError `no-such-example`. */
  async example(index: number): Promise<PretrainingExample> {
    const pass = this.trainingPass(0);
    let before = 0;
    for (let window = 0; window < this.windows; window++) {
      const current = await this.training.get(this.store, this.options, pass, window);
      const inWindow = index - before;
      if (inWindow in current.segments) return this.buildExample(current, pass, window, inWindow);
      before += current.segments.length;
    }
    throw new InputError(
      "no-such-example",
      `There is no example ${index + 1}: an epoch of this corpus has ${before}. Choose a number from 1 to ${before}.`,
    );
  }

  /** Epochs completed at `cursor`, with their fraction. */
  async epochAt({ epoch, window, index }: ExampleCursor): Promise<number> {
    const { segments } = await this.training.get(this.store, this.options, this.trainingPass(epoch), window);
    return epoch + (window + Math.min(1, index / Math.max(1, segments.length))) / this.windows;
  }

  private get windows(): number {
    return windowCount(this.store, { chunksPerWindow: CHUNKS_PER_WINDOW });
  }

  private trainingPass(epoch: number): Pass {
    return {
      seed: this.seed,
      epoch,
      chunksPerWindow: CHUNKS_PER_WINDOW,
      includes: (document) => !this.isHeldOut(document),
    };
  }

  /** [CLS] A [SEP] B [SEP], or [CLS] A [SEP], with its masks. */
  private buildExample(
    { documents, segments }: ExampleWindow,
    { seed, epoch }: Pass,
    window: number,
    index: number,
  ): PretrainingExample {
    const { cls, sep } = this.vocabulary.special;
    const { aStart, aEnd, bStart, bEnd, nextSentenceLabel } = segments[index];
    const first = [cls, ...documents.tokens.subarray(aStart, aEnd), sep];
    const second = nextSentenceLabel === null ? [] : [...documents.tokens.subarray(bStart, bEnd), sep];
    const tokenIds = [...first, ...second];
    // One 32-bit word names the window: an epoch has fewer than 65,536 windows (68 billion tokens).
    const draws = keyedDraws(seed, "masking", ((epoch << 16) | window) >>> 0, index);
    return {
      tokenIds,
      tokenTypeIds: tokenIds.map((_, position) => (position < first.length ? 0 : 1)),
      nextSentenceLabel,
      ...maskTokens(tokenIds, this.vocabulary, this.options, draws),
    };
  }

  private assemble(examples: readonly PretrainingExample[]): Batch {
    return assembleBatch(examples, this.options, this.vocabulary.special.pad);
  }
}

/** Keeps the window read last: batches in a row come from the same one. */
class LastWindow {
  private key = "";
  private window: Promise<ExampleWindow> | null = null;

  get(store: TokenStore, options: ExampleOptions, pass: Pass, window: number): Promise<ExampleWindow> {
    const key = `${pass.epoch}:${window}`;
    if (this.window === null || this.key !== key) {
      const reading = readWindow(store, options, pass, window);
      this.key = key;
      this.window = reading;
      // A chunk that could not be read may be readable the next time.
      reading.catch(() => {
        if (this.window === reading) this.window = null;
      });
    }
    return this.window;
  }
}

function checkSize({ record }: TokenStore, { nextSentencePrediction }: ExampleOptions): void {
  const { documents, sentences, tokens } = record;
  if (documents === 0 || tokens === 0) throw tooSmall(`it has ${documents} documents and ${tokens} tokens`);
  if (nextSentencePrediction && sentences <= documents) {
    throw tooSmall(
      `it has ${documents === 1 ? "one document" : `${documents} documents`} of one sentence each, and a sentence ` +
        "pair needs a document of at least two",
      "Add text, choose another layout, or train on masked words only.",
    );
  }
}

function tooSmall(found: string, advice = "Add more text."): InputError {
  return new InputError("corpus-too-small", `The corpus is too small to make an example: ${found}. ${advice}`);
}
