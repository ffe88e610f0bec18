// Held-out curves of the newest runs laid over each other, with the settings in which they differ.

import { Text } from "@mantine/core";
import { useEffect, useMemo } from "react";
import type { RunRecord } from "../../runs/types";
import { differingSettings, loadComparison, useComparison, type Difference } from "../../store/comparison";
import { MetricChart } from "../charts/MetricChart";
import { LineSample } from "../charts/ChartTooltip";
import { formatLoss, formatTime } from "../format";
import styles from "./runs.module.css";

// The hue stays that of masked words; runs are told apart by shade and stroke.
const STROKES = [
  { color: "var(--data-words)", dashed: false },
  { color: "color-mix(in srgb, var(--data-words) 45%, var(--surface))", dashed: false },
  { color: "var(--data-words)", dashed: true },
  { color: "color-mix(in srgb, var(--data-words) 45%, var(--surface))", dashed: true },
];

export function RunComparison({ runs }: { runs: readonly RunRecord[] }) {
  const compared = useMemo(() => runs.slice(0, STROKES.length), [runs]);
  const curves = useComparison((s) => s.curves);
  useEffect(() => void loadComparison(compared), [compared]);
  const settings = useMemo(() => differingSettings(compared), [compared]);
  const series = useMemo(
    () => compared.map(({ id, name }, i) => ({ key: id, name, ...STROKES[i], points: curves[id] ?? [] })),
    [compared, curves],
  );
  return (
    <figure className={styles.comparison} aria-label="Comparison of runs">
      <Text component="figcaption" size="sm" fw={550} mb={12}>
        Held-out loss on masked words of the newest runs
      </Text>
      <MetricChart series={series} axis="step" height={14} format={formatLoss} />
      <ul className={styles.comparisonLegend}>
        {compared.map(({ id, name, createdAt }, i) => (
          <li key={id}>
            <LineSample {...STROKES[i]} />
            <span>
              {name}, {formatTime(createdAt)}
            </span>
            <Text span size="sm" c="dimmed">
              {describe(settings[id])}
            </Text>
          </li>
        ))}
      </ul>
    </figure>
  );
}

const SHOWN = 6;

function describe(differences: readonly Difference[]): string {
  if (differences.length === 0) return "same settings";
  const shown = differences
    .slice(0, SHOWN)
    .map(({ path, value }) => `${path.split(".").pop()} ${String(value ?? "none")}`);
  return shown.join(", ") + (differences.length > SHOWN ? ` and ${differences.length - SHOWN} more` : "");
}
