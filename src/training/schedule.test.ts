import { expect, test } from "vitest";
import { learningRate, type Schedule } from "./schedule";

// transformers 5.23 get_{linear,cosine,constant}_schedule_with_warmup(optimizer, 4[, 12]), lr 0.001, updates 0 to 12.
const EXPECTED: Record<Schedule["kind"], number[]> = {
  linear: [0, 0.25, 0.5, 0.75, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0],
  cosine: [0, 0.25, 0.5, 0.75, 1, 0.9619398, 0.8535534, 0.6913417, 0.5, 0.3086583, 0.1464466, 0.0380602, 0],
  constant: [0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1, 1, 1],
};

test.each(["linear", "cosine", "constant"] as const)("%s is that of transformers", (kind) => {
  const schedule = { kind, peak: 1e-3, warmupSteps: 4, totalSteps: 12 };
  const rates = EXPECTED[kind].map((_, step) => learningRate(schedule, step) / 1e-3);
  for (const [step, rate] of rates.entries()) expect(rate).toBeCloseTo(EXPECTED[kind][step], 6);
});

test("without warmup the first update has the full rate", () => {
  expect(learningRate({ kind: "linear", peak: 2e-4, warmupSteps: 0, totalSteps: 10 }, 0)).toBe(2e-4);
});

test("a run of nothing but warmup ends at the peak, and past the end the rate stays 0", () => {
  const schedule: Schedule = { kind: "linear", peak: 1, warmupSteps: 10, totalSteps: 10 };
  expect(learningRate(schedule, 9)).toBeCloseTo(0.9, 12);
  expect(learningRate({ ...schedule, warmupSteps: 2 }, 11)).toBe(0);
});
