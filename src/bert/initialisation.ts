// Fresh weights as Hugging Face makes them (specification 3.4): matrices and embeddings from an untruncated normal
// distribution, the [PAD] row zero, biases 0, LayerNorm weights 1. Every tensor has its own key, so that one tensor can
// be drawn without the others.

import { keyedDraws } from "../lib/random";
import type { BertConfig } from "./config";
import { elementCount, parameterSpecs, type NamedTensor, type ParameterSpec } from "./parameters";

/** The tensor number `index` of `parameterSpecs(config)` in its fresh state. */
export function freshTensor(spec: ParameterSpec, config: BertConfig, seed: number, index: number): NamedTensor {
  const data = new Float32Array(elementCount(spec.shape));
  if (spec.init === "ones") data.fill(1);
  if (spec.init === "normal") {
    const draws = keyedDraws(seed, "initialisation", index);
    for (let i = 0; i < data.length; i++) data[i] = config.initializerRange * draws.normal();
  }
  if (spec.name === "bert.embeddings.word_embeddings.weight") {
    const { padTokenId, hiddenSize } = config;
    data.fill(0, padTokenId * hiddenSize, (padTokenId + 1) * hiddenSize);
  }
  return { name: spec.name, shape: spec.shape, data };
}

/** All tensors of a fresh model, one at a time, in the order of `parameterSpecs`. */
export function* freshWeights(config: BertConfig, seed: number): Iterable<NamedTensor> {
  for (const [index, spec] of parameterSpecs(config).entries()) yield freshTensor(spec, config, seed, index);
}
