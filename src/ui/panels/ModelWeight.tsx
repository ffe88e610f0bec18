// Parameters by part and the memory that training will take.

import { Text } from "@mantine/core";
import { useMemo } from "react";
import { usePlan } from "../../store/config";
import { weigh } from "../../store/model";
import { Facts } from "../controls/Facts";
import { Section } from "../controls/Section";
import { formatBytes, formatCount, formatMagnitude } from "../format";
import styles from "./model.module.css";

export function ModelWeight() {
  const { config, problems } = usePlan();
  const invalid = Object.keys(problems).length > 0;
  const weight = useMemo(() => (invalid ? null : weigh(config)), [invalid, config]);
  if (!weight) {
    return (
      <Section title="Weight">
        <Text size="sm" c="dimmed">
          Some settings need a change before this can be worked out: {Object.values(problems)[0]}
        </Text>
      </Section>
    );
  }
  const { parameters, parts, memory } = weight;
  return (
    <Section title="Weight" description="Worked out beforehand; nothing is allocated yet.">
      <Facts
        facts={[
          { label: "Parameters", value: formatMagnitude(parameters), note: formatCount(parameters) },
          { label: "Download", value: formatBytes(4 * parameters), note: "as safetensors, 32 bits" },
          { label: "Memory to train", value: formatBytes(memory.total), note: "an estimate for this batch size" },
        ]}
      />
      <div className={styles.bars}>
        <Bars title="Parameters by part" rows={parts} total={parameters} format={formatMagnitude} />
        <Bars
          title="Memory by use"
          rows={[
            { name: "Weights", value: memory.weights },
            { name: "Gradients", value: memory.gradients },
            { name: "Optimizer moments", value: memory.moments },
            { name: "Activations", value: memory.activations },
          ]}
          total={memory.total}
          format={formatBytes}
        />
      </div>
    </Section>
  );
}

interface BarsProps {
  title: string;
  rows: readonly { name: string; value: number }[];
  total: number;
  format: (value: number) => string;
}

function Bars({ title, rows, total, format }: BarsProps) {
  return (
    <figure className={styles.barFigure}>
      <Text component="figcaption" size="sm" fw={550} mb={8}>
        {title}
      </Text>
      <ul>
        {rows.map(({ name, value }) => (
          <li key={name}>
            <span>{name}</span>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${(100 * value) / total}%` }} />
            </span>
            <span className={styles.barValue}>{format(value)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
