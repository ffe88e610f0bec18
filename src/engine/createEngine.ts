// Makes an engine on the active TensorFlow.js backend and fills it with weights.

import type { BertConfig } from "../bert/config";
import type { NamedTensor } from "../bert/parameters";
import type { DeviceDescription, Engine } from "./engine";
import { ReferenceEngine } from "./reference/referenceEngine";

/**
 * An engine with these weights and zero moments. `device` is what `chooseBackend` answered. Throws `missing-tensor`,
 * `unexpected-tensor` or `shape-mismatch` when the weights are not those of `config`.
 */
export async function createEngine(
  config: BertConfig,
  device: DeviceDescription,
  weights: AsyncIterable<NamedTensor> | Iterable<NamedTensor>,
): Promise<Engine> {
  const engine = new ReferenceEngine(config, device);
  try {
    await engine.writeState("weights", weights);
    return engine;
  } catch (error) {
    engine.dispose();
    throw error;
  }
}
