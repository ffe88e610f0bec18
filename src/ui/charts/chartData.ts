// From series of points to what recharts draws: one table by x, axes that change seldom, ticks that are round.

import type { Point } from "../../store/metricsHistory";

/** Rows by ascending x; a series without a point at some x has no value there. */
export type ChartRow = { x: number } & Record<string, number>;

export function tableOf(series: readonly { key: string; points: readonly Point[] }[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const { key, points } of series) {
    for (const { x, y } of points) {
      const row = rows.get(x);
      if (row) row[key] = y;
      else rows.set(x, { x, [key]: y });
    }
  }
  return [...rows.values()].sort((a, b) => a.x - b.x);
}

/** The round number 1, 2 or 5 times a power of ten that is at least `value`. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((f) => f * power >= value * (1 - 1e-12)) ?? 10;
  return factor * power;
}

/** Ends of the horizontal axis: from 0 to a round number, so that the curve moves and the axis mostly does not. */
export function axisEnd(last: number): number {
  if (!(last > 0)) return 10;
  const step = roundUp(last / 10);
  return Math.max(step * Math.ceil(last / step - 1e-9), step);
}

/** Ends of a vertical axis that holds all values, on round numbers; null without values. */
export function niceDomain(values: Iterable<number>, logarithmic: boolean): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (logarithmic && value <= 0) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return null;
  if (logarithmic) return [low / 1.1, high * 1.1];
  const step = roundUp(Math.max(high - low, Math.abs(high) * 1e-2, 1e-9) / 5);
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.ceil(high / step - 1e-9) * step;
  return [clean(low >= 0 ? Math.max(0, from) : from), clean(to > from ? to : from + step)];
}

/** Without the dust of binary fractions: 0.6000000000000001 is 0.6. */
const clean = (value: number) => Number(value.toPrecision(12));

/** A handful of round ticks within a domain, multiples of one step; on a logarithmic axis 1, 2 and 5 of each decade, or the two ends. */
export function ticksOf([from, to]: [number, number], logarithmic: boolean): number[] {
  if (logarithmic) {
    const ticks: number[] = [];
    for (let power = 10 ** Math.floor(Math.log10(from)); power <= to; power *= 10) {
      for (const factor of [1, 1.5, 2, 3, 5, 7])
        if (factor * power >= from && factor * power <= to) ticks.push(clean(factor * power));
    }
    return ticks.length >= 2 ? ticks : [clean(from), clean(to)];
  }
  const step = roundUp((to - from) / 6);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => clean((first + i) * step));
}
