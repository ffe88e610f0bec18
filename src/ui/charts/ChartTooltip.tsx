// The values under the pointer. A held-out curve has points only now and then: there it shows nothing between.

import type { Axis } from "../../store/metricsHistory";
import { formatCount, formatDuration } from "../format";
import type { ChartRow } from "./chartData";
import styles from "./charts.module.css";
import type { ChartSeries } from "./MetricChart";

interface ChartTooltipProps {
  /** Given by recharts. */
  active?: boolean;
  payload?: readonly { payload?: ChartRow }[];
  series: readonly ChartSeries[];
  axis: Axis;
  format: (value: number) => string;
}

export function ChartTooltip({ active, payload, series, axis, format }: ChartTooltipProps) {
  const row = payload?.[0]?.payload;
  if (!active || !row) return null;
  return (
    <div className={styles.tooltip}>
      <div className={styles.tooltipTitle}>
        {axis === "step" ? `Step ${formatCount(row.x)}` : formatDuration(row.x)}
      </div>
      {series.map(({ key, name, color, dashed, faint }) =>
        row[key] === undefined || faint ? null : (
          <div key={key} className={styles.tooltipRow}>
            <LineSample color={color} dashed={dashed} />
            <span>{name}</span>
            <span className={styles.tooltipValue}>{format(row[key])}</span>
          </div>
        ),
      )}
    </div>
  );
}

/** A short stroke as the curve is drawn: legends and tooltips tell curves apart by more than colour. */
export function LineSample({ color, dashed }: { color: string; dashed?: boolean }) {
  return (
    <svg width={20} height={8} aria-hidden className={styles.lineSample}>
      <line x1={0} y1={4} x2={20} y2={4} stroke={color} strokeWidth={2} strokeDasharray={dashed ? "5 3" : undefined} />
    </svg>
  );
}
