import { expect, test } from "vitest";
import { presetConfig, type PresetName } from "./config";
import { parameterCount, parameterSpecs } from "./parameters";

// Specification 3.5 (ForPreTraining, V = 30,522), computed there from the released models.
test.each<[PresetName, number]>([
  ["tiny", 4_433_468],
  ["mini", 11_267_900],
  ["small", 29_058_876],
  ["medium", 41_668_412],
  ["base", 110_106_428],
])("%s has %i parameters", (preset, count) => {
  expect(parameterCount(presetConfig(preset, 30_522))).toBe(count);
});

test("base has the 206 tensors of the published file, each once", () => {
  const names = parameterSpecs(presetConfig("base", 30_522)).map((spec) => spec.name);
  expect(names).toHaveLength(206);
  expect(new Set(names).size).toBe(206);
});

test("biases and LayerNorms are not decayed, embeddings are", () => {
  for (const { name, decayed } of parameterSpecs(presetConfig("pico", 100))) {
    expect(decayed, name).toBe(!/bias|LayerNorm/.test(name));
  }
});
