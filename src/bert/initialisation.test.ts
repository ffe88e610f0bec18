import { expect, test } from "vitest";
import { presetConfig } from "./config";
import { freshTensor, freshWeights } from "./initialisation";
import { parameterSpecs } from "./parameters";

const config = { ...presetConfig("pico", 500), initializerRange: 0.05 };
const weights = new Map([...freshWeights(config, 7)].map((tensor) => [tensor.name, tensor]));

test("matrices are normal with the configured deviation, tails included", () => {
  const { data } = weights.get("bert.encoder.layer.0.intermediate.dense.weight")!;
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  // Four standard errors of 16,384 draws.
  expect(Math.abs(mean)).toBeLessThan((4 * 0.05) / Math.sqrt(data.length));
  expect(Math.abs(deviation - 0.05)).toBeLessThan((4 * 0.05) / Math.sqrt(2 * data.length));
  // Of a normal distribution 4.55% lie beyond two deviations; a truncated one has none there.
  const beyond = data.filter((x) => Math.abs(x) > 0.1).length / data.length;
  expect(beyond).toBeGreaterThan(0.039);
  expect(beyond).toBeLessThan(0.052);
});

test("the row of [PAD] is zero and its neighbour is not", () => {
  const { data } = weights.get("bert.embeddings.word_embeddings.weight")!;
  expect(data.subarray(0, 64).every((x) => x === 0)).toBe(true);
  expect(data.subarray(64, 128).some((x) => x !== 0)).toBe(true);
});

test("LayerNorm starts as the identity, biases at zero", () => {
  const valuesOf = (ending: string) =>
    new Set([...weights.values()].filter(({ name }) => name.endsWith(ending)).flatMap(({ data }) => [...data]));
  expect(valuesOf("LayerNorm.weight")).toEqual(new Set([1]));
  expect(valuesOf("bias")).toEqual(new Set([0]));
});

test("a tensor can be drawn alone, and another seed gives another tensor", () => {
  const specs = parameterSpecs(config);
  const index = 9;
  expect(freshTensor(specs[index], config, 7, index)).toEqual(weights.get(specs[index].name));
  expect(freshTensor(specs[index], config, 8, index)).not.toEqual(weights.get(specs[index].name));
});
