// A checkpoint as the files of a Hugging Face model folder (specification 5 and 6), each a stream of known size. Tensors
// pass from the database in chunks: no file is ever whole in memory.

import { STATE_PARTS, type StatePart } from "../engine/engine";
import { checkpointReader, isResumable } from "../checkpoints/checkpointStore";
import type { CheckpointRecord, TensorEntry } from "../checkpoints/types";
import { safetensorsLayout } from "../formats/safetensors";
import type { Database } from "../lib/database";
import { InputError } from "../lib/errors";
import { getRun, readMetrics, type RunMetrics } from "../runs/runStore";
import { writeSpecialTokensMap, writeTokenizerConfig } from "../tokenizer/tokenizerConfig";
import { writeTokenizerJson } from "../tokenizer/tokenizerJson";
import type { TokenizerDefinition } from "../tokenizer/types";
import { writeVocabTxt } from "../tokenizer/vocabTxt";
import { configToJson } from "./huggingFaceConfig";
import { momentName } from "./importTensors";
import { modelCard } from "./modelCard";
import { writeTrainerState } from "./trainerState";
import { writeTrainingState } from "./trainingState";

export interface ExportFile {
  path: string;
  size: number; // bytes, exactly
  /** Anew from the beginning at each call. Its pieces are views: do not transfer their buffers. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/**
 * The files of a checkpoint, `trainer_state.json` among them if it was trained here. With `trainingState` also what a
 * resume needs; throws `no-training-state` when the checkpoint has weights only.
 */
export async function exportFiles(
  db: Database,
  record: CheckpointRecord,
  tokenizer: TokenizerDefinition,
  options: { trainingState: boolean },
): Promise<ExportFile[]> {
  const { model, training } = record;
  if (options.trainingState && !isResumable(record)) {
    throw new InputError(
      "no-training-state",
      `The checkpoint “${record.name}” holds weights only, nothing to resume from. Export it without training state.`,
    );
  }
  const history = training && {
    run: await getRun(db, training.runId),
    metrics: upTo(training.position.step, await readMetrics(db, training.runId)),
  };
  const files = [
    textFile("config.json", configToJson(model, ["BertForPreTraining"])),
    tensorFile("model.safetensors", db, record, ["weights"], ({ name }) => name),
    textFile("vocab.txt", writeVocabTxt(tokenizer)),
    textFile("tokenizer.json", writeTokenizerJson(tokenizer)),
    textFile("tokenizer_config.json", writeTokenizerConfig(tokenizer, model.maxPositionEmbeddings)),
    textFile("special_tokens_map.json", writeSpecialTokensMap(tokenizer)),
    textFile("README.md", modelCard({ record, tokenizer, history })),
  ];
  if (training && history) {
    const { run, metrics } = history;
    const state = { config: training.config, totalSteps: run.totalSteps, position: training.position, metrics };
    files.push(textFile("trainer_state.json", writeTrainerState(state)));
    if (options.trainingState) {
      const moments = STATE_PARTS.filter((part) => part !== "weights");
      files.push(
        tensorFile("optimizer.safetensors", db, record, moments, ({ part, name }) => momentName(part, name)),
        textFile("training_state.json", writeTrainingState(record.name, training, run)),
      );
    }
  }
  return files;
}

/** A run may have gone on since the checkpoint. */
function upTo(last: number, { training, evaluation }: RunMetrics): RunMetrics {
  const reached = ({ step }: { step: number }) => step <= last;
  return { training: training.filter(reached), evaluation: evaluation.filter(reached) };
}

function textFile(path: string, text: string): ExportFile {
  const blob = new Blob([text]);
  return { path, size: blob.size, stream: () => blob.stream() };
}

function tensorFile(
  path: string,
  db: Database,
  record: CheckpointRecord,
  parts: readonly StatePart[],
  nameOf: (entry: TensorEntry) => string,
): ExportFile {
  const entries = record.entries.filter(({ part }) => parts.includes(part));
  const byName = new Map(entries.map((entry) => [nameOf(entry), entry]));
  const { header, order, size } = safetensorsLayout([...byName].map(([name, { shape }]) => ({ name, shape })));
  async function* bytes() {
    const reader = checkpointReader(db, record);
    yield header;
    for (const name of order) {
      const entry = byName.get(name);
      if (entry) yield* reader.bytes(entry);
    }
  }
  return { path, size, stream: () => streamOf(bytes()) };
}

/** Pulls only what is asked for. */
function streamOf(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
