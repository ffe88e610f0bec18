// BERT for pretraining, to be read from top to bottom in the order of execution (specification 3; Devlin et al. 2018).
// Weights carry their Hugging Face names and layout, [out, in] for matrices. Shapes: B sequences of S positions, R = B S
// rows; H hidden size, A heads of width D, V vocabulary, P predictions a sequence.

import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../bert/config";
import type { PredictionInput } from "../engine";
import { dropoutFactors, type DropoutKey } from "./dropout";
import type { Operations } from "./operations";
import { RowScatter } from "./rowScatter";

/** Weights by name: matrices 2-D, biases and LayerNorm parameters 1-D. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/** What of a batch the encoder needs, on the device. */
export interface EncoderInput {
  batchSize: number;
  seqLength: number;
  ids: tf.Tensor1D; // [R]
  idScatter: RowScatter; // for the gradient of the word embeddings
  tokenTypes: tf.Tensor2D; // [R, T], one-hot
  maskBias: tf.Tensor4D | null; // [B, 1, 1, S]: 0 where attended, very negative on padding; null without padding
}

/** Rows picked out of [R, H], each at most once. */
export interface RowSelection {
  rows: tf.Tensor1D; // [N]
  scatter: RowScatter;
}

/** Added to the scores of padding: exp(-10000) is 0 in float32, and the value still fits half precision. */
const MASKED = -10_000;

export class BertModel {
  private place = 0;

  /** `dropout` null: evaluation, nothing is dropped. */
  constructor(
    private readonly config: BertConfig,
    private readonly ops: Operations,
    private readonly weights: Weights,
    private readonly dropout: DropoutKey | null,
  ) {}

  /** Last hidden states [R, H]. */
  encode(input: EncoderInput): tf.Tensor2D {
    let hidden = this.embed(input);
    for (let layer = 0; layer < this.config.numHiddenLayers; layer++) {
      const name = `bert.encoder.layer.${layer}`;
      hidden = this.feedForward(name, this.selfAttention(name, hidden, input));
    }
    return hidden;
  }

  /** Word + segment + position, normalised. */
  private embed({ ids, idScatter, tokenTypes, batchSize }: EncoderInput): tf.Tensor2D {
    const name = "bert.embeddings";
    const words = this.ops.lookup(this.matrix(`${name}.word_embeddings.weight`), ids, idScatter);
    const types = this.ops.select(tokenTypes, this.matrix(`${name}.token_type_embeddings.weight`));
    const positions = this.matrix(`${name}.position_embeddings.weight`);
    const sum = this.ops.addPositions(tf.add(words, types), positions, batchSize);
    return this.drop(this.layerNorm(`${name}.LayerNorm`, sum), this.config.hiddenDropoutProb);
  }

  /** X' = LN(X + drop(W_o attention(W_q X, W_k X, W_v X))): every position looks at all positions of its sequence. */
  private selfAttention(layer: string, x: tf.Tensor2D, { batchSize, seqLength, maskBias }: EncoderInput): tf.Tensor2D {
    const name = `${layer}.attention`;
    const query = this.dense(`${name}.self.query`, x);
    const key = this.dense(`${name}.self.key`, x);
    const value = this.dense(`${name}.self.value`, x);
    const heads = this.config.numAttentionHeads;
    const drop = this.dropMask([batchSize, heads, seqLength, seqLength], this.config.attentionProbsDropoutProb);
    const shape = { batchSize, seqLength, heads };
    const context = this.ops.attention([query, key, value], shape, maskBias, drop as tf.Tensor4D | null);
    const output = this.drop(this.dense(`${name}.output.dense`, context), this.config.hiddenDropoutProb);
    return this.layerNorm(`${name}.output.LayerNorm`, tf.add(x, output));
  }

  /** X'' = LN(X' + drop(W_2 act(W_1 X'))): each position on its own, H -> I -> H. */
  private feedForward(layer: string, x: tf.Tensor2D): tf.Tensor2D {
    const intermediate = this.dense(`${layer}.intermediate.dense`, x);
    const activated = this.ops.activation(this.config.hiddenAct, intermediate);
    const output = this.drop(this.dense(`${layer}.output.dense`, activated), this.config.hiddenDropoutProb);
    return this.layerNorm(`${layer}.output.LayerNorm`, tf.add(x, output));
  }

  /** Vocabulary logits [N, V] at the selected rows only: the decoder is the word embedding, transposed. */
  maskedWordLogits(hidden: tf.Tensor2D, selection: RowSelection): tf.Tensor2D {
    const name = "cls.predictions";
    const selected = this.ops.lookup(hidden, selection.rows, selection.scatter); // [R, H] -> [N, H]
    const activated = this.ops.activation(this.config.hiddenAct, this.dense(`${name}.transform.dense`, selected));
    const transformed = this.layerNorm(`${name}.transform.LayerNorm`, activated);
    const words = this.matrix("bert.embeddings.word_embeddings.weight");
    return this.ops.tiedDecoder(transformed, words, this.vector(`${name}.bias`));
  }

  /** Next-sentence logits [B, 2] from the pooled [CLS] rows. */
  nextSentenceLogits(hidden: tf.Tensor2D, firstRows: RowSelection): tf.Tensor2D {
    const first = this.ops.lookup(hidden, firstRows.rows, firstRows.scatter); // [R, H] -> [B, H]
    const pooled = tf.tanh(this.dense("bert.pooler.dense", first));
    return this.dense("cls.seq_relationship", pooled);
  }

  private dense(name: string, x: tf.Tensor2D): tf.Tensor2D {
    return this.ops.dense(x, this.matrix(`${name}.weight`), this.vector(`${name}.bias`));
  }

  private layerNorm(name: string, x: tf.Tensor2D): tf.Tensor2D {
    const [gamma, beta] = [this.vector(`${name}.weight`), this.vector(`${name}.bias`)];
    return this.ops.layerNorm(x, gamma, beta, this.config.layerNormEps);
  }

  private drop(x: tf.Tensor2D, rate: number): tf.Tensor2D {
    const mask = this.dropMask(x.shape, rate);
    return mask ? tf.mul(x, mask) : x;
  }

  /** Null where nothing is dropped, so that evaluation and a rate of 0 cost nothing. */
  private dropMask(shape: number[], rate: number): tf.Tensor | null {
    if (!this.dropout || rate === 0) return null;
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor(dropoutFactors(size, rate, this.dropout, this.place++), shape);
  }

  private matrix(name: string): tf.Tensor2D {
    return this.weights.get(name) as tf.Tensor2D;
  }

  private vector(name: string): tf.Tensor1D {
    return this.weights.get(name) as tf.Tensor1D;
  }
}

/** Uploads ids, segments and mask. Call it in a tidy, like everything here. */
export function encoderInput(config: BertConfig, input: PredictionInput): EncoderInput {
  const { batchSize, seqLength, inputIds, attentionMask, tokenTypeIds } = input;
  const padded = attentionMask.includes(0);
  const bias = Float32Array.from(attentionMask, (attended) => (attended ? 0 : MASKED));
  const oneHot = new Float32Array(inputIds.length * config.typeVocabSize);
  for (let i = 0; i < tokenTypeIds.length; i++) oneHot[i * config.typeVocabSize + tokenTypeIds[i]] = 1;
  return {
    batchSize,
    seqLength,
    ids: tf.tensor1d(inputIds, "int32"),
    idScatter: new RowScatter(inputIds, config.vocabSize),
    tokenTypes: tf.tensor2d(oneHot, [inputIds.length, config.typeVocabSize]),
    maskBias: padded ? tf.tensor4d(bias, [batchSize, 1, 1, seqLength]) : null,
  };
}

/** Rows of [R, H] by flat index. A row with weight 0 is read but gets no gradient (padding of the predictions). */
export function rowSelection(indices: Int32Array, rows: number, weights?: Float32Array): RowSelection {
  const scattered = weights ? indices.map((index, i) => (weights[i] > 0 ? index : -1)) : indices;
  return { rows: tf.tensor1d(indices, "int32"), scatter: new RowScatter(scattered, rows) };
}
