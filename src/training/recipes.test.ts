import { expect, test } from "vitest";
import { PRESETS, presetConfig, type PresetName } from "../bert/config";
import { runConfigSchema } from "./config";
import { adaptationRecipe, defaultRecipe, SAMPLE_VOCAB_SIZE, sampleRecipe } from "./recipes";

const presets = Object.keys(PRESETS) as PresetName[];

test.each(presets)("the recipe for %s is a valid configuration", (preset) => {
  expect(runConfigSchema.safeParse(defaultRecipe({ preset, vocabSize: 8000 })).error).toBeUndefined();
});

test("the sample's recipe is valid, warms up within its steps and evaluates on the way", () => {
  const recipe = runConfigSchema.parse(sampleRecipe(SAMPLE_VOCAB_SIZE));
  expect(recipe.duration.unit).toBe("steps");
  expect(recipe.schedule.warmupSteps).toBeLessThan(recipe.duration.amount / 4);
  expect(recipe.evaluateEvery).toBeLessThan(recipe.duration.amount / 10);
  expect(recipe.model.vocabSize).toBe(SAMPLE_VOCAB_SIZE);
});

test("further pretraining keeps the model as it is, with a low rate and a tenth of warmup", () => {
  const model = { ...presetConfig("base", 30_522), maxPositionEmbeddings: 64 };
  const recipe = runConfigSchema.parse(adaptationRecipe(model));
  expect(recipe.model).toEqual(model);
  expect(recipe.optimizer.learningRate).toBe(5e-5);
  expect(recipe.schedule.warmupSteps).toBe(recipe.duration.amount / 10);
  expect(recipe.examples.maxSeqLength).toBe(64); // no longer than the model's positions
});
