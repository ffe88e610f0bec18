// Run configurations to start from. Each is a plain RunConfig: whatever a person does not touch stays as it is here.

import { presetConfig, type BertConfig, type PresetName } from "../bert/config";
import type { ExampleOptions } from "../pretraining/types";
import type { VocabularyTrainingOptions } from "../tokenizer/types";
import type { RunConfig } from "./config";

/** Pieces to train on the built-in sample: it has fewer different words than that, so that nearly all are one piece. */
export const SAMPLE_VOCAB_SIZE = 2000;
const SAMPLE_PRESET: PresetName = "pico";

/** Two of the stories' sentences. Short sequences teach a small model sooner: each position is seen more often. */
const SAMPLE_SEQ_LENGTH = 32;

/** Size and pieces for own text, unless told otherwise. */
const OWN_TEXT_PRESET: PresetName = "tiny";
const OWN_TEXT_VOCAB_SIZE = 8000;

export interface Circumstances {
  sample: boolean; // the built-in stories, or own text
  vocabSize: number;
  /** Chosen size; null: the recipe's own. */
  preset: PresetName | null;
  /** The model to go on from; null: a fresh one. */
  startingModel: BertConfig | null;
}

/** What the next run begins from, before a person changes anything. */
export function recipeFor({ sample, vocabSize, preset, startingModel }: Circumstances): RunConfig {
  if (startingModel) return adaptationRecipe(startingModel);
  if (sample) return sampleRecipe(vocabSize, preset ?? SAMPLE_PRESET);
  return defaultRecipe({ preset: preset ?? OWN_TEXT_PRESET, vocabSize });
}

export function vocabularyRecipe(sample: boolean): VocabularyTrainingOptions {
  const vocabSize = sample ? SAMPLE_VOCAB_SIZE : OWN_TEXT_VOCAB_SIZE;
  return { vocabSize, lowercase: true, minFrequency: 2, limitAlphabet: 1000 };
}

/** The recipe behind the Start button on the built-in sample: minutes on a software renderer, less on a GPU. */
export function sampleRecipe(vocabSize: number, preset: PresetName = SAMPLE_PRESET): RunConfig {
  const recipe = defaultRecipe({ preset, vocabSize });
  // Tuned for pico; a larger model keeps its preset's rate.
  const learningRate = preset === SAMPLE_PRESET ? 3e-3 : recipe.optimizer.learningRate;
  return {
    ...recipe,
    model: {
      ...recipe.model,
      // So small a model does not overfit in a few passes; dropout would only slow it down.
      hiddenDropoutProb: 0,
      attentionProbsDropoutProb: 0,
      maxPositionEmbeddings: 2 * SAMPLE_SEQ_LENGTH, // room to probe with a longer text
    },
    examples: { ...recipe.examples, maxSeqLength: SAMPLE_SEQ_LENGTH, maxPredictionsPerSeq: 5 },
    batchSize: 32,
    // A short memory of the squared gradients (RoBERTa's 0.98) suits a run of few steps.
    optimizer: { ...recipe.optimizer, learningRate, beta2: 0.98 },
    schedule: { kind: "linear", warmupSteps: 50 },
    duration: { unit: "steps", amount: 800 },
    evaluateEvery: 50,
    evaluationExamples: 256,
    saveEvery: 50, // three megabytes each
  };
}

/** A fresh model of a preset on own text. Small models from scratch bear a high rate, base the paper's 1e-4. */
export function defaultRecipe({ preset, vocabSize }: { preset: PresetName; vocabSize: number }): RunConfig {
  return {
    seed: 42,
    model: presetConfig(preset, vocabSize),
    examples: EXAMPLES,
    lossWeights: { mlm: 1, nsp: 1 },
    batchSize: 16,
    accumulationSteps: 1,
    optimizer: {
      learningRate: PEAK_RATES[preset],
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.01,
      clipNorm: 1,
    },
    schedule: { kind: "linear", warmupSteps: 200 },
    duration: { unit: "steps", amount: 5000 },
    evaluateEvery: 100,
    evaluationExamples: 256,
    saveEvery: 500,
  };
}

/** Further pretraining of a finished model on own text: a low rate, a tenth of the steps as warmup. */
export function adaptationRecipe(model: BertConfig): RunConfig {
  const recipe = defaultRecipe({ preset: "base", vocabSize: model.vocabSize });
  const maxSeqLength = Math.min(EXAMPLES.maxSeqLength, model.maxPositionEmbeddings);
  return {
    ...recipe,
    model,
    examples: { ...EXAMPLES, maxSeqLength },
    batchSize: 8,
    accumulationSteps: 4,
    optimizer: { ...recipe.optimizer, learningRate: 5e-5 },
    schedule: { kind: "linear", warmupSteps: 100 },
    duration: { unit: "steps", amount: 1000 },
  };
}

const PEAK_RATES: Record<PresetName, number> = {
  pico: 1e-3,
  tiny: 1e-3,
  mini: 5e-4,
  small: 3e-4,
  medium: 2e-4,
  base: 1e-4,
};

/** 20 of 128 positions: 15%, as in the paper. */
const EXAMPLES: ExampleOptions = {
  maxSeqLength: 128,
  maskedLmProb: 0.15,
  maxPredictionsPerSeq: 20,
  wholeWordMasking: false,
  shortSeqProb: 0.1,
  nextSentencePrediction: true,
  heldOutFraction: 0.05,
};
