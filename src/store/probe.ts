// Asking a model: which words fit a gap, and whether one sentence follows another. The Probe place asks when told to; the
// Train place asks again and again while the weights change.

import { useMemo } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { SAMPLE_NAME, type CorpusRecord } from "../corpus/types";
import type { MaskPrediction, ProbeSource } from "../workers/protocol";
import { useCatalogue } from "./catalogue";
import { runJob } from "./jobs";
import { isLive, useRun } from "./run";
import { trainingClient } from "./workers";

const CANDIDATES = 5;
const LIVE_INTERVAL = 3000; // ms

interface ProbeState {
  source: ProbeSource;
  /** What was asked, with its answer. */
  filled: { text: string; predictions: MaskPrediction[] } | null;
  scored: { first: string; second: string; followsProbability: number } | null;
}

export const useProbe = create<ProbeState>(() => ({ source: { kind: "current" }, filled: null, scored: null }));

/** Whom a question goes to: the chosen source, or where that is gone the newest checkpoint. Null: there is no model yet. */
export function useEffectiveSource(): ProbeSource | null {
  const source = useProbe((s) => s.source);
  const live = useRun((s) => isLive(s.state?.status));
  const checkpoints = useCatalogue((s) => s.checkpoints);
  return useMemo(() => effectiveSource(source, live, checkpoints), [source, live, checkpoints]);
}

export function effectiveSource(
  source: ProbeSource,
  live: boolean,
  checkpoints: readonly { id: string }[],
): ProbeSource | null {
  if (source.kind === "checkpoint" && checkpoints.some(({ id }) => id === source.checkpointId)) return source;
  if (live) return { kind: "current" };
  return checkpoints.length > 0 ? { kind: "checkpoint", checkpointId: checkpoints[0].id } : null;
}

function sourceNow(): ProbeSource {
  const { source } = useProbe.getState();
  const live = isLive(useRun.getState().state?.status);
  return effectiveSource(source, live, useCatalogue.getState().checkpoints) ?? source;
}

export function chooseProbeSource(source: ProbeSource): void {
  useProbe.setState({ source, filled: null, scored: null });
}

export async function fillMask(text: string): Promise<void> {
  const source = sourceNow();
  const predictions = await runJob("fillMask", "Asking the model", ({ signal }) =>
    trainingClient.request("fillMask", { text, topK: CANDIDATES, source }, { signal }),
  );
  if (predictions) useProbe.setState({ filled: { text, predictions } });
}

export async function scorePair(first: string, second: string): Promise<void> {
  const source = sourceNow();
  const score = await runJob("scorePair", "Asking the model", ({ signal }) =>
    trainingClient.request("scoreNextSentence", { first, second, source }, { signal }),
  );
  if (score) useProbe.setState({ scored: { first, second, ...score } });
}

// --- while it trains --------------------------------------------------------------------------------------------------------

interface LiveProbeState {
  /** Null: a sentence of the corpus with one word masked. */
  text: string | null;
  answer: { text: string; step: number; predictions: MaskPrediction[] } | null;
  /** Why the sentence cannot be asked. */
  problem: string | null;
}

export const useLiveProbe = create<LiveProbeState>()(
  persist((): LiveProbeState => ({ text: null, answer: null, problem: null }), {
    name: "cloze-live-probe",
    partialize: ({ text }) => ({ text, answer: null, problem: null }),
  }),
);

export function setLiveText(text: string | null): void {
  useLiveProbe.setState({ text, problem: null });
}

/** Asks the current weights now and then while updates go by; answers the way to stop. */
export function watchLiveProbe(text: string): () => void {
  let ended = false;
  let askedStep = -1;
  let asking = false;

  async function ask(): Promise<void> {
    const { state, latest } = useRun.getState();
    const step = latest?.step ?? 0;
    if (asking || step === askedStep || !state || state.status === "failed") return;
    asking = true;
    try {
      const params = { text, topK: CANDIDATES, source: { kind: "current" } as const };
      const predictions = await trainingClient.request("fillMask", params);
      askedStep = step;
      if (!ended) useLiveProbe.setState({ answer: { text, step, predictions }, problem: null });
    } catch (error) {
      askedStep = step;
      if (!ended) useLiveProbe.setState({ problem: error instanceof Error ? error.message : String(error) });
    } finally {
      asking = false;
    }
  }

  void ask();
  const timer = setInterval(() => void ask(), LIVE_INTERVAL);
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

/** In the built-in stories the fog has this effect and no other cause has it. */
const SAMPLE_GAP = "Because of the [MASK] nobody could see three steps.";

/** A sentence with a gap that this corpus can teach to fill: one of its own, of moderate length, a late word masked. */
export function gapSentence(corpus: CorpusRecord | undefined): string {
  if (!corpus || corpus.name === SAMPLE_NAME) return SAMPLE_GAP;
  const sentences = corpus.report.preview.flat();
  for (const sentence of sentences) {
    const words = sentence.split(/\s+/);
    if (words.length < 6 || words.length > 16) continue;
    const at = words.findLastIndex((word) => /^\p{L}{3,}[.,!?]?$/u.test(word));
    if (at > 2) return words.with(at, words[at].replace(/^\p{L}+/u, "[MASK]")).join(" ");
  }
  return "The [MASK] is here.";
}

/** Two neighbouring sentences of the corpus: a pair that should be judged to belong together. */
export function neighbourSentences(corpus: CorpusRecord | undefined): { first: string; second: string } {
  const document = corpus?.report.preview.find((sentences) => sentences.length > 1);
  return { first: document?.[0] ?? "", second: document?.[1] ?? "" };
}
