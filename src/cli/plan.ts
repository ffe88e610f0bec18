// From what the person asked for to the configuration of a run: a recipe, with the given options put in and what depends
// on them following suit.

import { defaultInitializerRange, type BertConfig } from "../bert/config";
import { StudioError } from "../lib/errors";
import type { VocabularyTrainingOptions } from "../tokenizer/types";
import { runConfigSchema, type RunConfig } from "../training/config";
import { recipeFor, vocabularyRecipe } from "../training/recipes";
import type { Choices } from "./options";

const EVALUATIONS_OF_A_SHORT_RUN = 10;

export function vocabularyOptions(choices: Choices): VocabularyTrainingOptions {
  const recipe = vocabularyRecipe(choices.sample === true);
  return {
    ...recipe,
    vocabSize: choices["vocab-size"] ?? recipe.vocabSize,
    lowercase: !choices.cased,
    minFrequency: choices["min-frequency"] ?? recipe.minFrequency,
  };
}

function planModel(choices: Choices, base: BertConfig, seqLength: number): BertConfig {
  const hiddenSize = choices["hidden-size"] ?? base.hiddenSize;
  const wider = hiddenSize !== base.hiddenSize;
  return {
    ...base,
    hiddenSize,
    numHiddenLayers: choices.layers ?? base.numHiddenLayers,
    numAttentionHeads: choices.heads ?? (wider ? Math.max(2, Math.floor(hiddenSize / 64)) : base.numAttentionHeads),
    intermediateSize: choices["intermediate-size"] ?? (wider ? 4 * hiddenSize : base.intermediateSize),
    initializerRange: wider ? defaultInitializerRange(hiddenSize) : base.initializerRange,
    hiddenDropoutProb: choices.dropout ?? base.hiddenDropoutProb,
    attentionProbsDropoutProb: choices.dropout ?? base.attentionProbsDropoutProb,
    maxPositionEmbeddings: Math.max(base.maxPositionEmbeddings, seqLength),
  };
}

/** The configuration of a new run. Throws a usage error where the options do not fit together. */
export function planConfig(choices: Choices, vocabSize: number, startingModel: BertConfig | null): RunConfig {
  const sample = choices.sample === true;
  const base = recipeFor({ sample, vocabSize, preset: choices.preset ?? null, startingModel });
  const maxSeqLength = choices["seq-len"] ?? base.examples.maxSeqLength;
  const maskedLmProb = choices["mask-prob"] ?? base.examples.maskedLmProb;
  const sameMasks = maxSeqLength === base.examples.maxSeqLength && maskedLmProb === base.examples.maskedLmProb;
  const nextSentencePrediction = choices.objective
    ? choices.objective === "mlm+nsp"
    : base.examples.nextSentencePrediction;
  const model = startingModel
    ? { ...startingModel, ...dropoutOf(choices) }
    : planModel(choices, base.model, maxSeqLength);
  const config: RunConfig = {
    ...base,
    ...planDuration(choices, base),
    seed: choices.seed ?? base.seed,
    model,
    examples: {
      ...base.examples,
      maxSeqLength,
      maskedLmProb,
      maxPredictionsPerSeq: sameMasks ? base.examples.maxPredictionsPerSeq : Math.ceil(maxSeqLength * maskedLmProb),
      wholeWordMasking: choices["whole-word"] ?? base.examples.wholeWordMasking,
      nextSentencePrediction,
      heldOutFraction: choices["held-out"] ?? base.examples.heldOutFraction,
    },
    lossWeights: {
      mlm: choices["mlm-weight"] ?? base.lossWeights.mlm,
      nsp: choices["nsp-weight"] ?? base.lossWeights.nsp,
    },
    batchSize: choices.batch ?? base.batchSize,
    accumulationSteps: choices.accumulate ?? base.accumulationSteps,
    optimizer: {
      ...base.optimizer,
      learningRate: choices.lr ?? base.optimizer.learningRate,
      weightDecay: choices["weight-decay"] ?? base.optimizer.weightDecay,
      clipNorm: choices.clip === undefined ? base.optimizer.clipNorm : choices.clip,
    },
    saveEvery: choices["save-every"] ?? base.saveEvery,
  };
  const checked = runConfigSchema.safeParse(config);
  if (checked.success) return checked.data;
  const { message, path } = checked.error.issues[0];
  throw new StudioError("usage", "usage", `These options do not fit together: ${message} (${path.join(".")})`);
}

function dropoutOf({ dropout }: Choices): Partial<BertConfig> {
  return dropout === undefined ? {} : { hiddenDropoutProb: dropout, attentionProbsDropoutProb: dropout };
}

/** A run made shorter or longer keeps its proportions: the same share of warmup, and never without an evaluation. */
function planDuration(choices: Choices, base: RunConfig): Pick<RunConfig, "duration" | "schedule" | "evaluateEvery"> {
  const { steps, epochs } = choices;
  const duration: RunConfig["duration"] =
    steps !== undefined
      ? { unit: "steps", amount: steps }
      : epochs !== undefined
        ? { unit: "epochs", amount: epochs }
        : base.duration;
  const factor = duration.unit === base.duration.unit ? duration.amount / base.duration.amount : 1;
  const shortRun =
    steps === undefined ? base.evaluateEvery : Math.max(1, Math.round(steps / EVALUATIONS_OF_A_SHORT_RUN));
  return {
    duration,
    schedule: {
      kind: choices.schedule ?? base.schedule.kind,
      warmupSteps: choices.warmup ?? Math.round(base.schedule.warmupSteps * factor),
    },
    evaluateEvery: choices["eval-every"] ?? Math.min(base.evaluateEvery, shortRun),
  };
}

/** "Stories, 2 layers of 128". */
export function runName(corpusName: string, { numHiddenLayers, hiddenSize }: BertConfig): string {
  return `${corpusName}, ${numHiddenLayers} ${numHiddenLayers === 1 ? "layer" : "layers"} of ${hiddenSize}`;
}
