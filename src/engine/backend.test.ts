import { expect, test } from "vitest";
import { StudioError } from "../lib/errors";
import { chooseBackend, decide, type Facility } from "./backend";
import type { BackendName } from "./engine";

const gpu: Facility = { adapter: "NVIDIA Ampere", software: false };
const software: Facility = { adapter: "SwiftShader (software)", software: true };

test.each<[string, Facility | null, Facility | null, BackendName]>([
  ["a GPU behind both", gpu, gpu, "webgpu"],
  ["a GPU behind WebGPU, WebGL in software", gpu, software, "webgpu"],
  ["WebGPU in software, a GPU behind WebGL", software, gpu, "webgl"],
  ["both in software: WebGL is faster", software, software, "webgl"],
  ["WebGPU in software alone", software, null, "webgpu"],
  ["WebGL alone", null, software, "webgl"],
  ["nothing", null, null, "cpu"],
])("auto with %s", (_, webgpu, webgl, expected) => {
  const { device, reason } = decide("auto", { webgpu, webgl });
  expect(device.backend).toBe(expected);
  expect(reason).toMatch(/^[A-Z].*\.$/);
});

test("the choice says why", () => {
  expect(decide("auto", { webgpu: software, webgl: software }).reason).toBe(
    "This browser has no GPU behind WebGPU; WebGL on its software renderer is faster here.",
  );
});

test("what was asked for is taken, or refused by name when it is not there", () => {
  expect(decide("webgpu", { webgpu: software, webgl: gpu }).device).toEqual({ backend: "webgpu", ...software });
  expect(decide("cpu", { webgpu: gpu, webgl: gpu }).device.adapter).toBe("JavaScript");
  const refused = (backend: BackendName) => () => decide(backend, { webgpu: null, webgl: null });
  expect(refused("webgpu")).toThrow(expect.objectContaining({ kind: "environment", code: "webgpu-unavailable" }));
  expect(refused("webgl")).toThrow(expect.objectContaining({ kind: "environment", code: "webgl-unavailable" }));
});

test("outside a browser there is plain JavaScript, and WebGPU is refused", async () => {
  expect((await chooseBackend("auto")).device).toEqual({ backend: "cpu", adapter: "JavaScript", software: true });
  await expect(chooseBackend("webgpu")).rejects.toBeInstanceOf(StudioError);
});
