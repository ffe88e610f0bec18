// A small model with its tokenizer, run and curves, stored for the tests of this room.

import { freshTensor } from "../bert/initialisation";
import { parameterSpecs } from "../bert/parameters";
import { writeCheckpoint, type StateTensor } from "../checkpoints/checkpointStore";
import type { CheckpointRecord } from "../checkpoints/types";
import { STATE_PARTS } from "../engine/engine";
import type { Database } from "../lib/database";
import { evaluationRow, exampleRun, trainingRow } from "../runs/exampleRun";
import { appendEvaluation, appendTrainingMetrics, saveRun } from "../runs/runStore";
import { saveTokenizer } from "../tokenizer/tokenizerStore";
import type { TokenizerDefinition } from "../tokenizer/types";

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const PIECES = [..."abcdefghijklmnopqrstu".split(""), "##a", "##b", "the", "été"];

export const exampleTokenizer: TokenizerDefinition = {
  vocab: [...SPECIAL, ...PIECES], // 30 tokens
  normalizer: { cleanText: true, handleChineseChars: true, stripAccents: null, lowercase: true },
  addedTokens: SPECIAL.map((content, id) => ({
    id,
    content,
    singleWord: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  unkToken: "[UNK]",
  padToken: "[PAD]",
  clsToken: "[CLS]",
  sepToken: "[SEP]",
  maskToken: "[MASK]",
  maxInputCharsPerWord: 100,
};

/** Every part with values of its own. */
function* exampleTensors(): Generator<StateTensor> {
  const { model } = exampleRun.config;
  for (const [seed, part] of STATE_PARTS.entries()) {
    for (const [index, spec] of parameterSpecs(model).entries()) {
      yield { part, tensor: freshTensor({ ...spec, init: "normal" }, model, seed, index) };
    }
  }
}

/** A checkpoint at step 40 of a run that went on to step 45. */
export async function storeExample(db: Database): Promise<CheckpointRecord> {
  const { id: tokenizerId } = await saveTokenizer(db, "letters", exampleTokenizer);
  await saveRun(db, { ...exampleRun, tokenizerId, step: 45 });
  const steps = Array.from({ length: 45 }, (_, i) => i + 1);
  await appendTrainingMetrics(db, exampleRun.id, steps.map(trainingRow));
  for (const step of [10, 20, 30, 40]) await appendEvaluation(db, exampleRun.id, evaluationRow(step));
  return writeCheckpoint(
    db,
    {
      id: "example",
      name: "First try, step 40",
      createdAt: 1,
      reason: "paused",
      model: exampleRun.config.model,
      tokenizerId,
      training: {
        runId: exampleRun.id,
        config: exampleRun.config,
        position: { step: 40, cursor: { epoch: 1, window: 2, index: 3 }, elapsedSeconds: 40 / 7 },
        lastMetrics: trainingRow(40),
        lastEvaluation: evaluationRow(40),
      },
    },
    exampleTensors(),
  );
}
