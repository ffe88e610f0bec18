import { beforeAll, expect, test } from "vitest";
import * as tf from "@tensorflow/tfjs";
import { presetConfig } from "../bert/config";
import { freshWeights } from "../bert/initialisation";
import type { NamedTensor } from "../bert/parameters";
import { chooseBackend } from "./backend";
import { createEngine } from "./createEngine";
import type { DeviceDescription } from "./engine";

const config = { ...presetConfig("pico", 30), hiddenSize: 4, intermediateSize: 6, maxPositionEmbeddings: 8 };
const weights = [...freshWeights(config, 1)];
let device: DeviceDescription;

beforeAll(async () => {
  ({ device } = await chooseBackend("cpu"));
});

const refusal = (tensors: Iterable<NamedTensor>) =>
  createEngine(config, device, tensors).catch((error: unknown) => error);

test("a missing tensor is named", async () => {
  const lacking = weights.filter(({ name }) => name !== "bert.pooler.dense.bias");
  expect(await refusal(lacking)).toMatchObject({
    code: "missing-tensor",
    message: expect.stringContaining("The weights lack bert.pooler.dense.bias."),
  });
});

test("a tensor too many or twice is named", async () => {
  const foreign = { name: "bert.pooler.extra", shape: [1], data: Float32Array.of(1) };
  expect(await refusal([...weights, foreign])).toMatchObject({
    code: "unexpected-tensor",
    message: expect.stringContaining("hold bert.pooler.extra, which a BERT of this configuration does not have"),
  });
  expect(await refusal([...weights, weights[3]])).toMatchObject({
    code: "unexpected-tensor",
    message: `The weights hold ${weights[3].name} twice; each tensor must come once.`,
  });
});

test("a tensor of another shape is named with both shapes, a transposed one too", async () => {
  const index = weights.findIndex(({ name }) => name.endsWith("intermediate.dense.weight"));
  const transposed = { ...weights[index], shape: [4, 6] };
  expect(await refusal(weights.with(index, transposed))).toMatchObject({
    code: "shape-mismatch",
    message: expect.stringMatching(/intermediate\.dense\.weight has shape \[4, 6\].* asks for \[6, 4\]/),
  });
});

test("a refused write changes nothing and leaves no tensor behind", async () => {
  const engine = await createEngine(config, device, weights);
  const before = tf.memory().numTensors;
  const halved = weights.slice(0, 9).map((tensor) => ({ ...tensor, data: tensor.data.map((x) => x / 2) }));
  await expect(engine.writeState("weights", halved)).rejects.toMatchObject({ code: "missing-tensor" });
  const found: NamedTensor[] = [];
  for await (const tensor of engine.readState("weights")) found.push(tensor);
  expect(found).toEqual(weights);
  expect(tf.memory().numTensors).toBe(before);
  engine.dispose();
});
