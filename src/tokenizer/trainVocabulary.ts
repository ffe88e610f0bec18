// Trains a WordPiece vocabulary as huggingface does: byte-pair merging with a continuation prefix (specification 1.8).
// Where the library's order is that of its hash maps, ours is by code point, so that the same text gives the same pieces.

import { CharacterRules } from "./characterRules";
import { InputError, throwIfCancelled } from "../lib/errors";
import { mergePairs } from "./mergePairs";
import { DEFAULT_SPECIAL_TOKENS, listSpecialTokens, specialAddedToken } from "./specialTokens";
import type { TokenizerDefinition, VocabularyTrainingOptions } from "./types";
import { WordScanner } from "./wordScanner";
import { splitWords } from "./splitWords";
import { WordTable } from "./wordTable";

export interface TrainingHooks {
  signal?: AbortSignal;
  /** Pieces made out of the pieces asked for. */
  onProgress?(progress: { done: number; total: number; phase: string }): void;
}

const MAX_INPUT_CHARS_PER_WORD = 100;
const WORKING_MS = 30; // between pauses in which cancelling is heard

export class VocabularyTrainer {
  private readonly scanner: WordScanner;
  private readonly words = new WordTable(4096);
  private readonly counts: number[] = []; // by word

  constructor(private readonly options: VocabularyTrainingOptions) {
    checkOptions(options);
    this.scanner = new WordScanner(new CharacterRules(normalizerOf(options)));
  }

  /** Counts the words of a text. Memory grows with the number of different words only. */
  addText(text: string): void {
    const { scanner, words, counts } = this;
    scanner.start(text);
    while (scanner.next()) {
      const number = words.find(scanner.units, scanner.length, scanner.hash);
      if (number >= 0) counts[number]++;
      else counts[words.add(scanner.units, scanner.length, scanner.hash)] = 1;
    }
  }

  /** Throws `vocabulary-no-words`, `vocabulary-too-small` or CancelledError. */
  async train(hooks: TrainingHooks = {}): Promise<TokenizerDefinition> {
    const { vocabSize, minFrequency, limitAlphabet } = this.options;
    const { signal } = hooks;
    if (this.words.size === 0) {
      throw new InputError(
        "vocabulary-no-words",
        "The text holds no words to train a vocabulary on: only spaces and control characters were found. Choose another text.",
      );
    }
    throwIfCancelled(signal, "Training the vocabulary");
    const specials = listSpecialTokens(DEFAULT_SPECIAL_TOKENS);
    const split = splitWords(this.words, this.counts, limitAlphabet, specials.length);
    const vocab = [...specials, ...split.characters];
    if (vocab.length > vocabSize) throw tooSmall(vocabSize, vocab.length, split.alphabetSize);

    let pausedAt = performance.now();
    const merges = mergePairs(split.words, this.counts, vocab, { vocabSize, minFrequency });
    while (!merges.next().done) {
      if (performance.now() - pausedAt < WORKING_MS) continue;
      hooks.onProgress?.({ done: vocab.length, total: vocabSize, phase: "Merging pieces" });
      await new Promise((resolve) => setTimeout(resolve));
      throwIfCancelled(signal, "Training the vocabulary");
      pausedAt = performance.now();
    }
    hooks.onProgress?.({ done: vocab.length, total: vocab.length, phase: "Merging pieces" });
    return {
      vocab,
      normalizer: normalizerOf(this.options),
      addedTokens: specials.map(specialAddedToken),
      ...DEFAULT_SPECIAL_TOKENS,
      maxInputCharsPerWord: MAX_INPUT_CHARS_PER_WORD,
    };
  }
}

function normalizerOf({ lowercase }: VocabularyTrainingOptions) {
  return { cleanText: true, handleChineseChars: true, stripAccents: null, lowercase };
}

function checkOptions({ vocabSize, minFrequency, limitAlphabet }: VocabularyTrainingOptions): void {
  const settings: [string, number, number][] = [
    ["vocabulary size", vocabSize, 6],
    ["minimum frequency", minFrequency, 0],
    ["alphabet limit", limitAlphabet, 1],
  ];
  for (const [name, value, least] of settings) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new InputError("vocabulary-options", `The ${name} is ${value}. Give a whole number of at least ${least}.`);
  }
}

function tooSmall(asked: number, needed: number, characters: number): InputError {
  return new InputError(
    "vocabulary-too-small",
    `A vocabulary of ${asked} pieces has no room for this text: its ${characters} different characters, within words and ` +
      `at their beginning, and the 5 special tokens need ${needed}. Ask for more than ${needed} pieces, or lower the ` +
      "alphabet limit.",
  );
}
