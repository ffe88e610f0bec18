// Curves of the run on screen, worked out again when the store says that charts should be drawn.

import { useMemo } from "react";
import type { EvaluationMetrics, TrainingMetrics } from "../../runs/types";
import { pointsOf, smoothed, thinned } from "../../store/metricsHistory";
import { history, isLive, useRun } from "../../store/run";
import { useView } from "../../store/view";
import type { ChartSeries } from "./MetricChart";

/** What a chart of this size can show, and how many of the store's redraws it takes part in (four a second). */
const LARGE = { points: 600, every: 1 };
const SMALL = { points: 160, every: 4 };

interface SeriesOptions {
  small?: boolean;
  smoothable?: boolean;
}

/** A metric of every update; with smoothing also the values behind it. */
export function useTrainingSeries(
  key: keyof TrainingMetrics,
  name: string,
  color: string,
  { small = false, smoothable = true }: SeriesOptions = {},
): ChartSeries[] {
  const { axis, revision, limit } = useChartState(small);
  const smoothing = useView((s) => s.smoothing);
  return useMemo(() => {
    const points = pointsOf(history.training, key, axis);
    const raw: ChartSeries = { key, name, color, points: thinned(points, limit) };
    if (!smoothable || smoothing === 0) return [raw];
    return [
      { ...raw, faint: true },
      { ...raw, key: `${key} smoothed`, points: thinned(smoothed(points, smoothing), limit) },
    ];
    // `revision` stands for the rows, which live outside of React.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, name, color, axis, smoothing, smoothable, limit, revision]);
}

/** A metric of every pass over the held-out examples. */
export function useEvaluationSeries(
  key: keyof EvaluationMetrics,
  name: string,
  color: string,
  small = false,
): ChartSeries {
  const { axis, revision, limit } = useChartState(small);
  return useMemo(
    () => ({
      key: `held-out ${key}`,
      name,
      color,
      dashed: true,
      points: thinned(pointsOf(history.evaluation, key, axis), limit),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [key, name, color, axis, limit, revision],
  );
}

function useChartState(small: boolean) {
  const { points, every } = small ? SMALL : LARGE;
  const axis = useView((s) => s.axis);
  const revision = useRun((s) => (isLive(s.state?.status) ? Math.floor(s.revision / every) : s.revision));
  return { axis, revision, limit: points };
}
