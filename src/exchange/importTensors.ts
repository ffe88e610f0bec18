// The tensors of a model folder: matched to ours by name, checked by shape before anything is stored, then read one at a
// time. What the file lacks and may lack begins fresh.

import type { BertConfig } from "../bert/config";
import { freshTensor } from "../bert/initialisation";
import { parameterSpecs, type NamedTensor, type ParameterSpec } from "../bert/parameters";
import type { StateTensor } from "../checkpoints/checkpointStore";
import type { StatePart } from "../engine/engine";
import { readSafetensorsHeader, readTensor, type SafetensorsEntry } from "../formats/safetensors";
import { InputError } from "../lib/errors";
import { matchTensors } from "./tensorNames";

const FRESH_SEED = 0;
const NAMES_SHOWN = 5;

/** Tensors that are ready to be stored. */
export interface TensorSource {
  count: number;
  /** What the person should know, as sentences. */
  notes: string[];
  tensors(): AsyncGenerator<StateTensor>;
}

/** The weights in `file`. Throws `tensor-missing`, `tensor-shape`, and while reading `tensor-conflict`, `tensor-values`. */
export async function openWeights(file: Blob, path: string, config: BertConfig): Promise<TensorSource> {
  const header = await readSafetensorsHeader(file, path);
  const specs = parameterSpecs(config);
  const { found, absentParts, missing, extra } = matchTensors(header.tensors.keys(), specs);
  if (missing.length > 0) throw missingTensors(path, missing);
  const entriesOf = ({ name }: ParameterSpec) => (found.get(name) ?? []).flatMap((n) => header.tensors.get(n) ?? []);
  for (const spec of specs) for (const entry of entriesOf(spec)) checkShape(path, entry, spec);

  async function* tensors(): AsyncGenerator<StateTensor> {
    for (const [index, spec] of specs.entries()) {
      const entries = entriesOf(spec);
      const tensor =
        entries.length > 0 ? await readAgreed(file, path, entries, spec) : freshTensor(spec, config, FRESH_SEED, index);
      yield { part: "weights", tensor };
    }
  }

  const notes = absentParts.map(({ name }) => `${path} does not have ${name}; it begins with fresh weights.`);
  if (extra.length > 0) notes.push(`Left aside, as pretraining has no use for them: ${shortList(extra)}.`);
  return { count: specs.length, notes, tensors };
}

/** Both moments of AdamW, under the names that the export gives them. Throws as `openWeights` does. */
export async function openMoments(file: Blob, path: string, config: BertConfig): Promise<TensorSource> {
  const header = await readSafetensorsHeader(file, path);
  const wanted = (["firstMoment", "secondMoment"] as const).flatMap((part) =>
    parameterSpecs(config).map((spec) => ({ part, spec, entry: header.tensors.get(momentName(part, spec.name)) })),
  );
  const missing = wanted.filter(({ entry }) => !entry).map(({ part, spec }) => momentName(part, spec.name));
  if (missing.length > 0) throw missingTensors(path, missing);
  for (const { entry, spec } of wanted) if (entry) checkShape(path, entry, spec);

  async function* tensors(): AsyncGenerator<StateTensor> {
    for (const { part, spec, entry } of wanted) {
      if (entry) yield { part, tensor: await readAgreed(file, path, [entry], spec) };
    }
  }

  return { count: wanted.length, notes: [], tensors };
}

/** A moment's name in optimizer.safetensors. */
export function momentName(part: StatePart, parameter: string): string {
  return `${part}.${parameter}`;
}

function checkShape(path: string, { name, shape }: SafetensorsEntry, spec: ParameterSpec): void {
  if (shape.length === spec.shape.length && shape.every((size, i) => size === spec.shape[i])) return;
  throw new InputError(
    "tensor-shape",
    `${name} in ${path} has the shape [${shape.join(", ")}], but config.json asks for [${spec.shape.join(", ")}]. ` +
      "Check that both files come from the same model.",
  );
}

/** The tensor that all `entries` hold: tied parameters may be stored under each of their names. */
async function readAgreed(
  file: Blob,
  path: string,
  [first, ...others]: SafetensorsEntry[],
  { name, shape }: ParameterSpec,
): Promise<NamedTensor> {
  const data = await readTensor(file, first);
  // x - x is 0 for every finite x, and NaN for NaN and the infinities.
  if (!data.every((x) => x - x === 0)) {
    throw new InputError(
      "tensor-values",
      `${first.name} in ${path} holds NaN or infinite values: that model was damaged in training. Choose an earlier one.`,
    );
  }
  for (const other of others) {
    const same = await readTensor(file, other);
    if (data.every((x, i) => x === same[i])) continue;
    throw new InputError(
      "tensor-conflict",
      `${path} holds ${first.name} and ${other.name} with different values, but in BERT they are one and the same tensor. ` +
        "Choose a model with tied weights.",
    );
  }
  return { name, shape, data };
}

function missingTensors(path: string, names: string[]): InputError {
  return new InputError(
    "tensor-missing",
    `${path} lacks ${shortList(names)}, which the BERT that config.json describes must have. ` +
      "Check that both files come from the same model, and that it is a BERT.",
    names.join("\n"),
  );
}

function shortList(names: string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
