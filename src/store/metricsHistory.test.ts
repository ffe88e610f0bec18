import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import { MetricsHistory, metricsCsv, pointsOf, smoothed, thinned, type Point } from "./metricsHistory";

const row = (step: number, mlmLoss: number | null = step): TrainingMetrics => ({
  step,
  loss: 1,
  mlmLoss,
  nspLoss: null,
  mlmAccuracy: null,
  nspAccuracy: null,
  learningRate: 1e-3,
  gradNorm: 1,
  tokensPerSecond: 100,
  elapsedSeconds: step / 2,
});
const evaluation = (step: number): EvaluationMetrics => ({
  step,
  mlmLoss: 1,
  nspLoss: null,
  mlmAccuracy: 0,
  nspAccuracy: null,
  perplexity: 1,
  elapsedSeconds: step,
});
const steps = (history: MetricsHistory) => history.training.map(({ step }) => step);

describe("history", () => {
  test("rows of a run resumed from an earlier step replace what came after it", () => {
    const history = new MetricsHistory();
    history.appendTraining([row(1), row(2), row(3), row(4)]);
    history.appendTraining([row(3, 30)]);
    expect(steps(history)).toEqual([1, 2, 3]);
    expect(history.training[2].mlmLoss).toBe(30);
  });

  test("truncating forgets both kinds of rows after a step and keeps the step itself", () => {
    const history = new MetricsHistory();
    history.replace([row(1), row(2), row(3)], [evaluation(0), evaluation(2), evaluation(3)]);
    history.truncate(2);
    expect(steps(history)).toEqual([1, 2]);
    expect(history.evaluation.map(({ step }) => step)).toEqual([0, 2]);
  });

  test("the pace is that of the last twenty updates, not of the slow beginning", () => {
    const history = new MetricsHistory();
    expect(history.secondsPerStep()).toBeNull();
    const slowStart = Array.from({ length: 40 }, (_, i) => ({
      ...row(i + 1),
      elapsedSeconds: i < 10 ? 10 * i : 100 + i,
    }));
    history.appendTraining(slowStart);
    expect(history.secondsPerStep()).toBeCloseTo(1, 12);
  });
});

test("CSV has a line a row, and nothing where a metric is missing", () => {
  const csv = metricsCsv({ training: [row(1), row(2, null)], evaluation: [evaluation(2)] });
  expect(csv).toBe(
    "kind,step,loss,mlmLoss,nspLoss,mlmAccuracy,nspAccuracy,learningRate,gradNorm,tokensPerSecond,elapsedSeconds,perplexity\n" +
      "training,1,1,1,,,,0.001,1,100,0.5,\n" +
      "training,2,1,,,,,0.001,1,100,1,\n" +
      "held-out,2,,1,,0,,,,,2,1\n",
  );
});

describe("curves", () => {
  test("rows without the metric leave no point, and the axis may be time", () => {
    expect(pointsOf([row(1), row(2, null), row(3, NaN), row(4)], "mlmLoss", "time")).toEqual([
      { x: 0.5, y: 1 },
      { x: 2, y: 4 },
    ]);
  });

  // Hand-worked with weight 0.5: sums 0.5*4=2, 0.5*2+0.5*8=5, 0.5*5+0=2.5; norms 0.5, 0.75, 0.875.
  test("smoothing is an average without pull towards zero", () => {
    const points = [4, 8, 0].map((y, x) => ({ x, y }));
    expect(smoothed(points, 0.5).map(({ y }) => y)).toEqual([4, 5 / 0.75, 2.5 / 0.875]);
    expect(smoothed(points, 0)).toEqual(points);
  });

  const series = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3000 });

  test("thinning keeps the limit, the order, the ends and every extreme", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 4, max: 1000 }), (ys, limit) => {
        const points: Point[] = ys.map((y, x) => ({ x, y }));
        const kept = thinned(points, limit);
        expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 0));
        expect(kept.every((point, i) => i === 0 || point.x > kept[i - 1].x)).toBe(true);
        expect(kept.every(({ x, y }) => Object.is(points[x].y, y))).toBe(true);
        expect([kept[0], kept[kept.length - 1]]).toEqual([points[0], points[points.length - 1]]);
        const extremes = (list: readonly Point[]) => [
          Math.min(...list.map(({ y }) => y)),
          Math.max(...list.map(({ y }) => y)),
        ];
        expect(extremes(kept)).toEqual(extremes(points));
      }),
      { numRuns: 200 },
    );
  });

  test("a single spike in two hundred thousand points is drawn", () => {
    const points = Array.from({ length: 200_000 }, (_, x) => ({ x, y: x === 123_456 ? 9 : Math.sin(x) }));
    expect(thinned(points, 1000)).toContainEqual({ x: 123_456, y: 9 });
  });
});
