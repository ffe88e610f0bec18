import { expect, test } from "vitest";
import { sampleRecipe } from "../training/recipes";
import { differences, valueAt, withOverrides } from "./overrides";

const recipe = sampleRecipe(2000);

test("overrides change what they name, in sections and at the top, and leave the recipe alone", () => {
  const before = structuredClone(recipe);
  const config = withOverrides(recipe, { batchSize: 7, "optimizer.clipNorm": null, "model.hiddenSize": 96 });
  expect(config.batchSize).toBe(7);
  expect(config.optimizer).toEqual({ ...recipe.optimizer, clipNorm: null });
  expect(config.model).toEqual({ ...recipe.model, hiddenSize: 96 });
  expect(recipe).toEqual(before);
});

// A link may name anything.
test("paths that a recipe does not know change nothing", () => {
  const strange = {
    nonsense: 1,
    "model.nonsense": 1,
    "nonsense.hiddenSize": 1,
    "__proto__.polluted": 1,
    "constructor.name": 1,
  };
  expect(withOverrides(recipe, strange)).toEqual(recipe);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("values are found by path, and differences are listed by it", () => {
  expect(valueAt(recipe, "optimizer.learningRate")).toBe(recipe.optimizer.learningRate);
  expect(valueAt(recipe, "seed")).toBe(recipe.seed);
  const other = withOverrides(recipe, { seed: recipe.seed + 1, "schedule.warmupSteps": 1 });
  expect(differences(recipe, other)).toEqual(["seed", "schedule.warmupSteps"]);
});
