// Curves of the run on screen, worked out again when the store says that charts should be drawn.

import { useMemo } from "react";
import type { EvaluationMetrics, TrainingMetrics } from "../../runs/types";
import { pointsOf, smoothed, thinned } from "../../store/metricsHistory";
import { history, useRun } from "../../store/run";
import { useView } from "../../store/view";
import type { ChartSeries } from "./MetricChart";

const MAX_POINTS = 1000; // a series: more are not visible and cost frames

/** A metric of every update; with smoothing also the values behind it. */
export function useTrainingSeries(
  key: keyof TrainingMetrics,
  name: string,
  color: string,
  smoothable = true,
): ChartSeries[] {
  const { axis, smoothing, revision } = useChartState();
  return useMemo(() => {
    const points = pointsOf(history.training, key, axis);
    const raw: ChartSeries = { key, name, color, points: thinned(points, MAX_POINTS) };
    if (!smoothable || smoothing === 0) return [raw];
    return [
      { ...raw, faint: true },
      { ...raw, key: `${key} smoothed`, points: thinned(smoothed(points, smoothing), MAX_POINTS) },
    ];
    // `revision` stands for the rows, which live outside of React.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, name, color, axis, smoothing, smoothable, revision]);
}

/** A metric of every pass over the held-out examples. */
export function useEvaluationSeries(key: keyof EvaluationMetrics, name: string, color: string): ChartSeries {
  const { axis, revision } = useChartState();
  return useMemo(
    () => ({
      key: `held-out ${key}`,
      name,
      color,
      dashed: true,
      points: thinned(pointsOf(history.evaluation, key, axis), MAX_POINTS),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [key, name, color, axis, revision],
  );
}

function useChartState() {
  const axis = useView((s) => s.axis);
  const smoothing = useView((s) => s.smoothing);
  const revision = useRun((s) => s.revision);
  return { axis, smoothing, revision };
}
