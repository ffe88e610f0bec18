// Learning-rate schedules as pure functions of the step: nothing to save, nothing to resume.
// Formulas: specification 4.3 (huggingface); `step` counts completed updates, so that the first update has step 0.

import type { RunConfig } from "./config";

export interface Schedule {
  kind: RunConfig["schedule"]["kind"];
  peak: number; // learning rate after warmup
  warmupSteps: number;
  totalSteps: number;
}

export function scheduleOf(config: RunConfig, totalSteps: number): Schedule {
  return { ...config.schedule, peak: config.optimizer.learningRate, totalSteps };
}

/** Learning rate of update `step`. Falls to 0 at `totalSteps`, except for "constant". With warmup the first one is 0. */
export function learningRate({ kind, peak, warmupSteps, totalSteps }: Schedule, step: number): number {
  if (step < warmupSteps) return (peak * step) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
  switch (kind) {
    case "linear":
      return peak * (1 - progress);
    case "cosine":
      return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
    case "constant":
      return peak;
    default:
      return kind satisfies never;
  }
}
