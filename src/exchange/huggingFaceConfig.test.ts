import { expect, test } from "vitest";
import { presetConfig } from "../bert/config";
import { configFromJson, configToJson } from "./huggingFaceConfig";

// config.json of google-bert/bert-base-uncased as published: the defaults, and keys that mean nothing here.
const BERT_BASE = {
  architectures: ["BertForMaskedLM"],
  attention_probs_dropout_prob: 0.1,
  gradient_checkpointing: false,
  hidden_act: "gelu",
  hidden_dropout_prob: 0.1,
  hidden_size: 768,
  initializer_range: 0.02,
  intermediate_size: 3072,
  layer_norm_eps: 1e-12,
  max_position_embeddings: 512,
  model_type: "bert",
  num_attention_heads: 12,
  num_hidden_layers: 12,
  pad_token_id: 0,
  position_embedding_type: "absolute",
  transformers_version: "4.6.0.dev0",
  type_vocab_size: 2,
  use_cache: true,
  vocab_size: 30522,
};
const read = (json: object) => configFromJson(JSON.stringify(json));

test("the published bert-base-uncased, and the defaults of an empty file, are our base preset", () => {
  expect(read(BERT_BASE)).toEqual(presetConfig("base", 30_522));
  expect(read({})).toEqual(presetConfig("base", 30_522));
});

test("what is written comes back, under the keys of Hugging Face in their order", () => {
  const config = { ...presetConfig("pico", 1234), hiddenAct: "gelu_new" as const, hiddenDropoutProb: 0 };
  const json = configToJson(config, ["BertForPreTraining"]);
  expect(configFromJson(json)).toEqual(config);
  const keys = Object.keys(JSON.parse(json) as object);
  expect(keys).toEqual([...keys].sort());
  const { gradient_checkpointing: _legacy, transformers_version: _version, ...ours } = BERT_BASE;
  expect(keys).toEqual(expect.arrayContaining(Object.keys(ours)));
  expect(json.endsWith("}\n")).toBe(true);
});

test("null is as good as absent; other names of an activation are understood", () => {
  expect(read({ vocab_size: 100, pad_token_id: null, model_type: null }).padTokenId).toBe(0);
  expect(read({ hidden_act: "gelu_pytorch_tanh" }).hiddenAct).toBe("gelu_new");
});

test.each<[object | string, string, string]>([
  ["{", "config-invalid", "not JSON"],
  ["[]", "config-invalid", "not a JSON object"],
  [{ model_type: "roberta" }, "config-unsupported", 'model_type: "roberta"'],
  [{ position_embedding_type: "relative_key" }, "config-unsupported", 'position_embedding_type: "relative_key"'],
  [{ is_decoder: true }, "config-unsupported", "is_decoder: true"],
  [{ add_cross_attention: true }, "config-unsupported", "add_cross_attention: true"],
  [{ tie_word_embeddings: false }, "config-unsupported", "tie_word_embeddings: false"],
  [{ hidden_act: "relu" }, "config-invalid", 'hidden_act is "relu"'],
  [{ hidden_act: "toString" }, "config-invalid", 'hidden_act is "toString"'],
  [{ hidden_size: "768" }, "config-invalid", 'hidden_size is "768"'],
  [{ hidden_size: 768.5 }, "config-invalid", "hidden_size is 768.5"],
  [{ num_hidden_layers: 0 }, "config-invalid", "num_hidden_layers is 0"],
  [{ num_hidden_layers: 1e9 }, "config-invalid", "at most 1000"],
  [{ num_attention_heads: 5 }, "config-invalid", "num_attention_heads is 5"],
  [{ vocab_size: 100, pad_token_id: 100 }, "config-invalid", "pad_token_id is 100"],
])("refuses %j by name", (json, code, part) => {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  expect(() => configFromJson(text)).toThrow(expect.objectContaining({ name: "InputError", code }));
  expect(() => configFromJson(text)).toThrow(part);
});
