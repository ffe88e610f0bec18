// Chooses what computes: WebGPU on a real GPU, else WebGL where there is one, else plain JavaScript; sets the TensorFlow.js
// backend accordingly, in a page or in a worker.

import * as tf from "@tensorflow/tfjs";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { StudioError } from "../lib/errors";
import { watchDevice } from "./deviceFaults";
import type { BackendName, DeviceDescription } from "./engine";

/** What is there: the adapter's name and whether a GPU is behind it; null where the interface is missing. */
export interface Facility {
  adapter: string;
  software: boolean;
}
export interface Facilities {
  webgpu: Facility | null;
  webgl: Facility | null;
}

export interface BackendChoice {
  device: DeviceDescription;
  /** In plain words, why this one. */
  reason: string;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Sets the backend and waits until it is ready. Throws `webgpu-unavailable` or `webgl-unavailable`. */
export async function chooseBackend(requested: BackendName | "auto"): Promise<BackendChoice> {
  const choice = decide(requested, { webgpu: await findWebGPU(), webgl: findWebGL() });
  const { backend } = choice.device;
  if (!(await tf.setBackend(backend))) {
    throw unavailable(backend, "TensorFlow.js could not start it.");
  }
  await tf.ready();
  // Small tensors are computed where the others are, so that results do not depend on a tensor's size.
  if (backend === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
  const active = tf.backend();
  if (active instanceof WebGPUBackend) watchDevice(active.device);
  return choice;
}

/** The decision alone, from what is there. */
export function decide(requested: BackendName | "auto", { webgpu, webgl }: Facilities): BackendChoice {
  switch (requested) {
    case "webgpu":
      if (!webgpu) throw unavailable("webgpu");
      return { device: { backend: "webgpu", ...webgpu }, reason: "WebGPU was asked for." };
    case "webgl":
      if (!webgl) throw unavailable("webgl");
      return { device: { backend: "webgl", ...webgl }, reason: "WebGL was asked for." };
    case "cpu":
      return { device: PLAIN_JAVASCRIPT, reason: "Plain JavaScript was asked for." };
    case "auto":
      return decideAlone(webgpu, webgl);
    default:
      return requested satisfies never;
  }
}

const PLAIN_JAVASCRIPT: DeviceDescription = { backend: "cpu", adapter: "JavaScript", software: true };

function decideAlone(webgpu: Facility | null, webgl: Facility | null): BackendChoice {
  if (webgpu && !webgpu.software) {
    return { device: { backend: "webgpu", ...webgpu }, reason: `WebGPU runs on ${webgpu.adapter}.` };
  }
  if (webgl) {
    const without = webgpu ? "This browser has no GPU behind WebGPU" : "This browser has no WebGPU";
    const rest = webgl.software ? "WebGL on its software renderer is faster here" : `WebGL runs on ${webgl.adapter}`;
    return { device: { backend: "webgl", ...webgl }, reason: `${without}; ${rest}.` };
  }
  if (webgpu) {
    const reason = "This browser has no GPU behind WebGPU and no WebGL; WebGPU's software adapter computes, slowly.";
    return { device: { backend: "webgpu", ...webgpu }, reason };
  }
  return {
    device: PLAIN_JAVASCRIPT,
    reason: "This browser has neither WebGPU nor WebGL; JavaScript computes, slowly.",
  };
}

function unavailable(backend: BackendName, cause?: string): StudioError {
  const sentences = {
    webgpu:
      "This browser offers no WebGPU adapter. Use a current Chrome, Edge or Safari with graphics acceleration " +
      'switched on, or choose the backend "auto".',
    webgl: 'This browser offers no WebGL 2 with 32-bit floating point. Choose the backend "auto" or "cpu".',
    cpu: "TensorFlow.js could not start its JavaScript backend. Reload the page.",
  };
  return new StudioError("environment", `${backend}-unavailable`, sentences[backend], cause);
}

async function findWebGPU(): Promise<Facility | null> {
  const gpu = typeof navigator === "undefined" ? undefined : (navigator.gpu as GPU | undefined);
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (!adapter) return null;
  const { vendor, architecture, description, device } = adapter.info;
  const software = adapter.info.isFallbackAdapter || SOFTWARE.test(`${architecture} ${description} ${device}`);
  if (software) return { adapter: "SwiftShader (software)", software };
  return { adapter: description || [vendor, architecture].filter(Boolean).join(" ") || "GPU", software };
}

function findWebGL(): Facility | null {
  if (typeof OffscreenCanvas === "undefined") return null;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2", { failIfMajorPerformanceCaveat: true }); // as TensorFlow.js asks
  if (!gl?.getExtension("EXT_color_buffer_float")) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  const software = SOFTWARE.test(renderer);
  return { adapter: software ? "SwiftShader (software)" : renderer, software };
}
