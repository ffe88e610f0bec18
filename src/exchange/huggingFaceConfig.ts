// config.json of Hugging Face to and from our configuration (specification 5.1). Unknown keys are ignored, missing ones
// take the defaults of BertConfig, and what this studio cannot train is refused by name.

import { bertConfigSchema, type BertConfig } from "../bert/config";
import { InputError } from "../lib/errors";

/** Our field, the file's key, and its value where the file is silent. */
const FIELDS = [
  ["vocabSize", "vocab_size", 30522],
  ["hiddenSize", "hidden_size", 768],
  ["numHiddenLayers", "num_hidden_layers", 12],
  ["numAttentionHeads", "num_attention_heads", 12],
  ["intermediateSize", "intermediate_size", 3072],
  ["hiddenAct", "hidden_act", "gelu"],
  ["hiddenDropoutProb", "hidden_dropout_prob", 0.1],
  ["attentionProbsDropoutProb", "attention_probs_dropout_prob", 0.1],
  ["maxPositionEmbeddings", "max_position_embeddings", 512],
  ["typeVocabSize", "type_vocab_size", 2],
  ["initializerRange", "initializer_range", 0.02],
  ["layerNormEps", "layer_norm_eps", 1e-12],
  ["padTokenId", "pad_token_id", 0],
] as const satisfies [keyof BertConfig, string, number | string][];

/** Keys of which one value is the BERT of this studio, and the default too. */
const ONLY = {
  model_type: "bert",
  position_embedding_type: "absolute",
  is_decoder: false,
  add_cross_attention: false,
  tie_word_embeddings: true,
} as const;

/** Other names of the activations that we have. */
const ACTIVATIONS: Record<string, string> = { gelu_pytorch_tanh: "gelu_new", gelu_python: "gelu" };

const MAX_LAYERS = 1000; // before a number in a file decides how long a list becomes

export function configToJson(config: BertConfig, architectures: readonly string[]): string {
  const json: Record<string, unknown> = {
    architectures,
    classifier_dropout: null,
    torch_dtype: "float32",
    use_cache: true,
    ...ONLY,
  };
  for (const [field, key] of FIELDS) json[key] = config[field];
  const sorted = Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/** Throws `config-invalid` or `config-unsupported`; the message names the key. */
export function configFromJson(text: string): BertConfig {
  const json = parseObject(text);
  for (const [key, only] of Object.entries(ONLY)) {
    const found = json.get(key) ?? only;
    if (found !== only) {
      throw new InputError(
        "config-unsupported",
        `config.json says ${key}: ${JSON.stringify(found)}, but this studio trains only models with ` +
          `${JSON.stringify(only)} there. Choose another BERT model.`,
      );
    }
  }
  const found = FIELDS.map(([field, key, fallback]) => [field, known(json.get(key) ?? fallback)] as const);
  const { success, data, error } = bertConfigSchema.safeParse(Object.fromEntries(found));
  if (!success) {
    const [{ path, message }] = error.issues;
    const [, key, fallback] = FIELDS.find(([field]) => field === path[0]) ?? FIELDS[0];
    throw invalid(`${key} is ${JSON.stringify(json.get(key) ?? fallback)}. ${message}`);
  }
  if (data.numHiddenLayers > MAX_LAYERS) {
    throw invalid(`num_hidden_layers is ${data.numHiddenLayers}; expected at most ${MAX_LAYERS}`);
  }
  if (data.padTokenId >= data.vocabSize) {
    throw invalid(`pad_token_id is ${data.padTokenId}, outside the ${data.vocabSize} tokens of the vocabulary`);
  }
  return data;
}

function known(value: unknown): unknown {
  return typeof value === "string" && Object.hasOwn(ACTIVATIONS, value) ? ACTIVATIONS[value] : value;
}

function invalid(reason: string): InputError {
  return new InputError(
    "config-invalid",
    `config.json does not describe a BERT: ${reason.replace(/\.$/, "")}. Correct it, or download the model again.`,
  );
}

function parseObject(text: string): Map<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalid("it is not a JSON object");
  return new Map(Object.entries(json));
}
