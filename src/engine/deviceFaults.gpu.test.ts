// Faults of a real WebGPU device reach the step that they spoil. Ends with the device destroyed, so it has its own file.

import * as tf from "@tensorflow/tfjs";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { beforeAll, expect, test } from "vitest";
import { chooseBackend } from "./backend";
import { guardDevice } from "./deviceFaults";

let device: GPUDevice;

beforeAll(async () => {
  await chooseBackend("webgpu");
  device = (tf.backend() as WebGPUBackend).device;
});

const addOnDevice = () => tf.tidy(() => tf.add(tf.ones([3]), tf.ones([3]))).data();

/** A buffer that may not be mapped for reading and used as storage at once: invalid, but no exception. */
function invalidWork(): Promise<string> {
  device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  return Promise.resolve("garbage");
}

test("sound work passes, the first time and later", async () => {
  expect([...(await guardDevice("add", addOnDevice))]).toEqual([2, 2, 2]);
  expect([...(await guardDevice("add", addOnDevice))]).toEqual([2, 2, 2]);
});

test("refused work rejects the first run of its kind, and the device goes on", async () => {
  await expect(guardDevice("invalid", invalidWork)).rejects.toMatchObject({ kind: "training", code: "gpu-validation" });
  expect([...(await guardDevice("add", addOnDevice))]).toEqual([2, 2, 2]);
});

test("work refused after its kind has proven sound rejects that run or a later one, once", async () => {
  await guardDevice("late", addOnDevice);
  const runs = [async () => void (await invalidWork()), addOnDevice, addOnDevice, addOnDevice];
  const refusals: unknown[] = [];
  for (const run of runs) {
    await guardDevice<unknown>("late", run).catch((error: unknown) => refusals.push(error));
    await new Promise((resolve) => setTimeout(resolve, 20)); // the device reports in its own time
  }
  expect(refusals).toEqual([expect.objectContaining({ kind: "training", code: "gpu-validation" })]);
});

test("a lost device rejects every step from then on", async () => {
  device.destroy();
  await device.lost;
  await expect(guardDevice("add", addOnDevice)).rejects.toMatchObject({ kind: "training", code: "device-lost" });
  await expect(guardDevice("add", addOnDevice)).rejects.toMatchObject({ code: "device-lost" });
});
