// One chart of metrics over steps or time. Knows colours, axes and the values under the pointer; which metric it shows is
// told by its series.

import { useMemo } from "react";
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Axis, Point } from "../../store/metricsHistory";
import { formatCount, formatDuration } from "../format";
import { axisEnd, niceDomain, tableOf, ticksOf } from "./chartData";
import { ChartTooltip } from "./ChartTooltip";

export interface ChartSeries {
  key: string;
  name: string;
  color: string;
  dashed?: boolean;
  /** Drawn faintly and left out of the tooltip: the values behind a smoothed curve. */
  faint?: boolean;
  points: readonly Point[];
}

export interface ChartReference {
  value: number;
  name: string;
}

interface MetricChartProps {
  series: readonly ChartSeries[];
  references?: readonly ChartReference[];
  axis: Axis;
  logarithmic?: boolean;
  /** In rem, so that a projector gets larger charts with its larger letters. */
  height: number;
  format: (value: number) => string;
  compact?: boolean;
}

const NO_REFERENCES: readonly ChartReference[] = [];
const NO_DOMAIN: [number, number] = [0, 1];

/** So few held-out points are shown as such: one alone makes no line. */
const FEW_POINTS = 40;
const TICK = { fontSize: "0.75rem", fill: "var(--mantine-color-dimmed)" };
/** A halo of the surface keeps the words readable where a curve crosses them. */
const REFERENCE_LABEL = {
  fontSize: "0.75rem",
  fill: "var(--mantine-color-dimmed)",
  stroke: "var(--surface)",
  strokeWidth: 4,
  paintOrder: "stroke",
};
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };

export function MetricChart({
  series,
  references = NO_REFERENCES,
  axis,
  logarithmic = false,
  height,
  format,
  compact,
}: MetricChartProps) {
  const rows = useMemo(() => tableOf(series), [series]);
  const domain = useMemo(
    () => niceDomain(valuesOf(series, references), logarithmic) ?? NO_DOMAIN,
    [series, references, logarithmic],
  );
  const end = axisEnd(rows.at(-1)?.x ?? 0);
  return (
    <div style={{ height: `${height}rem` }}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0}>
        <LineChart data={rows} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={[0, end]}
            ticks={compact ? [0, end] : ticksOf([0, end], false)}
            tickFormatter={axis === "step" ? formatCount : formatDuration}
            tick={TICK}
            tickLine={false}
            axisLine={{ stroke: "var(--line-strong)" }}
            minTickGap={24}
            interval="preserveStartEnd"
          />
          <YAxis
            width={compact ? 44 : 40}
            scale={logarithmic ? "log" : "linear"}
            domain={domain}
            ticks={ticksOf(domain, logarithmic)}
            tickFormatter={formatTick}
            tick={TICK}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-strong)" }}
            content={<ChartTooltip series={series} axis={axis} format={format} />}
          />
          {references.map(({ value, name }) => (
            <ReferenceLine
              key={name}
              y={value}
              stroke="var(--line-strong)"
              strokeDasharray="1 4"
              strokeLinecap="round"
              strokeWidth={1.5}
              label={{ value: name, position: "insideBottomRight", ...REFERENCE_LABEL }}
            />
          ))}
          {series.map(({ key, color, dashed, faint, points }) => (
            <Line
              key={key}
              dataKey={key}
              stroke={color}
              strokeWidth={faint ? 1 : 2}
              strokeOpacity={faint ? 0.25 : 1}
              strokeDasharray={dashed ? "6 4" : undefined}
              dot={dashed && points.length <= FEW_POINTS ? { r: 2.5, strokeDasharray: "0", fill: color } : false}
              activeDot={faint ? false : { r: 4 }}
              connectNulls
              isAnimationActive={false}
              type="linear"
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function* valuesOf(series: readonly ChartSeries[], references: readonly ChartReference[]): Generator<number> {
  for (const { points } of series) for (const { y } of points) yield y;
  for (const { value } of references) yield value;
}

const compactNumber = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

function formatTick(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(0);
  return Math.abs(value) >= 1000 ? compactNumber.format(value) : String(value);
}
