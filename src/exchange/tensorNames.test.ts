import { expect, test } from "vitest";
import { presetConfig } from "../bert/config";
import { parameterSpecs } from "../bert/parameters";
import { matchTensors } from "./tensorNames";

const specs = parameterSpecs(presetConfig("pico", 30));
const names = specs.map(({ name }) => name);

test("our own names match themselves, all of them", () => {
  expect(matchTensors(names, specs)).toEqual({
    found: new Map(names.map((name) => [name, [name]])),
    absentParts: [],
    missing: [],
    extra: [],
  });
});

test.each([
  ["bert.embeddings.LayerNorm.gamma", "bert.embeddings.LayerNorm.weight"],
  ["bert.encoder.layer.1.output.LayerNorm.beta", "bert.encoder.layer.1.output.LayerNorm.bias"],
  ["cls.predictions.transform.LayerNorm.gamma", "cls.predictions.transform.LayerNorm.weight"],
  ["embeddings.LayerNorm.gamma", "bert.embeddings.LayerNorm.weight"],
  ["encoder.layer.0.attention.self.query.weight", "bert.encoder.layer.0.attention.self.query.weight"],
  ["pooler.dense.bias", "bert.pooler.dense.bias"],
  ["cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight"],
  ["cls.predictions.decoder.bias", "cls.predictions.bias"],
])("%s is %s", (theirs, ours) => {
  expect(matchTensors([theirs], specs).found).toEqual(new Map([[ours, [theirs]]]));
});

test.each(["bert.embeddings.position_ids", "embeddings.position_ids", "bert.embeddings.token_type_ids"])(
  "%s is a buffer, neither found nor extra",
  (name) => expect(matchTensors([name], specs)).toMatchObject({ found: new Map(), extra: [] }),
);

test.each(["classifier.weight", "bert.encoder.layer.2.output.dense.bias", "roberta.pooler.dense.weight", "__proto__"])(
  "%s has no place",
  (name) => expect(matchTensors([name], specs)).toMatchObject({ found: new Map(), extra: [name] }),
);

test("a tensor under both its names is found twice, for their values to be compared", () => {
  const both = ["cls.predictions.bias", "cls.predictions.decoder.bias"];
  expect(matchTensors(both, specs).found.get("cls.predictions.bias")).toEqual(both);
});

test("a head may be absent as a whole, not by halves; the encoder may not", () => {
  const without = (part: RegExp) =>
    matchTensors(
      names.filter((name) => !part.test(name)),
      specs,
    );
  expect(without(/^cls\.|pooler/).absentParts.map(({ name, parameters }) => [name, parameters.length])).toEqual([
    ["the pooler", 2],
    ["the masked-word head", 5],
    ["the next-sentence head", 2],
  ]);
  expect(without(/seq_relationship\.bias/)).toMatchObject({ absentParts: [], missing: ["cls.seq_relationship.bias"] });
  expect(without(/layer\.1\.output\.dense/).missing).toEqual([
    "bert.encoder.layer.1.output.dense.weight",
    "bert.encoder.layer.1.output.dense.bias",
  ]);
});
