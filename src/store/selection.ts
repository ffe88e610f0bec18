// What is chosen in each place: which corpus, tokenizer and starting weights the next run takes. Kept over a reload.

import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { CheckpointRecord } from "../checkpoints/types";
import { SAMPLE_NAME, type CorpusRecord, type EncodingRecord } from "../corpus/types";
import type { TokenizerRecord } from "../tokenizer/types";
import { useCatalogue } from "./catalogue";

interface SelectionState {
  /** Null: the built-in sample, read when it is first needed. */
  corpusId: string | null;
  /** Null: train one on the corpus. */
  tokenizerId: string | null;
  /** Null: fresh weights. */
  startingCheckpointId: string | null;
}

export const useSelection = create<SelectionState>()(
  persist((): SelectionState => ({ corpusId: null, tokenizerId: null, startingCheckpointId: null }), {
    name: "cloze-selection",
  }),
);

/** Chooses a corpus, and with it the tokenizer it was last encoded with (a starting checkpoint keeps its own). */
export function selectCorpus(corpusId: string | null): void {
  const { startingCheckpointId, tokenizerId } = useSelection.getState();
  if (startingCheckpointId) {
    useSelection.setState({ corpusId });
    return;
  }
  const { encodings, tokenizers } = useCatalogue.getState();
  const usable = tokenizers.filter(({ id }) => encodings.some((e) => e.corpusId === corpusId && e.tokenizerId === id));
  const kept = usable.find(({ id }) => id === tokenizerId) ?? usable[0];
  useSelection.setState({ corpusId, tokenizerId: kept?.id ?? null });
}

export function selectTokenizer(tokenizerId: string | null): void {
  useSelection.setState({ tokenizerId, startingCheckpointId: null });
}

/** Starts the next run from a checkpoint, whose tokenizer it must use, or from fresh weights. */
export function selectStart(checkpoint: CheckpointRecord | null): void {
  if (checkpoint) useSelection.setState({ startingCheckpointId: checkpoint.id, tokenizerId: checkpoint.tokenizerId });
  else useSelection.setState({ startingCheckpointId: null });
}

// --- what the choices stand for ---------------------------------------------------------------------------------------

export function sampleAmong(corpora: CorpusRecord[]): CorpusRecord | undefined {
  return corpora.find(({ name }) => name === SAMPLE_NAME);
}

/** The chosen corpus, or the sample if it was read already. Undefined: nothing is read yet. */
function findCorpus(corpora: CorpusRecord[], corpusId: string | null): CorpusRecord | undefined {
  return corpora.find(({ id }) => id === corpusId) ?? sampleAmong(corpora);
}

export function useSelectedCorpus(): CorpusRecord | undefined {
  const corpusId = useSelection((s) => s.corpusId);
  return useCatalogue((s) => findCorpus(s.corpora, corpusId));
}

export function useSelectedTokenizer(): TokenizerRecord | undefined {
  const tokenizerId = useSelection((s) => s.tokenizerId);
  return useCatalogue((s) => s.tokenizers.find(({ id }) => id === tokenizerId));
}

export function useSelectedEncoding(): EncodingRecord | undefined {
  const corpus = useSelectedCorpus();
  const tokenizer = useSelectedTokenizer();
  return useCatalogue((s) => s.encodings.find((e) => e.corpusId === corpus?.id && e.tokenizerId === tokenizer?.id));
}

export function useStartingCheckpoint(): CheckpointRecord | undefined {
  const id = useSelection((s) => s.startingCheckpointId);
  return useCatalogue((s) => s.checkpoints.find((checkpoint) => checkpoint.id === id));
}

/** The same four outside of React. */
export function selected() {
  const { corpusId, tokenizerId, startingCheckpointId } = useSelection.getState();
  const { corpora, tokenizers, encodings, checkpoints } = useCatalogue.getState();
  const corpus = findCorpus(corpora, corpusId);
  const tokenizer = tokenizers.find(({ id }) => id === tokenizerId);
  return {
    corpus,
    tokenizer,
    encoding: encodings.find((e) => e.corpusId === corpus?.id && e.tokenizerId === tokenizer?.id),
    checkpoint: checkpoints.find(({ id }) => id === startingCheckpointId),
  };
}
