// Sentences by their length in tokens: what the sequence length has to hold.

import { Text } from "@mantine/core";
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { EncodingRecord } from "../../corpus/types";
import { formatCount, formatPlural } from "../format";
import chartStyles from "../charts/charts.module.css";
import styles from "./tokenizer.module.css";

const TICK = { fontSize: "0.75rem", fill: "var(--mantine-color-dimmed)" };

export function LengthHistogram({ encoding }: { encoding: EncodingRecord }) {
  const { lengthHistogram, lengthBinWidth } = encoding;
  const used = lengthHistogram.findLastIndex((count) => count > 0) + 1;
  const bins: Bin[] = lengthHistogram
    .slice(0, used)
    .map((count, i) => ({ label: binName(i, lengthBinWidth, lengthHistogram.length), count }));
  return (
    <figure className={styles.histogram} aria-label="Sentence lengths">
      <Text component="figcaption" size="sm" c="dimmed" mb={8}>
        Sentences by length in tokens
      </Text>
      <div style={{ height: "11rem" }}>
        <ResponsiveContainer width="100%" height="100%" minWidth={0}>
          <BarChart
            data={bins}
            margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
            barCategoryGap={1}
            accessibilityLayer={false}
          >
            <XAxis
              dataKey="label"
              tick={TICK}
              tickLine={false}
              axisLine={{ stroke: "var(--line-strong)" }}
              minTickGap={16}
            />
            <YAxis width={52} tick={TICK} tickLine={false} axisLine={false} tickFormatter={formatCount} tickCount={4} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: "var(--line)", opacity: 0.5 }}
              content={<BinTooltip />}
            />
            <Bar dataKey="count" fill="var(--line-strong)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function binName(index: number, width: number, bins: number): string {
  const from = index * width;
  if (index === bins - 1) return `${from}+`;
  return width === 1 ? `${from}` : `${from}–${from + width - 1}`;
}

interface Bin {
  label: string;
  count: number;
}

/** `active` and `payload` are given by recharts. */
function BinTooltip({ active, payload }: { active?: boolean; payload?: readonly { payload?: Bin }[] }) {
  const bin = payload?.[0]?.payload;
  if (!active || !bin) return null;
  return (
    <div className={chartStyles.tooltip}>
      {bin.label} tokens: {formatPlural(bin.count, "sentence")}
    </div>
  );
}
