// Weights and both AdamW moments on the device (specification 4.1, torch form; exclusions 4.2). A matrix is updated on its
// own; all biases and LayerNorm parameters lie in one flat vector, because an update costs a dozen dispatches whatever its
// size, and BERT has more small parameters than matrices.

import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../bert/config";
import { elementCount, parameterSpecs, type NamedTensor, type ParameterSpec } from "../../bert/parameters";
import { StudioError } from "../../lib/errors";
import { STATE_PARTS, type StatePart, type UpdateOptions } from "../engine";
import type { Operations } from "./operations";
import type { Weights } from "./model";

/** Parameters that are stored and updated together. */
interface Group {
  specs: readonly ParameterSpec[];
  shape: number[];
  state: Record<StatePart, tf.Tensor>;
}

type UpdateScalars = Record<"keep1" | "take1" | "keep2" | "take2" | "floor" | "rate" | "shrink", tf.Scalar>;

/** By name; a parameter that took no part in the loss has none. */
export type Gradients = Readonly<Record<string, tf.Tensor | undefined>>;

export class ParameterState {
  private readonly specs: readonly ParameterSpec[];
  private readonly groups: Group[];
  private views = new Map<string, tf.Tensor>();

  constructor(
    config: BertConfig,
    private readonly ops: Operations,
  ) {
    this.specs = parameterSpecs(config);
    const vectors = this.specs.filter((spec) => !spec.decayed);
    const matrices = this.specs.filter((spec) => spec.decayed);
    const vectorSize = vectors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
    this.groups = [
      ...matrices.map((spec) => ({ specs: [spec], shape: [...spec.shape], state: zeroState([...spec.shape]) })),
      { specs: vectors, shape: [vectorSize], state: zeroState([vectorSize]) },
    ];
  }

  /** Weights by name, good until the next update. */
  get weights(): Weights {
    if (this.views.size === 0) this.cutViews();
    return this.views;
  }

  /** Sum of the squares of all gradients, [1]. Call it in a tidy. */
  squaredNorm(gradients: Gradients): tf.Tensor1D {
    const rows = this.groups.flatMap((group): tf.Tensor[] => {
      const gradient = this.gradientOf(group, gradients);
      if (!gradient) return [];
      const squares = tf.tidy(() => {
        const matrix = tf.reshape(gradient, [-1, group.shape[group.shape.length - 1]]);
        return tf.reshape(this.ops.rowSums(tf.mul(matrix, matrix)), [-1]);
      });
      return [squares];
    });
    return tf.reshape(tf.sum(tf.concat(rows)), [1]);
  }

  /**
   * One AdamW update. `gradients` are multiplied by `clipFactor`; a matrix without a gradient stays as it is, decay
   * included (as torch does).
   */
  update(gradients: Gradients, clipFactor: number, options: UpdateOptions): void {
    const { beta1, beta2, epsilon, learningRate, weightDecay } = options;
    const t = options.step + 1;
    const correction2 = Math.sqrt(1 - beta2 ** t);
    // theta' = theta (1 - lr decay) - lr m^ / (sqrt(v^) + eps), with both bias corrections moved into two scalars.
    tf.tidy(() => {
      const scalars = {
        keep1: tf.scalar(beta1),
        take1: tf.scalar((1 - beta1) * clipFactor),
        keep2: tf.scalar(beta2),
        take2: tf.scalar(Math.sqrt(1 - beta2) * clipFactor),
        floor: tf.scalar(epsilon * correction2),
        rate: tf.scalar((learningRate * correction2) / (1 - beta1 ** t)),
        shrink: tf.scalar(1 - learningRate * weightDecay),
      };
      for (const group of this.groups) {
        const decayed = weightDecay > 0 && group.specs[0].decayed;
        // Freed group by group, and sum by sum within: a dozen copies of the word embeddings are more than many have.
        tf.tidy(() => this.updateGroup(group, this.gradientOf(group, gradients), scalars, decayed));
      }
    });
  }

  private updateGroup(group: Group, gradient: tf.Tensor | null, scalars: UpdateScalars, decayed: boolean): void {
    if (!gradient) return;
    const { weights, firstMoment, secondMoment } = group.state;
    const m = tf.tidy(() => tf.add(tf.mul(firstMoment, scalars.keep1), tf.mul(gradient, scalars.take1)));
    const v = tf.tidy(() => {
      const taken = tf.mul(gradient, scalars.take2);
      return tf.add(tf.mul(secondMoment, scalars.keep2), tf.mul(taken, taken));
    });
    const change = tf.tidy(() => tf.mul(tf.div(m, tf.add(tf.sqrt(v), scalars.floor)), scalars.rate));
    this.replace(group, "weights", tf.sub(decayed ? tf.mul(weights, scalars.shrink) : weights, change));
    this.replace(group, "firstMoment", m);
    this.replace(group, "secondMoment", v);
  }

  /** Every tensor of a part in the order of the specs. */
  async *read(part: StatePart): AsyncIterable<NamedTensor> {
    const vectors = this.groups[this.groups.length - 1];
    const flat = await readCopy(vectors.state[part]);
    let offset = 0;
    for (const spec of this.specs) {
      if (spec.decayed) {
        const group = this.groups.find(({ specs }) => specs[0] === spec)!;
        yield { name: spec.name, shape: spec.shape, data: await readCopy(group.state[part]) };
      } else {
        const size = elementCount(spec.shape);
        yield { name: spec.name, shape: spec.shape, data: flat.slice(offset, offset + size) };
        offset += size;
      }
    }
  }

  /** Replaces a part once every tensor has come exactly once and in its shape; until then nothing changes. */
  async write(part: StatePart, tensors: AsyncIterable<NamedTensor> | Iterable<NamedTensor>): Promise<void> {
    const vectors = this.groups[this.groups.length - 1];
    const flat = new Float32Array(vectors.shape[0]);
    const offsets = offsetsOf(vectors.specs);
    const expected = new Map(this.specs.map((spec) => [spec.name, spec]));
    const uploaded = new Map<string, tf.Tensor>();
    try {
      for await (const { name, shape, data } of tensors) {
        const spec = expected.get(name);
        if (!spec) throw unexpectedTensor(name, this.specs);
        checkShape(name, shape, data, spec.shape);
        expected.delete(name);
        if (spec.decayed) uploaded.set(name, tf.tensor(data.slice(), [...shape]));
        else flat.set(data, offsets.get(name));
      }
      if (expected.size > 0) throw missingTensors([...expected.keys()]);
    } catch (error) {
      tf.dispose([...uploaded.values()]);
      throw error;
    }
    for (const group of this.groups) {
      this.replace(group, part, uploaded.get(group.specs[0].name) ?? tf.tensor1d(flat));
    }
  }

  dispose(): void {
    this.dropViews();
    for (const { state } of this.groups) tf.dispose(STATE_PARTS.map((part) => state[part]));
  }

  /** The gradient in the group's shape; null when the group took no part in the loss. */
  private gradientOf(group: Group, gradients: Gradients): tf.Tensor | null {
    if (group.specs.length === 1) return gradients[group.specs[0].name] ?? null;
    return tf.concat(
      group.specs.map(({ name, shape }) => (gradients[name] ?? tf.zeros([elementCount(shape)])) as tf.Tensor1D),
    );
  }

  private replace(group: Group, part: StatePart, tensor: tf.Tensor): void {
    group.state[part].dispose();
    group.state[part] = tf.keep(tensor);
    if (part === "weights") this.dropViews();
  }

  private cutViews(): void {
    for (const { specs, state } of this.groups) {
      if (specs.length === 1) {
        this.views.set(specs[0].name, state.weights);
        continue;
      }
      const offsets = offsetsOf(specs);
      for (const { name, shape } of specs) {
        this.views.set(name, tf.keep(tf.slice(state.weights as tf.Tensor1D, offsets.get(name)!, elementCount(shape))));
      }
    }
  }

  private dropViews(): void {
    for (const { name } of this.groups[this.groups.length - 1].specs) this.views.get(name)?.dispose();
    this.views = new Map();
  }
}

function zeroState(shape: number[]): Record<StatePart, tf.Tensor> {
  const zeros = () => tf.keep(tf.zeros(shape));
  return { weights: zeros(), firstMoment: zeros(), secondMoment: zeros() };
}

function offsetsOf(specs: readonly ParameterSpec[]): Map<string, number> {
  let offset = 0;
  return new Map(specs.map(({ name, shape }) => [name, (offset += elementCount(shape)) - elementCount(shape)]));
}

/** Reads through a copy: the backends keep what they read on the CPU as long as the tensor lives. */
async function readCopy(tensor: tf.Tensor): Promise<Float32Array> {
  const copy = tf.tidy(() => tf.mul(tensor, 1));
  try {
    return await copy.data<"float32">();
  } finally {
    copy.dispose();
  }
}

function checkShape(name: string, shape: readonly number[], data: Float32Array, expected: readonly number[]): void {
  if (shape.join() === expected.join() && data.length === elementCount(expected)) return;
  throw new StudioError(
    "input",
    "shape-mismatch",
    `${name} has shape [${shape.join(", ")}] with ${data.length} values, but the configuration asks for ` +
      `[${expected.join(", ")}]. Check that the weights and config.json come from the same model.`,
  );
}

function unexpectedTensor(name: string, specs: readonly ParameterSpec[]): StudioError {
  const repeated = specs.some((spec) => spec.name === name);
  return new StudioError(
    "input",
    "unexpected-tensor",
    repeated
      ? `The weights hold ${name} twice; each tensor must come once.`
      : `The weights hold ${name}, which a BERT of this configuration does not have. ` +
          "Check that the weights and config.json come from the same model.",
  );
}

function missingTensors(names: string[]): StudioError {
  const rest = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return new StudioError(
    "input",
    "missing-tensor",
    `The weights lack ${names.slice(0, 3).join(", ")}${rest}. ` +
      "Check that the file is complete and that it is a BERT for pretraining of this configuration.",
  );
}
