import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { chooseBackend } from "../backend";
import { softmax } from "./operations";

test("softmax stays within its tensor beyond the 65,535 rows of the stock kernel", async () => {
  await chooseBackend("webgpu");
  const rows = 70_000;
  // softmax([x, 0]) = [1 / (1 + e^-x), ...]
  const inputs = Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? Math.sin(i) : 0));
  const result = tf.tidy(() => softmax(tf.tensor2d(inputs, [rows, 2])));
  const found = await result.data<"float32">();
  const errors = found.map((value, i) => (i % 2 === 0 ? Math.abs(value - 1 / (1 + Math.exp(-inputs[i]))) : 0));
  expect(errors.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(1e-6);
  result.dispose();
});
