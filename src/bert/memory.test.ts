import { expect, test } from "vitest";
import { presetConfig } from "./config";
import { estimateMemory, parametersByPart } from "./memory";
import { parameterCount } from "./parameters";

test("the parts add up, and the encoder of base has 12 layers of 7,087,872 parameters", () => {
  const config = presetConfig("base", 30_522);
  const parts = parametersByPart(config);
  expect(parts.reduce((sum, { value }) => sum + value, 0)).toBe(parameterCount(config));
  expect(parts.find(({ name }) => name === "Encoder")?.value).toBe(12 * 7_087_872);
  expect(parts.find(({ name }) => name === "Pooler")?.value).toBe(768 * 768 + 768);
});

test("weights, gradients and moments of base are 16 bytes a parameter; only activations grow with the batch", () => {
  const config = presetConfig("base", 30_522);
  const [one, two, three] = [8, 16, 24].map((batchSize) =>
    estimateMemory(config, { batchSize, seqLength: 128, maxPredictions: 20 }),
  );
  expect(one.weights + one.gradients + one.moments).toBe(16 * 110_106_428);
  expect(two.activations - one.activations).toBe(three.activations - two.activations);
  expect(two.total - one.total).toBe(two.activations - one.activations);
});
