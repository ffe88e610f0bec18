// The tensors of BertForPreTraining under their Hugging Face names, in state-dict order (specification 5.2). The tied
// decoder is the word embedding itself and has no entry of its own.

import type { BertConfig } from "./config";

/** A named row-major float32 tensor; the name is its Hugging Face state-dict key (specification 5.2). */
export interface NamedTensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
}

export interface ParameterSpec {
  name: string;
  shape: readonly number[];
  /** Fresh value: normal(0, initializerRange), or a constant. */
  init: "normal" | "zeros" | "ones";
  /** AdamW decay applies: matrices and embeddings, but no bias and no LayerNorm (specification 4.2). */
  decayed: boolean;
}

/** Every parameter of `config`: 16 L + 14 tensors. */
export function parameterSpecs(config: BertConfig): ParameterSpec[] {
  const { vocabSize: V, hiddenSize: H, intermediateSize: I, maxPositionEmbeddings, typeVocabSize } = config;
  const matrix = (name: string, shape: number[]): ParameterSpec => ({ name, shape, init: "normal", decayed: true });
  const bias = (name: string, size: number): ParameterSpec => ({ name, shape: [size], init: "zeros", decayed: false });
  const dense = (name: string, out: number, into: number) => [
    matrix(`${name}.weight`, [out, into]),
    bias(`${name}.bias`, out),
  ];
  const layerNorm = (name: string): ParameterSpec[] => [
    { name: `${name}.weight`, shape: [H], init: "ones", decayed: false },
    bias(`${name}.bias`, H),
  ];
  const layer = (prefix: string) => [
    ...dense(`${prefix}.attention.self.query`, H, H),
    ...dense(`${prefix}.attention.self.key`, H, H),
    ...dense(`${prefix}.attention.self.value`, H, H),
    ...dense(`${prefix}.attention.output.dense`, H, H),
    ...layerNorm(`${prefix}.attention.output.LayerNorm`),
    ...dense(`${prefix}.intermediate.dense`, I, H),
    ...dense(`${prefix}.output.dense`, H, I),
    ...layerNorm(`${prefix}.output.LayerNorm`),
  ];
  return [
    matrix("bert.embeddings.word_embeddings.weight", [V, H]),
    matrix("bert.embeddings.position_embeddings.weight", [maxPositionEmbeddings, H]),
    matrix("bert.embeddings.token_type_embeddings.weight", [typeVocabSize, H]),
    ...layerNorm("bert.embeddings.LayerNorm"),
    ...Array.from({ length: config.numHiddenLayers }, (_, i) => layer(`bert.encoder.layer.${i}`)).flat(),
    ...dense("bert.pooler.dense", H, H),
    bias("cls.predictions.bias", V),
    ...dense("cls.predictions.transform.dense", H, H),
    ...layerNorm("cls.predictions.transform.LayerNorm"),
    ...dense("cls.seq_relationship", 2, H),
  ];
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function parameterCount(config: BertConfig): number {
  return parameterSpecs(config).reduce((sum, { shape }) => sum + elementCount(shape), 0);
}
