// One of the two hearts of the studio: training loss solid, held-out loss dashed in the same hue, and the lines that say
// what a loss means. The latest values stand in words above the curve.

import { useMemo, type ReactNode } from "react";
import { useView } from "../../store/view";
import { formatLoss } from "../format";
import styles from "./charts.module.css";
import { LineSample } from "./ChartTooltip";
import { MetricChart, type ChartReference } from "./MetricChart";
import { useEvaluationSeries, useTrainingSeries } from "./useSeries";

interface LossChartProps {
  label: string; // accessible name: "MLM loss chart"
  title: string;
  explanation: ReactNode;
  metric: "mlmLoss" | "nspLoss";
  color: string;
  references: readonly ChartReference[];
}

export function LossChart({ label, title, explanation, metric, color, references }: LossChartProps) {
  const axis = useView((s) => s.axis);
  const logarithmic = useView((s) => s.logarithmic);
  const training = useTrainingSeries(metric, "Training", color);
  const heldOut = useEvaluationSeries(metric, "Held-out", color);
  const series = useMemo(() => [...training, heldOut], [training, heldOut]);
  const latest = training[0].points.at(-1)?.y;
  const latestHeldOut = heldOut.points.at(-1)?.y;
  return (
    <figure className={styles.figure} aria-label={label}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{title}</span>
        <span className={styles.legend}>
          <LineSample color={color} />
          Training {latest === undefined ? "–" : formatLoss(latest)}
        </span>
        <span className={styles.legend}>
          <LineSample color={color} dashed />
          Held-out {latestHeldOut === undefined ? "–" : formatLoss(latestHeldOut)}
        </span>
      </figcaption>
      <MetricChart
        series={series}
        references={references}
        axis={axis}
        logarithmic={logarithmic}
        height={18.75}
        format={formatLoss}
      />
      <p className={styles.explanation}>{explanation}</p>
    </figure>
  );
}
