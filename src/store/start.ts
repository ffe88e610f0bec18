// The one button: whatever is missing between here and a running model is made, stage by stage. Each stage is a job with
// its own progress; a stage that fails or is cancelled ends the journey and leaves what was finished.

import { create } from "zustand";
import { cancelJob, runJob, type JobName } from "./jobs";
import { readSample } from "./corpus";
import { startRun } from "./run";
import { selected } from "./selection";
import { encodeCorpus, trainVocabulary } from "./tokenizer";
import { requireSoundPlan, sizeName } from "./config";

/** In order. */
export const STAGES = ["readCorpus", "trainVocabulary", "encodeCorpus", "startRun"] as const satisfies JobName[];
export type Stage = (typeof STAGES)[number];

/** The stage under way; null: none. */
export const useStart = create<{ stage: Stage | null }>(() => ({ stage: null }));

export async function startPretraining(): Promise<void> {
  if (useStart.getState().stage) return;
  try {
    await prepareAndStart();
  } finally {
    useStart.setState({ stage: null });
  }
}

async function prepareAndStart(): Promise<void> {
  const enter = (stage: Stage) => useStart.setState({ stage });

  // Nobody should wait for a vocabulary to hear that a setting is wrong.
  const sound = await runJob("startRun", "Checking the settings", () => Promise.resolve().then(requireSoundPlan));
  if (!sound) return;

  enter("readCorpus");
  const corpus = selected().corpus ?? (await readSample());
  if (!corpus) return;

  enter("trainVocabulary");
  const tokenizer = selected().tokenizer ?? (await trainVocabulary(corpus.id));
  if (!tokenizer) return;

  enter("encodeCorpus");
  const encoding = selected().encoding ?? (await encodeCorpus(corpus.id, tokenizer.id));
  if (!encoding) return;

  enter("startRun");
  const { checkpoint } = selected();
  await startRun({
    name: `${corpus.name}, ${checkpoint ? checkpoint.name : sizeName(sound.model)}`,
    encodingId: encoding.id,
    vocabSize: tokenizer.vocabSize,
    initialWeights: checkpoint ? { kind: "checkpoint", checkpointId: checkpoint.id } : { kind: "fresh" },
  });
}

export function cancelStart(): void {
  const { stage } = useStart.getState();
  if (stage) cancelJob(stage);
}
