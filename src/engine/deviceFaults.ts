// What goes wrong on a GPU raises no exception by itself: a lost device, too little memory, a refused computation. Here the
// device is listened to, and work on it is guarded so that such a fault rejects the step it spoiled.

import * as tf from "@tensorflow/tfjs";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { StudioError } from "../lib/errors";

const watched = new WeakMap<GPUDevice, DeviceWatch>();

interface DeviceWatch {
  fault: StudioError | null;
  /** Work whose first run passed without an error of validation or memory. */
  proven: Set<string>;
}

/** Listens to `device` from now on. */
export function watchDevice(device: GPUDevice): void {
  if (watched.has(device)) return;
  const watch: DeviceWatch = { fault: null, proven: new Set() };
  watched.set(device, watch);
  device.addEventListener("uncapturederror", ({ error }) => {
    watch.fault ??= faultOf(error);
  });
  void device.lost.then(({ message }) => {
    watch.fault = deviceLost(message);
  });
}

/**
 * Runs `work` on the active backend; rejects with `device-lost`, `gpu-out-of-memory` or `gpu-validation` when the device
 * reports so. `kind` names the work and its shapes: its first run is watched by error scopes.
 */
export async function guardDevice<T>(kind: string, work: () => Promise<T>): Promise<T> {
  const backend = tf.backend();
  if (backend instanceof WebGPUBackend) return guardWebGPU(kind, backend.device, work);
  const result = await work();
  if (isWebGLContextLost(backend)) throw deviceLost("WebGL context lost");
  return result;
}

async function guardWebGPU<T>(kind: string, device: GPUDevice, work: () => Promise<T>): Promise<T> {
  watchDevice(device);
  const watch = watched.get(device)!;
  throwFault(watch);
  const first = !watch.proven.has(kind);
  if (first) {
    device.pushErrorScope("validation");
    device.pushErrorScope("out-of-memory");
  }
  let failure: unknown = null;
  const result = await work().catch((error: unknown) => {
    failure = error;
  });
  if (first) {
    const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]).catch(() => []);
    const error = errors.find((found) => found !== null);
    if (error) watch.fault ??= faultOf(error);
    else watch.proven.add(kind);
  }
  throwFault(watch);
  if (failure !== null) throw failure;
  return result as T;
}

/** A lost device stays lost; anything else is reported once. */
function throwFault(watch: DeviceWatch): void {
  const { fault } = watch;
  if (fault?.code !== "device-lost") watch.fault = null;
  if (fault) throw fault;
}

function isWebGLContextLost(backend: object): boolean {
  if (!("gpgpu" in backend) || typeof backend.gpgpu !== "object" || backend.gpgpu === null) return false;
  return (
    "gl" in backend.gpgpu && backend.gpgpu.gl instanceof WebGL2RenderingContext && backend.gpgpu.gl.isContextLost()
  );
}

function faultOf(error: GPUError): StudioError {
  return error instanceof GPUOutOfMemoryError ? outOfMemory(error.message) : invalidWork(error.message);
}

function deviceLost(detail: string): StudioError {
  return new StudioError(
    "training",
    "device-lost",
    "The browser took the GPU away (a driver reset, sleep, or too much memory). Resume from the last checkpoint; " +
      "if it happens again, use a smaller batch.",
    detail,
  );
}

function outOfMemory(detail: string): StudioError {
  return new StudioError(
    "training",
    "gpu-out-of-memory",
    "The GPU has not enough memory for this model and batch. Use a smaller batch with more accumulation, a shorter " +
      "sequence length or a smaller model.",
    detail,
  );
}

function invalidWork(detail: string): StudioError {
  return new StudioError(
    "training",
    "gpu-validation",
    "The GPU refused a computation, so its results cannot be trusted. Use a smaller batch or a shorter sequence length.",
    detail,
  );
}
