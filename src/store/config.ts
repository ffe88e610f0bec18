// The Model and Pretraining places: a recipe that fits the corpus and the starting weights, and what the person changed
// about it. Only the changes are state; the configuration of the next run is worked out from them.

import { useMemo } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { useShallow } from "zustand/react/shallow";
import { PRESETS, type BertConfig, type PresetName } from "../bert/config";
import { SAMPLE_NAME } from "../corpus/types";
import { InputError } from "../lib/errors";
import type { VocabularyTrainingOptions } from "../tokenizer/types";
import { runConfigSchema, type RunConfig } from "../training/config";
import { recipeFor, vocabularyRecipe, type Circumstances } from "../training/recipes";
import { valueAt, withOverrides, type ConfigPath, type OptionValue } from "./overrides";
import { selected, useSelectedCorpus, useSelectedTokenizer, useStartingCheckpoint } from "./selection";
import type { Choices } from "./shareLink";

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
const UNCHANGED: Choices = { preset: null, overrides: {}, vocabulary: {} };

export const useChoices = create<Choices>()(persist((): Choices => UNCHANGED, { name: "cloze-choices" }));

/** Chooses the size called `name`; any other name changes nothing. */
export function setPreset(name: string): void {
  const preset = PRESET_NAMES.find((candidate) => candidate === name);
  if (!preset) return;
  useChoices.setState(({ overrides }) => ({ preset, overrides: withoutPrefix(overrides, "model.") }));
}

export function resetChoices(): void {
  useChoices.setState(UNCHANGED);
}

export function applyChoices(choices: Choices): void {
  useChoices.setState(choices);
}

/** Sets one value. What equals the recipe's own is no change; null where null is no value goes back to the recipe. */
export function setOption(path: ConfigPath, value: OptionValue): void {
  const own = valueAt(currentRecipe(), path);
  useChoices.setState(({ overrides }) => {
    const { [path]: _replaced, ...rest } = overrides;
    const unchanged = value === own || (value === null && path !== "optimizer.clipNorm");
    return { overrides: unchanged ? rest : { ...rest, [path]: value } };
  });
}

export function setVocabularyOption<K extends keyof VocabularyTrainingOptions>(
  key: K,
  value: VocabularyTrainingOptions[K] | null,
): void {
  useChoices.setState(({ vocabulary }) => {
    const { [key]: _replaced, ...rest } = vocabulary;
    const own = vocabularyRecipe(isSample())[key];
    return { vocabulary: value === null || value === own ? rest : { ...rest, [key]: value } };
  });
}

const withoutPrefix = (overrides: Choices["overrides"], prefix: string) =>
  Object.fromEntries(Object.entries(overrides).filter(([path]) => !path.startsWith(prefix)));

// --- what follows from the choices --------------------------------------------------------------------------------------

/** The configuration of the next run with what is wrong about it, by path. */
export interface Plan {
  config: RunConfig;
  recipe: RunConfig;
  problems: Partial<Record<string, string>>;
}

function planFor(choices: Choices, circumstances: Omit<Circumstances, "preset">): Plan {
  const recipe = recipeFor({ ...circumstances, preset: choices.preset });
  const { startingModel } = circumstances;
  // A model that exists already keeps its shape.
  const overrides = startingModel ? withoutPrefix(choices.overrides, "model.") : choices.overrides;
  const config = withOverrides(recipe, overrides);
  const { error } = runConfigSchema.safeParse(config);
  const problems = Object.fromEntries(error?.issues.map(({ path, message }) => [path.join("."), message]) ?? []);
  return { config, recipe, problems };
}

function circumstancesNow(): Omit<Circumstances, "preset"> {
  const { tokenizer, checkpoint } = selected();
  const sample = isSample();
  const vocabSize =
    tokenizer?.vocabSize ?? { ...vocabularyRecipe(sample), ...useChoices.getState().vocabulary }.vocabSize;
  return { sample, vocabSize, startingModel: checkpoint?.model ?? null };
}

function isSample(): boolean {
  const { corpus } = selected();
  return !corpus || corpus.name === SAMPLE_NAME;
}

/** The configuration of the next run; throws InputError `config-invalid` that names the first thing wrong with it. */
export function requireSoundPlan(): RunConfig {
  const { config, problems } = currentPlan();
  const [problem] = Object.entries(problems);
  if (!problem) return config;
  const [path, message] = problem;
  const value = JSON.stringify(valueAt(config, path as ConfigPath)) ?? "set as it is";
  throw new InputError(
    "config-invalid",
    `The setting ${path} is ${value}, which cannot be. ${message} Change it in Pretraining or Model, or go back to the recipe.`,
  );
}

const currentRecipe = () => recipeFor({ ...circumstancesNow(), preset: useChoices.getState().preset });
export const currentPlan = (): Plan => planFor(useChoices.getState(), circumstancesNow());
export const currentVocabularyOptions = (): VocabularyTrainingOptions => ({
  ...vocabularyRecipe(isSample()),
  ...useChoices.getState().vocabulary,
});

export function useVocabularyOptions(): VocabularyTrainingOptions {
  const corpus = useSelectedCorpus();
  const changed = useChoices((s) => s.vocabulary);
  return { ...vocabularyRecipe(!corpus || corpus.name === SAMPLE_NAME), ...changed };
}

export function usePlan(): Plan {
  const choices = useChoices(
    useShallow((s) => ({ preset: s.preset, overrides: s.overrides, vocabulary: s.vocabulary })),
  );
  const corpus = useSelectedCorpus();
  const tokenizer = useSelectedTokenizer();
  const checkpoint = useStartingCheckpoint();
  const { vocabSize: requestedSize } = useVocabularyOptions();
  const sample = !corpus || corpus.name === SAMPLE_NAME;
  const vocabSize = tokenizer?.vocabSize ?? requestedSize;
  const startingModel = checkpoint?.model ?? null;
  return useMemo(
    () => planFor(choices, { sample, vocabSize, startingModel }),
    [choices, sample, vocabSize, startingModel],
  );
}

/** The preset whose shape a model has, or null for a size of one's own. */
export function presetOf(model: BertConfig): PresetName | null {
  const fits = (name: PresetName) =>
    PRESETS[name].hiddenSize === model.hiddenSize &&
    PRESETS[name].numHiddenLayers === model.numHiddenLayers &&
    model.intermediateSize === 4 * model.hiddenSize;
  return PRESET_NAMES.find(fits) ?? null;
}

/** "tiny", or "3 layers of 96". */
export function sizeName(model: BertConfig): string {
  return presetOf(model) ?? `${model.numHiddenLayers} layers of ${model.hiddenSize}`;
}
