// Optimizer and learning-rate schedule, with the curve that they make.

import { Select, Text } from "@mantine/core";
import { useMemo } from "react";
import { setOption, usePlan } from "../../store/config";
import { scheduleCurve, totalSteps, useExample } from "../../store/example";
import { Advanced } from "../controls/Advanced";
import { NumberOption } from "../controls/OptionFields";
import { Section } from "../controls/Section";
import { MetricChart } from "../charts/MetricChart";
import { formatSmall } from "../format";
import styles from "./pretraining.module.css";

const KINDS = [
  { value: "linear", label: "Linear to zero" },
  { value: "cosine", label: "Cosine to zero" },
  { value: "constant", label: "Constant" },
];

export function ScheduleSection() {
  const { config } = usePlan();
  return (
    <Section
      title="Optimizer and schedule"
      description="AdamW. The learning rate rises during warmup, so that a fresh model does not stumble, and falls afterwards."
    >
      <div className={styles.schedule}>
        <div className={styles.fields}>
          <NumberOption
            path="optimizer.learningRate"
            label="Learning rate"
            description="At its peak"
            min={0}
            step={0.0001}
          />
          <NumberOption path="schedule.warmupSteps" label="Warmup" suffix=" steps" integer min={0} step={10} />
          <Select
            label="After warmup"
            data={KINDS}
            value={config.schedule.kind}
            onChange={(kind) => setOption("schedule.kind", kind)}
            allowDeselect={false}
          />
          <NumberOption
            path="optimizer.weightDecay"
            label="Weight decay"
            description="Not on biases and LayerNorm"
            min={0}
            step={0.01}
          />
        </div>
        <ScheduleCurve />
      </div>
      <Advanced>
        <div className={styles.fields}>
          <NumberOption path="optimizer.beta1" label="Beta 1" min={0} max={0.9999} step={0.01} />
          <NumberOption path="optimizer.beta2" label="Beta 2" min={0} max={0.99999} step={0.001} />
          <NumberOption path="optimizer.epsilon" label="Epsilon" min={0} step={1e-8} />
          <NumberOption
            path="optimizer.clipNorm"
            label="Gradient norm limit"
            description="Larger gradients are shortened to it"
            min={0}
            step={0.5}
          />
        </div>
      </Advanced>
    </Section>
  );
}

function ScheduleCurve() {
  const { config, problems } = usePlan();
  const trainingExamples = useExample((s) => s.counts?.training ?? null);
  const steps = totalSteps(config, trainingExamples);
  const invalid = Object.keys(problems).length > 0 || steps === null || steps < 1;
  const series = useMemo(
    () =>
      invalid
        ? []
        : [
            {
              key: "learningRate",
              name: "Learning rate",
              color: "var(--accent)",
              points: scheduleCurve(config, steps),
            },
          ],
    [invalid, config, steps],
  );
  return (
    <figure className={styles.curve} aria-label="Learning rate schedule">
      <Text component="figcaption" size="sm" c="dimmed" mb={8}>
        Learning rate over the run
      </Text>
      {invalid ? (
        <Text size="sm" c="dimmed">
          Drawn once the settings are right and the text is encoded.
        </Text>
      ) : (
        <MetricChart series={series} axis="step" height={10} format={formatSmall} compact />
      )}
    </figure>
  );
}
