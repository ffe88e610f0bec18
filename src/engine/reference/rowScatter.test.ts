import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { chooseBackend } from "../backend";
import { RowScatter } from "./rowScatter";

beforeAll(async () => {
  await chooseBackend("cpu");
});

/** Whole numbers, so that every order of additions gives the same bits. */
const rowsFor = (count: number, width: number) =>
  Float32Array.from({ length: count * width }, (_, i) => ((i * 7919) % 101) - 50);

function scatter(ids: number[], outputRows: number, width: number): number[] {
  return tf.tidy(() => {
    const rows = tf.tensor2d(rowsFor(ids.length, width), [ids.length, width]);
    return [...new RowScatter(Int32Array.from(ids), outputRows).apply(rows).dataSync()];
  });
}

function plainSum(ids: number[], outputRows: number, width: number): number[] {
  const rows = rowsFor(ids.length, width);
  const sums = Array<number>(outputRows * width).fill(0);
  for (const [i, id] of ids.entries()) {
    if (id < 0) continue;
    for (let c = 0; c < width; c++) sums[id * width + c] += rows[i * width + c];
  }
  return sums;
}

test.each([
  ["all different", [3, 0, 2]],
  ["all the same", Array<number>(37).fill(1)],
  ["runs of every length", [4, 0, 4, 2, 2, 4, 2, 4, 4, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5]],
  ["some left out", [-1, 2, -1, 2, 0, -1]],
  ["nothing kept", [-1, -1]],
])("rows are summed by id: %s", (_, ids) => {
  expect(scatter(ids, 6, 3)).toEqual(plainSum(ids, 6, 3));
});
