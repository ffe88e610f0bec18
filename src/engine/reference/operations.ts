// The differentiable blocks of BERT in stock TensorFlow.js ops, forward and backward side by side (specification 3.1,
// 3.2, 3.6). Gradients are written out because the stock ones sum over leading axes, transpose and scatter far more than
// needed. Matrices that many rows pass through are 2-D [R, ...], since the gradient of a broadcast matmul is wrong there.

import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../bert/config";
import type { RowScatter } from "./rowScatter";

/** The stock softmax kernel of WebGPU writes out of bounds beyond this many rows. */
const SOFTMAX_ROW_LIMIT = 65_535;
/** Rows of the constant that sums columns: a product with a single row falls off the fast path of the GPU backends. */
const SUMMING_ROWS = 4;

export class Operations {
  private readonly constants = new Map<string, tf.Tensor>();

  /** `value` as a tensor that stays on the device: a plain number would be uploaded at every use. */
  scalar(value: number): tf.Scalar {
    return this.constant(`${value}`, () => tf.scalar(value)) as tf.Scalar;
  }

  /** y = x W^T + b for W stored [out, in]; x [R, in] -> [R, out]. */
  dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
    // Transposing the weight costs little and keeps the product on WebGPU's vec4 path.
    const forward = () => ({ value: tf.fused.matMul({ a: x, b: tf.transpose(weight), bias }), saved: { x, weight } });
    return differentiable([x, weight, bias], forward, (dy, saved) => [
      tf.matMul(dy, saved.weight),
      tf.matMul(dy, saved.x, true, false), // [out, R] x [R, in]
      this.columnSums(dy),
    ]);
  }

  /** Logits over the vocabulary with the word embedding as decoder: x [P, H], words [V, H], bias [V] -> [P, V]. */
  tiedDecoder(x: tf.Tensor2D, words: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
    // Not transposed as in `dense`: a copy of the largest matrix would cost more than it saves for a few rows.
    const forward = () => ({ value: tf.fused.matMul({ a: x, b: words, transposeB: true, bias }), saved: { x, words } });
    return differentiable([x, words, bias], forward, (dy, saved) => [
      tf.matMul(dy, saved.words),
      tf.matMul(dy, saved.x, true, false), // [V, P] x [P, H]
      this.columnSums(dy),
    ]);
  }

  /** LayerNorm over the last axis of [R, H], biased variance. */
  layerNorm(x: tf.Tensor2D, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number): tf.Tensor2D {
    const H = x.shape[1];
    const forward = () => {
      const centred = tf.sub(x, this.rowMeans(x));
      const variance = this.rowMeans(tf.mul(centred, centred));
      const inverseDeviation = tf.rsqrt(tf.add(variance, this.scalar(epsilon))); // [R, 1]
      const normalised = tf.mul(centred, inverseDeviation);
      return { value: tf.add(tf.mul(normalised, gamma), beta), saved: { normalised, inverseDeviation, gamma } };
    };
    // dx = (u - mean(u) - x^ mean(u x^)) / deviation with u = dy gamma
    return differentiable([x, gamma, beta], forward, (dy, saved) => {
      const dyNormalised: tf.Tensor2D = tf.mul(dy, saved.normalised);
      const gammaColumn = tf.reshape(tf.mul(saved.gamma, this.scalar(1 / H)), [H, 1]);
      const meanU = tf.matMul(dy, gammaColumn); // [R, 1]
      const meanUNormalised = tf.matMul(dyNormalised, gammaColumn); // [R, 1]
      const centred = tf.sub(tf.mul(dy, saved.gamma), meanU);
      const dx = tf.mul(tf.sub(centred, tf.mul(saved.normalised, meanUNormalised)), saved.inverseDeviation);
      return [dx, this.columnSums(dyNormalised), this.columnSums(dy)];
    });
  }

  /** The activation of the feed-forward layers and of the MLM transform. */
  activation(kind: BertConfig["hiddenAct"], x: tf.Tensor2D): tf.Tensor2D {
    return kind === "gelu" ? this.gelu(x) : this.geluTanh(x);
  }

  /** x Phi(x) with the exact error function. */
  private gelu(x: tf.Tensor2D): tf.Tensor2D {
    const forward = () => {
      const half = this.scalar(0.5);
      const cdf = tf.add(tf.mul(tf.erf(tf.mul(x, this.scalar(Math.SQRT1_2))), half), half);
      return { value: tf.mul(x, cdf), saved: { x, cdf } };
    };
    // d/dx = Phi(x) + x phi(x)
    return differentiable([x], forward, (dy, saved) => {
      const bell = tf.exp(tf.mul(tf.mul(saved.x, saved.x), this.scalar(-0.5)));
      const slope = tf.add(saved.cdf, tf.mul(tf.mul(saved.x, this.scalar(1 / Math.sqrt(2 * Math.PI))), bell));
      return [tf.mul(dy, slope)];
    });
  }

  /** The tanh approximation, "gelu_new": x (1 + tanh u) / 2 with u = sqrt(2/pi) (x + 0.044715 x^3). */
  private geluTanh(x: tf.Tensor2D): tf.Tensor2D {
    const a = Math.sqrt(2 / Math.PI);
    const b = a * 0.044715;
    const forward = () => {
      const half = this.scalar(0.5);
      const u = tf.mul(x, tf.add(tf.mul(tf.mul(x, x), this.scalar(b)), this.scalar(a)));
      const gate = tf.add(tf.mul(tf.tanh(u), half), half); // (1 + tanh u) / 2
      return { value: tf.mul(x, gate), saved: { x, gate } };
    };
    // d gate / du = 2 gate (1 - gate); du/dx = a + 3 b x^2
    return differentiable([x], forward, (dy, saved) => {
      const twiceDu = tf.add(tf.mul(tf.mul(saved.x, saved.x), this.scalar(6 * b)), this.scalar(2 * a));
      const dGate = tf.mul(tf.sub(saved.gate, tf.mul(saved.gate, saved.gate)), twiceDu);
      return [tf.mul(dy, tf.add(saved.gate, tf.mul(saved.x, dGate)))];
    });
  }

  /**
   * softmax(Q K^T / sqrt(D) + mask) V for each head. query, key, value [R, H] with R = B S; `bias` [B, 1, 1, S] is added to
   * the scores (null: nothing is masked); `drop` [B, A, S, S] multiplies the probabilities (null: no dropout) -> [R, H].
   */
  attention(
    [query, key, value]: readonly [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D],
    { batchSize: B, seqLength: S, heads: A }: { batchSize: number; seqLength: number; heads: number },
    bias: tf.Tensor4D | null,
    drop: tf.Tensor4D | null,
  ): tf.Tensor2D {
    const [R, H] = query.shape;
    const D = H / A;
    const scale = this.scalar(1 / Math.sqrt(D));
    const headRows = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [B, S, A, D]), [0, 2, 1, 3]); // [R, H] -> [B, A, S, D]
    const headColumns = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [B, S, A, D]), [0, 2, 3, 1]); // -> [B, A, D, S]
    const merge = (x: tf.Tensor) => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [R, H]); // [B, A, S, D] -> [R, H]
    const dropped = (x: tf.Tensor, factors: tf.Tensor | null) => (factors ? tf.mul(x, factors) : x); // [B, A, S, S]

    const forward = () => {
      const q = headRows(tf.mul(query, scale)); // [B, A, S, D], as are k and v
      const scores = tf.matMul(q, headColumns(key)); // [B, A, S, S]
      const p = softmax(bias ? tf.add(scores, bias) : scores);
      const context = tf.matMul(dropped(p, drop), headRows(value));
      return { value: merge(context), saved: { q, key, value, p, drop } };
    };
    return differentiable([query, key, value], forward, (dy, saved) => {
      const { q, p } = saved;
      const dContext = headRows(dy); // [B, A, S, D]
      const dValue = tf.matMul(dropped(p, saved.drop), dContext, true, false);
      const dP = dropped(tf.matMul(dContext, headColumns(saved.value)), saved.drop); // [B, A, S, S]
      // d scores = p (dp - sum(p dp))
      const weighted = tf.mul(p, dP);
      const dScores = tf.sub(weighted, tf.mul(p, this.rowSums(weighted)));
      const dQuery = tf.mul(merge(tf.matMul(dScores, headRows(saved.key))), scale);
      const dKey = tf.matMul(dScores, q, true, false); // q carries the scale
      return [dQuery, merge(dKey), merge(dValue)];
    });
  }

  /** Rows of a table: table [V, H] -> [N, H]. The gradient sums the rows of each id as `scatter` planned it. */
  lookup(table: tf.Tensor2D, ids: tf.Tensor1D, scatter: RowScatter): tf.Tensor2D {
    const forward = () => ({ value: tf.gather(table, ids), saved: {} });
    return differentiable([table], forward, (dy) => [scatter.apply(dy)]);
  }

  /** Segment embeddings: types as a one-hot matrix [R, T], table [T, H] -> [R, H]. A product is cheaper than a lookup. */
  select(oneHot: tf.Tensor2D, table: tf.Tensor2D): tf.Tensor2D {
    const forward = () => ({ value: tf.matMul(oneHot, table), saved: {} });
    return differentiable([table], forward, (dy) => [tf.matMul(oneHot, dy, true, false)]);
  }

  /** Adds the first S rows of the position table to every sequence: x [B S, H], table [maxPositions, H]. */
  addPositions(x: tf.Tensor2D, table: tf.Tensor2D, batchSize: number): tf.Tensor2D {
    const [R, H] = x.shape;
    const S = R / batchSize;
    const unused = table.shape[0] - S;
    const forward = () => {
      const rows = tf.reshape(tf.slice(table, [0, 0], [S, H]), [1, S * H]);
      return { value: tf.reshape(tf.add(tf.reshape(x, [batchSize, S * H]), rows), [R, H]), saved: {} };
    };
    return differentiable([x, table], forward, (dy) => {
      const rows = tf.reshape(this.columnSums(tf.reshape(dy, [batchSize, S * H])), [S, H]);
      return [dy, unused === 0 ? rows : tf.concat([rows, tf.zeros([unused, H])])];
    });
  }

  /** Cross-entropy of each row, in nats: logits [N, C], one-hot labels [N, C] -> [N]. */
  crossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Tensor1D {
    const N = logits.shape[0];
    const forward = () => {
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const exponentials = tf.exp(shifted);
      const sums = this.rowSums(exponentials); // [N, 1]
      const value = tf.sub(tf.log(sums), this.rowSums(tf.mul(shifted, oneHot))); // [N, 1]
      return { value, saved: { exponentials, sums } };
    };
    // d loss / d logits = softmax - label
    const losses = differentiable([logits], forward, (dy, saved) => [
      tf.mul(tf.sub(tf.div(saved.exponentials, saved.sums), oneHot), dy),
    ]);
    return tf.reshape(losses, [N]); // [N, 1] -> [N]
  }

  dispose(): void {
    for (const tensor of this.constants.values()) tensor.dispose();
    this.constants.clear();
  }

  /** [R, C] -> [C]. */
  private columnSums(x: tf.Tensor2D): tf.Tensor1D {
    const [R, C] = x.shape;
    const ones = this.constant(`ones ${SUMMING_ROWS} x ${R}`, () => tf.ones([SUMMING_ROWS, R]));
    return tf.reshape(tf.slice(tf.matMul(ones, x), [0, 0], [1, C]), [C]);
  }

  /** Sums over the last axis, kept as an axis of 1. */
  rowSums(x: tf.Tensor): tf.Tensor {
    const width = x.shape[x.rank - 1];
    const column = this.constant(`ones ${width} x 1`, () => tf.ones([width, 1]));
    const sums = tf.matMul(tf.reshape(x, [-1, width]), column);
    return tf.reshape(sums, [...x.shape.slice(0, -1), 1]);
  }

  /** [R, H] -> [R, 1]. */
  private rowMeans(x: tf.Tensor2D): tf.Tensor2D {
    const width = x.shape[1];
    return tf.matMul(
      x,
      this.constant(`mean ${width}`, () => tf.mul(tf.ones([width, 1]), 1 / width)),
    );
  }

  private constant(key: string, make: () => tf.Tensor): tf.Tensor {
    const known = this.constants.get(key);
    if (known) return known;
    const made = tf.keep(make());
    this.constants.set(key, made);
    return made;
  }
}

/** Softmax over the last axis. */
export function softmax(x: tf.Tensor): tf.Tensor {
  if (x.size / x.shape[x.rank - 1] <= SOFTMAX_ROW_LIMIT) return tf.softmax(x);
  const exponentials = tf.exp(tf.sub(x, tf.max(x, -1, true)));
  return tf.div(exponentials, tf.sum(exponentials, -1, true));
}

/**
 * `forward` with its own gradient: `backward` gives one gradient for each input. Tensors made on the way, inputs included,
 * reach it only through `saved`; everything else that it uses must outlive the tape.
 */
function differentiable<S extends Record<string, tf.Tensor | null>>(
  inputs: tf.Tensor[],
  forward: () => { value: tf.Tensor; saved: S },
  backward: (dy: tf.Tensor2D, saved: S) => tf.Tensor[],
): tf.Tensor2D {
  const op = tf.customGrad<tf.Tensor2D>((...args) => {
    const { value, saved } = forward();
    const kept = Object.entries(saved).filter((entry): entry is [string, tf.Tensor] => entry[1] !== null);
    const save = args[inputs.length] as tf.GradSaveFunc;
    save(kept.map(([, tensor]) => tensor));
    const gradFunc = (dy: tf.Tensor2D, tensors: tf.Tensor[]) => {
      const restored = Object.fromEntries(kept.map(([key], i) => [key, tensors[i]]));
      return tf.tidy(() => backward(dy, { ...saved, ...restored })); // the tape itself frees nothing before its end
    };
    return { value: value as tf.Tensor2D, gradFunc };
  });
  return op(...inputs);
}
