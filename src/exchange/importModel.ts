// A model folder or zip as a checkpoint of this studio: our own exports come back whole, with their run when they carry
// a training state; Hugging Face BERTs come with their weights, and what they lack begins fresh and is named.

import type { BertConfig } from "../bert/config";
import { writeCheckpoint, type StateTensor } from "../checkpoints/checkpointStore";
import type { CheckpointMeta, CheckpointRecord } from "../checkpoints/types";
import type { Database } from "../lib/database";
import { InputError, throwIfCancelled } from "../lib/errors";
import { appendEvaluation, appendTrainingMetrics, deleteRun, saveRun, type RunMetrics } from "../runs/runStore";
import type { RunRecord } from "../runs/types";
import { loadTokenizerFiles } from "../tokenizer/files";
import { saveTokenizer } from "../tokenizer/tokenizerStore";
import type { TokenizerDefinition, TokenizerRecord } from "../tokenizer/types";
import { configFromJson } from "./huggingFaceConfig";
import { openMoments, openWeights, type TensorSource } from "./importTensors";
import { readTrainerState } from "./trainerState";
import { readTrainingState, type TrainingState } from "./trainingState";
import { openFolder, type ChosenFile, type ModelFolder } from "./zipFolder";

const WEIGHTS = "model.safetensors";
const MOMENTS = "optimizer.safetensors";
const TRAINING_STATE = "training_state.json";
const TOKENIZER_FILES = ["tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json"];
const MAX_TEXT_BYTES = 256 * 2 ** 20;

export interface ImportHooks {
  signal?: AbortSignal;
  /** In tensors. */
  onProgress?: (progress: { done: number; total: number }) => void;
}

export interface ImportedModel {
  checkpoint: CheckpointRecord;
  tokenizer: TokenizerRecord;
  /** The run to go on with; null for weights alone. */
  run: RunRecord | null;
  /** What was left aside or begins fresh, as sentences. */
  notes: string[];
}

/** Imports one zip or the files of a folder. When it throws or is cancelled, no checkpoint and no run stay behind. */
export async function importModel(
  db: Database,
  files: readonly ChosenFile[],
  hooks: ImportHooks = {},
): Promise<ImportedModel> {
  try {
    const folder = await openFolder(files);
    const model = await readModel(folder);
    const tokenizer = await saveTokenizer(db, folder.name, model.definition);
    const sources = [model.weights, ...(model.training ? [model.training.moments] : [])];
    const meta: CheckpointMeta = {
      id: crypto.randomUUID(),
      name: folder.name,
      createdAt: Date.now(),
      reason: "imported",
      model: model.config,
      tokenizerId: tokenizer.id,
      training: null,
    };
    const tensors = withProgress(sources, hooks);
    const notes = [...model.weights.notes, ...model.notes];
    if (!model.training) return { checkpoint: await writeCheckpoint(db, meta, tensors), tokenizer, run: null, notes };
    if (model.training.state.run.tokenizerId !== tokenizer.id) {
      notes.push(
        "The tokenizer is not the one that the run was trained with; going on will use the one of these files.",
      );
    }
    const resumable = await storeWithRun(db, meta, model.training, tensors);
    return { ...resumable, tokenizer, notes };
  } catch (error) {
    throw error instanceof DOMException && error.name === "NotReadableError" ? unreadable(error) : error;
  }
}

interface ModelContents {
  config: BertConfig;
  definition: TokenizerDefinition;
  weights: TensorSource;
  training: TrainingContents | null;
  notes: string[];
}

interface TrainingContents {
  state: TrainingState;
  moments: TensorSource;
  metrics: RunMetrics;
}

/** Everything but the tensors' values, checked. */
async function readModel(folder: ModelFolder): Promise<ModelContents> {
  const configText = await readText(folder, "config.json");
  const weightsFile = await folder.file(WEIGHTS);
  const tokenizerFiles = await readTexts(folder, TOKENIZER_FILES);
  const hasVocabulary = tokenizerFiles.some(({ path }) => path === "tokenizer.json" || path === "vocab.txt");
  if (configText === null || !weightsFile || !hasVocabulary) throw notAModel(folder);

  const config = configFromJson(configText);
  const definition = loadTokenizerFiles(tokenizerFiles);
  checkVocabulary(definition, config);
  const weights = await openWeights(weightsFile, WEIGHTS, config);
  return { config, definition, weights, ...(await readTraining(folder, config)) };
}

async function readTraining(
  folder: ModelFolder,
  config: BertConfig,
): Promise<{ training: TrainingContents | null; notes: string[] }> {
  const stateText = await readText(folder, TRAINING_STATE);
  const momentsFile = await folder.file(MOMENTS);
  if (stateText === null && !momentsFile) return { training: null, notes: [] };
  if (stateText === null || !momentsFile) {
    const [present, absent] = momentsFile ? [MOMENTS, TRAINING_STATE] : [TRAINING_STATE, MOMENTS];
    const note = `Only the weights were taken: there is ${present} but no ${absent}, and a resume needs both.`;
    return { training: null, notes: [note] };
  }
  const state = readTrainingState(stateText);
  checkSameModel(state.config.model, config);
  const moments = await openMoments(momentsFile, MOMENTS, config);
  const curves = await readText(folder, "trainer_state.json");
  const notes = curves === null ? ["There is no trainer_state.json: the curves begin at the imported step."] : [];
  const metrics = curves === null ? { training: [], evaluation: [] } : readTrainerState(curves);
  return { training: { state, moments, metrics }, notes };
}

/** The checkpoint comes last: as long as it cannot be seen, nobody asks for its run. */
async function storeWithRun(
  db: Database,
  meta: CheckpointMeta,
  { state, metrics }: TrainingContents,
  tensors: AsyncIterable<StateTensor>,
): Promise<{ checkpoint: CheckpointRecord; run: RunRecord }> {
  const { config, position, lastMetrics, lastEvaluation } = state;
  const run: RunRecord = {
    ...state.run,
    id: crypto.randomUUID(), // the run it comes from may still be here
    tokenizerId: meta.tokenizerId,
    step: position.step,
    status: position.step >= state.run.totalSteps ? "finished" : "stopped",
    failure: null,
  };
  try {
    await saveRun(db, run);
    await appendTrainingMetrics(db, run.id, metrics.training);
    for (const row of metrics.evaluation) await appendEvaluation(db, run.id, row);
    const training = { runId: run.id, config, position, lastMetrics, lastEvaluation };
    const checkpoint = await writeCheckpoint(db, { ...meta, name: state.checkpointName, training }, tensors);
    return { checkpoint, run };
  } catch (error) {
    await deleteRun(db, run.id);
    throw error;
  }
}

async function* withProgress(
  sources: readonly TensorSource[],
  { signal, onProgress }: ImportHooks,
): AsyncGenerator<StateTensor> {
  const total = sources.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  for (const source of sources) {
    for await (const tensor of source.tensors()) {
      throwIfCancelled(signal, "The import");
      yield tensor;
      onProgress?.({ done: ++done, total });
    }
  }
  throwIfCancelled(signal, "The import");
}

async function readText(folder: ModelFolder, name: string): Promise<string | null> {
  const file = await folder.file(name);
  if (!file) return null;
  if (file.size > MAX_TEXT_BYTES) {
    throw new InputError(
      "file-too-large",
      `${name} has ${file.size} bytes; expected at most ${MAX_TEXT_BYTES}. It is not the ${name} of a BERT.`,
    );
  }
  return file.text();
}

async function readTexts(folder: ModelFolder, names: readonly string[]): Promise<{ path: string; text: string }[]> {
  const texts = await Promise.all(names.map(async (path) => ({ path, text: await readText(folder, path) })));
  return texts.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}

function checkVocabulary({ vocab }: TokenizerDefinition, { vocabSize }: BertConfig): void {
  if (vocab.length === vocabSize) return;
  throw new InputError(
    "vocabulary-mismatch",
    `The vocabulary has ${vocab.length} tokens, but config.json says vocab_size: ${vocabSize}. ` +
      "Take the tokenizer files and config.json of one and the same model.",
  );
}

function checkSameModel(ofState: BertConfig, ofFile: BertConfig): void {
  const before = new Map<string, unknown>(Object.entries(ofState));
  const different = Object.entries(ofFile).filter(([field, value]) => before.get(field) !== value);
  if (different.length === 0) return;
  const fields = different.map(([field, value]) => `${field} is ${value} and ${String(before.get(field))}`).join("; ");
  throw new InputError(
    "training-state-mismatch",
    `config.json and training_state.json describe different models (${fields}). ` +
      "Take both from one export, or remove training_state.json to import the weights alone.",
  );
}

function notAModel({ name, names }: ModelFolder): InputError {
  const missing = ["config.json", WEIGHTS].filter((file) => !names.includes(file));
  if (!names.includes("tokenizer.json") && !names.includes("vocab.txt")) missing.push("tokenizer.json or vocab.txt");
  return new InputError(
    "not-a-model",
    `“${name}” is not a BERT model that this studio can read: ${new Intl.ListFormat("en").format(missing)} ` +
      `${missing.length === 1 ? "is" : "are"} missing. ${weightsHint(names)}`,
    `Found: ${names.slice(0, 50).join(", ")}`,
  );
}

function weightsHint(names: readonly string[]): string {
  if (!names.includes(WEIGHTS)) {
    if (names.some((name) => name.endsWith(".safetensors.index.json"))) {
      return "Its weights are in several pieces; save the model as one safetensors file.";
    }
    if (names.some((name) => /\.(bin|pt|pth|h5|msgpack|ckpt|pkl)$/.test(name))) {
      return "Its weights are in another format; save the model with safetensors.";
    }
  }
  return "Choose a zip that this studio exported, or the folder of a Hugging Face BERT with model.safetensors.";
}

function unreadable(cause: DOMException): InputError {
  return new InputError(
    "file-unreadable",
    "A chosen file could not be read: it was changed, moved or removed meanwhile. Choose it again.",
    cause.message,
  );
}
