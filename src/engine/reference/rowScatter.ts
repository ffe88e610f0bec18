// The sum of rows by id, as the gradient of a lookup needs it: out[id] = sum of rows[i] over all i with ids[i] = id.
// The stock kernels add with atomics (WebGPU: another result every run) or visit all rows for every id (WebGL: hundreds
// of milliseconds). Ids are known before the step, so the order of additions is planned here: rows are sorted by id and
// summed by doubling (a segmented scan, Hillis and Steele 1986), which is deterministic and keeps all shapes fixed.

import * as tf from "@tensorflow/tfjs";

export class RowScatter {
  private readonly order: tf.Tensor1D; // [N + 1]
  private readonly passes: tf.Tensor1D[]; // [N + 1] each
  private readonly lastRow: tf.Tensor1D; // [outputRows]

  /** Make it in a tidy that ends after `apply`. `ids` all lie in [0, outputRows); an id below 0 is left out. */
  constructor(ids: Int32Array, outputRows: number) {
    const plan = planScatter(ids, outputRows);
    this.order = tf.tensor1d(plan.order, "int32");
    this.passes = plan.passes.map((pass) => tf.tensor1d(pass, "int32"));
    this.lastRow = tf.tensor1d(plan.lastRow, "int32");
  }

  /** rows [N, H] -> [outputRows, H]. */
  apply(rows: tf.Tensor2D): tf.Tensor2D {
    // One row of zeros at the end is what every "nothing to add" points at.
    const withZero = tf.concat([rows, tf.zeros([1, rows.shape[1]])]);
    let sums: tf.Tensor = tf.gather(withZero, this.order);
    for (const pass of this.passes) sums = tf.add(sums, tf.gather(sums, pass));
    return tf.gather(sums, this.lastRow) as tf.Tensor2D;
  }
}

/** Indices only: rows sorted by id, for each doubling pass the row to add, for each id its last sorted row; N is the zero row. */
function planScatter(ids: Int32Array, outputRows: number) {
  const N = ids.length;
  const kept = Array.from(ids.keys()).filter((i) => ids[i] >= 0);
  kept.sort((a, b) => ids[a] - ids[b] || a - b);
  const order = new Int32Array(N + 1).fill(N);
  order.set(kept);

  const lastRow = new Int32Array(outputRows).fill(N);
  let longest = 1;
  let start = 0;
  for (let i = 0; i < kept.length; i++) {
    const id = ids[kept[i]];
    if (i > 0 && id !== ids[kept[i - 1]]) start = i;
    longest = Math.max(longest, i - start + 1);
    lastRow[id] = i;
  }

  const passes: Int32Array[] = [];
  for (let distance = 1; distance < longest; distance *= 2) {
    const pass = new Int32Array(N + 1).fill(N);
    for (let i = distance; i < kept.length; i++) {
      if (ids[kept[i]] === ids[kept[i - distance]]) pass[i] = i - distance;
    }
    passes.push(pass);
  }
  return { order, passes, lastRow };
}
