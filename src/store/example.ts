// An example as the model will see it, and how many there are: what the pretraining settings come to.

import { create } from "zustand";
import type { PretrainingExample } from "../pretraining/types";
import type { RunConfig } from "../training/config";
import { learningRate } from "../training/schedule";
import { runJob } from "./jobs";
import type { Point } from "./metricsHistory";
import { corpusClient } from "./workers";

export type ShownExample = PretrainingExample & { tokens: string[]; maskedTokens: string[] };

interface ExampleState {
  example: ShownExample | null;
  counts: { training: number; heldOut: number } | null;
}

export const useExample = create<ExampleState>(() => ({ example: null, counts: null }));

/** Builds example number `index` of the first epoch, and counts them all. */
export async function showExample(encodingId: string, config: RunConfig, index: number): Promise<void> {
  const params = { encodingId, options: config.examples, seed: config.seed };
  const shown = await runJob("showExample", "Building an example", async ({ signal }) => {
    const counts = await corpusClient.request("countExamples", params, { signal });
    const wrapped = counts.training > 0 ? index % counts.training : 0;
    return { counts, example: await corpusClient.request("showExample", { ...params, index: wrapped }, { signal }) };
  });
  if (shown) useExample.setState(shown);
}

/** Updates of a run: as asked for, or by epochs once the number of examples is known. */
export function totalSteps(
  { duration, batchSize, accumulationSteps }: RunConfig,
  trainingExamples: number | null,
): number | null {
  if (duration.unit === "steps") return Math.round(duration.amount);
  if (trainingExamples === null) return null;
  return Math.max(1, Math.ceil((duration.amount * trainingExamples) / (batchSize * accumulationSteps)));
}

/** The learning rate over a whole run, at `count` + 1 places. */
export function scheduleCurve(config: RunConfig, steps: number, count = 200): Point[] {
  const { kind, warmupSteps } = config.schedule;
  const schedule = { kind, peak: config.optimizer.learningRate, warmupSteps, totalSteps: steps };
  return Array.from({ length: Math.min(count, steps) + 1 }, (_, i) => {
    const step = Math.round((i * steps) / Math.min(count, steps));
    return { x: step, y: learningRate(schedule, step) };
  });
}
