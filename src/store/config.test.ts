import { beforeEach, expect, test } from "vitest";
import type { CheckpointRecord } from "../checkpoints/types";
import { SAMPLE_NAME, type CorpusRecord } from "../corpus/types";
import { presetConfig } from "../bert/config";
import { InputError } from "../lib/errors";
import type { TokenizerRecord } from "../tokenizer/types";
import { adaptationRecipe, defaultRecipe, sampleRecipe, SAMPLE_VOCAB_SIZE } from "../training/recipes";
import { useCatalogue } from "./catalogue";
import {
  currentPlan,
  currentVocabularyOptions,
  presetOf,
  requireSoundPlan,
  resetChoices,
  setOption,
  setPreset,
  setVocabularyOption,
  useChoices,
} from "./config";
import { selectCorpus, selectStart, selectTokenizer, useSelection } from "./selection";

const own = { id: "own", name: "own.txt" } as CorpusRecord;
const sample = { id: "sample", name: SAMPLE_NAME } as CorpusRecord;
const tokenizer = { id: "t", vocabSize: 1234 } as TokenizerRecord;
const checkpoint = { id: "c", tokenizerId: "t", model: presetConfig("mini", 1234) } as CheckpointRecord;

beforeEach(() => {
  resetChoices();
  useSelection.setState({ corpusId: null, tokenizerId: null, startingCheckpointId: null });
  useCatalogue.setState({ corpora: [own, sample], tokenizers: [tokenizer], encodings: [], checkpoints: [checkpoint] });
});

test("untouched, the built-in stories take the sample's recipe and own text another", () => {
  expect(currentPlan().config).toEqual(sampleRecipe(SAMPLE_VOCAB_SIZE));
  selectCorpus("own");
  const { vocabSize } = currentVocabularyOptions();
  expect(currentPlan().config).toEqual(defaultRecipe({ preset: "tiny", vocabSize }));
});

test("the model's vocabulary is the chosen tokenizer's, or the size it will be trained to", () => {
  setVocabularyOption("vocabSize", 777);
  expect(currentPlan().config.model.vocabSize).toBe(777);
  selectTokenizer("t");
  expect(currentPlan().config.model.vocabSize).toBe(1234);
});

test("what equals the recipe is no change, and nothing goes back to it", () => {
  const { recipe } = currentPlan();
  setOption("batchSize", recipe.batchSize + 1);
  expect(useChoices.getState().overrides).toEqual({ batchSize: recipe.batchSize + 1 });
  setOption("batchSize", recipe.batchSize);
  expect(useChoices.getState().overrides).toEqual({});
  setOption("seed", 7);
  setOption("seed", null);
  expect(currentPlan().config).toEqual(recipe);
});

test("only the gradient's limit may be none", () => {
  setOption("optimizer.clipNorm", null);
  expect(currentPlan().config.optimizer.clipNorm).toBeNull();
  expect(currentPlan().problems).toEqual({});
});

test("a preset replaces the size of one's own, and every preset is recognised by its shape", () => {
  setOption("model.hiddenSize", 96);
  expect(presetOf(currentPlan().config.model)).toBeNull();
  for (const name of ["pico", "tiny", "mini", "small", "medium", "base"] as const) {
    setPreset(name);
    expect(presetOf(currentPlan().config.model)).toBe(name);
  }
});

test("a run from a checkpoint keeps its shape and takes the gentler recipe and its tokenizer", () => {
  setOption("model.hiddenSize", 96);
  selectStart(checkpoint);
  expect(useSelection.getState().tokenizerId).toBe("t");
  expect(currentPlan().config).toEqual(adaptationRecipe(checkpoint.model));
  selectTokenizer("t"); // by hand: from then on the model is fresh
  expect(useSelection.getState().startingCheckpointId).toBeNull();
});

test("a setting that cannot be is named with its value and what to do, before anything starts", () => {
  setOption("examples.maxSeqLength", 100_000);
  expect(() => requireSoundPlan()).toThrowError(InputError);
  expect(() => requireSoundPlan()).toThrowError(
    /examples\.maxSeqLength is 100000.*cannot exceed.*go back to the recipe/,
  );
});

test("another corpus brings the tokenizer that it was encoded with", () => {
  const encoding = { id: "own/t", corpusId: "own", tokenizerId: "t" };
  useCatalogue.setState({ encodings: [encoding as ReturnType<typeof useCatalogue.getState>["encodings"][number]] });
  selectCorpus("own");
  expect(useSelection.getState().tokenizerId).toBe("t");
  selectCorpus("sample");
  expect(useSelection.getState().tokenizerId).toBeNull();
});
