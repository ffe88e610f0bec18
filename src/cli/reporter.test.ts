import { expect, test } from "vitest";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import { defaultRecipe } from "../training/recipes";
import type { JobEvent } from "./job";
import { duration, jsonReporter, progressLine, textReporter } from "./reporter";

const row = (step: number, elapsedSeconds: number): TrainingMetrics => ({
  step,
  loss: 6,
  mlmLoss: 5.25,
  nspLoss: null,
  mlmAccuracy: 0.1,
  nspAccuracy: null,
  learningRate: 1e-3,
  gradNorm: 1,
  tokensPerSecond: 1234.5,
  elapsedSeconds,
});
const run: JobEvent = {
  type: "run",
  name: "Stories",
  step: 100,
  totalSteps: 211,
  parameters: 1000,
  references: { uniform: 7, unigramEntropy: 5, coinFlip: Math.LN2 },
  config: defaultRecipe({ preset: "pico", vocabSize: 1000 }),
};
const evaluation: EvaluationMetrics = {
  step: 2,
  mlmLoss: 5,
  nspLoss: 0.7,
  mlmAccuracy: 0.1,
  nspAccuracy: 0.5,
  perplexity: 148.4,
  elapsedSeconds: 4,
};

test("times are given in two units at most", () => {
  expect([4.4, 250, 3900].map(duration)).toEqual(["4 s", "4 min 10 s", "1 h 05 min"]);
});

test("the bar shows how far, the losses there are, the speed and the time left", () => {
  expect(progressLine(row(30, 60), 120, 2)).toBe(
    "[######------------------] 30/120  MLM 5.250  1,235 tokens/s  3 min 00 s left",
  );
});

test("time left after a resume counts only the steps of this session", () => {
  const written: string[] = [];
  const reporter = textReporter((text) => written.push(text), true);
  reporter.hear(run);
  // Step 101 came after 1,000 s in all, most of them on another machine; now a step takes a second.
  reporter.hear({ type: "metrics", rows: [row(101, 1000)] });
  reporter.hear({ type: "metrics", rows: [row(110, 1009), row(111, 1010)] });
  expect(written.at(-1)).toContain("111/211");
  expect(written.at(-1)).toContain("1 min 40 s left");
});

test("without a terminal no line is drawn over and bars come now and then", () => {
  const written: string[] = [];
  let now = 100_000;
  const reporter = textReporter(
    (text) => written.push(text),
    false,
    () => now,
  );
  reporter.hear(run);
  written.length = 0;
  for (const step of [1, 2, 3]) reporter.hear({ type: "metrics", rows: [row(step, step)] });
  now += 10_000;
  reporter.hear({ type: "metrics", rows: [row(4, 4)] });
  reporter.hear({ type: "evaluation", row: evaluation });
  expect(written).toHaveLength(3);
  expect(written.join("")).not.toContain("\r");
  expect(written[2]).toBe("Step 2: held-out MLM loss 5.000 (perplexity 148.4), NSP loss 0.700\n");
});

test("for programs every line is one JSON object, and what is only for eyes is left out", () => {
  const lines: string[] = [];
  const reporter = jsonReporter((line) => lines.push(line));
  reporter.hear({ type: "metrics", rows: [row(1, 1), row(2, 2)] });
  reporter.hear({ type: "activity", activity: "Evaluating" });
  reporter.hear({ type: "evaluation", row: evaluation });
  reporter.hear({ type: "saved", reason: "finished", step: 2, bytes: 10 });
  reporter.end({ status: "finished", step: 2, out: "/x" });
  const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(objects.map((object) => object.event ?? object.step)).toEqual([1, 2, 2, "saved", "done"]);
  expect(objects[2]).toMatchObject({ eval_mlm_loss: 5, eval_perplexity: 148.4 });
});
