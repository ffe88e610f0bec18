// Runs beside each other: their held-out curves, and the settings in which they differ.

import { create } from "zustand";
import { readMetrics } from "../runs/runStore";
import type { RunRecord } from "../runs/types";
import { runJob } from "./jobs";
import { pointsOf, thinned, type Point } from "./metricsHistory";
import { differences, valueAt, type ConfigPath, type OptionValue } from "./overrides";
import { studioDatabase } from "./workers";

const MAX_POINTS = 1000;

/** Held-out loss on masked words over steps, by run. */
export const useComparison = create<{ curves: Record<string, Point[]> }>(() => ({ curves: {} }));

export async function loadComparison(runs: readonly RunRecord[]): Promise<void> {
  const curves = await runJob("comparison", "Reading the curves", async () => {
    const database = await studioDatabase();
    const read = async ({ id }: RunRecord) => {
      const { evaluation } = await readMetrics(database, id);
      return [id, thinned(pointsOf(evaluation, "mlmLoss", "step"), MAX_POINTS)] as const;
    };
    return Object.fromEntries(await Promise.all(runs.map(read)));
  });
  if (curves) useComparison.setState({ curves });
}

export interface Difference {
  path: ConfigPath;
  value: OptionValue | undefined;
}

/** For each run its values at every place where not all runs agree. */
export function differingSettings(runs: readonly RunRecord[]): Record<string, Difference[]> {
  const paths = new Set(runs.slice(1).flatMap((run) => differences(runs[0].config, run.config)));
  const valuesOf = ({ config }: RunRecord) => [...paths].map((path) => ({ path, value: valueAt(config, path) }));
  return Object.fromEntries(runs.map((run) => [run.id, valuesOf(run)]));
}
