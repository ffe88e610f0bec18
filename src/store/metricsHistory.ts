// Every row of the run on screen, outside of React, and the points that charts draw of it: smoothed over all rows, then
// at most a thousand points in which no spike is lost.

import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";

export interface Point {
  x: number;
  y: number;
}

/** What is on the horizontal axis: updates, or training time in seconds. */
export type Axis = "step" | "time";

const PACE_WINDOW = 20; // updates

interface Row {
  step: number;
  elapsedSeconds: number;
}

export class MetricsHistory {
  training: TrainingMetrics[] = [];
  evaluation: EvaluationMetrics[] = [];

  replace(training: TrainingMetrics[], evaluation: EvaluationMetrics[]): void {
    this.training = training;
    this.evaluation = evaluation;
  }

  /** Rows come in order. A row that was there already (a run resumed from an earlier step) replaces what follows it. */
  appendTraining(rows: readonly TrainingMetrics[]): void {
    if (rows.length > 0) this.training = appended(this.training, rows);
  }

  appendEvaluation(row: EvaluationMetrics): void {
    this.evaluation = appended(this.evaluation, [row]);
  }

  /** Pace of the last updates, or null before there are two. */
  secondsPerStep(): number | null {
    const last = this.training.at(-1);
    const earlier = this.training[Math.max(0, this.training.length - PACE_WINDOW)];
    if (!last || !earlier || last.step === earlier.step) return null;
    return (last.elapsedSeconds - earlier.elapsedSeconds) / (last.step - earlier.step);
  }

  /** Forgets what came after `step`: the run goes on from there. */
  truncate(step: number): void {
    this.training = this.training.filter((row) => row.step <= step);
    this.evaluation = this.evaluation.filter((row) => row.step <= step);
  }
}

/** All rows as CSV: training and held-out lines apart by their first column. Numbers as they are, missing ones empty. */
export function metricsCsv({ training, evaluation }: Pick<MetricsHistory, "training" | "evaluation">): string {
  const rows: Record<string, string | number | null>[] = [
    ...training.map((row) => ({ kind: "training", ...row })),
    ...evaluation.map((row) => ({ kind: "held-out", ...row })),
  ];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (row: (typeof rows)[number]) => columns.map((column) => row[column] ?? "").join(",");
  return `${[columns.join(","), ...rows.map(line)].join("\n")}\n`;
}

function appended<T extends Row>(rows: T[], more: readonly T[]): T[] {
  const first = more[0].step;
  if (rows.length > 0 && rows[rows.length - 1].step >= first) rows = rows.filter(({ step }) => step < first);
  rows.push(...more);
  return rows;
}

/** One column as points; rows without a finite value are left out. */
export function pointsOf<T extends Row>(rows: readonly T[], key: keyof T, axis: Axis): Point[] {
  const points: Point[] = [];
  for (const row of rows) {
    const y = row[key];
    if (typeof y === "number" && Number.isFinite(y))
      points.push({ x: axis === "step" ? row.step : row.elapsedSeconds, y });
  }
  return points;
}

/** Exponential moving average without the pull towards its start; weight 0 changes nothing. */
export function smoothed(points: readonly Point[], weight: number): Point[] {
  let average = 0;
  let norm = 0;
  return points.map(({ x, y }) => {
    average = weight * average + (1 - weight) * y;
    norm = weight * norm + (1 - weight);
    return { x, y: average / norm };
  });
}

/**
 * At most `limit` (4 or more) of the points: of each of limit / 2 runs of consecutive points the lowest and the highest, in order. The
 * first and the last point are always among them.
 */
export function thinned(points: readonly Point[], limit: number): Point[] {
  if (points.length <= limit) return [...points];
  const last = points.length - 1;
  const buckets = Math.floor((limit - 2) / 2);
  const kept: Point[] = [points[0]];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = 1 + Math.floor((bucket * (last - 1)) / buckets);
    const end = 1 + Math.floor(((bucket + 1) * (last - 1)) / buckets);
    let low = start;
    let high = start;
    for (let i = start + 1; i < end; i++) {
      if (points[i].y < points[low].y) low = i;
      if (points[i].y > points[high].y) high = i;
    }
    kept.push(points[Math.min(low, high)]);
    if (low !== high) kept.push(points[Math.max(low, high)]);
  }
  kept.push(points[last]);
  return kept;
}
