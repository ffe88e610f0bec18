// The Pretraining place: what is asked of the model, how it is taught, and an example as it will see it.

import { Button, CopyButton, Group, SegmentedControl, Text } from "@mantine/core";
import { IconLink, IconRestore } from "@tabler/icons-react";
import { resetChoices, setOption, useChoices, usePlan } from "../../store/config";
import { useExample, totalSteps } from "../../store/example";
import { shareAddress } from "../../store/place";
import { Advanced } from "../controls/Advanced";
import { NumberOption } from "../controls/OptionFields";
import { PlaceHeader, Section } from "../controls/Section";
import { formatCount, formatPlural } from "../format";
import { ExampleView } from "./ExampleView";
import { ObjectiveSection } from "./ObjectiveSection";
import styles from "./pretraining.module.css";
import { ScheduleSection } from "./ScheduleSection";

export function PretrainingPanel() {
  return (
    <>
      <PlaceHeader title="Pretraining">
        The settings of the next run. They come from a recipe that fits the corpus and the model; change what you like,
        and empty a field to go back.
      </PlaceHeader>
      <ShareAndReset />
      <ObjectiveSection />
      <ExampleView />
      <ScheduleSection />
      <Amount />
      <Keeping />
    </>
  );
}

function ShareAndReset() {
  const choices = useChoices();
  const changes =
    Object.keys(choices.overrides).length + Object.keys(choices.vocabulary).length + (choices.preset ? 1 : 0);
  return (
    <Group gap="xs" mb="lg">
      <CopyButton value={shareAddress(choices)}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={<IconLink size={16} aria-hidden />} onClick={copy}>
            {copied ? "Link copied" : "Copy link to these settings"}
          </Button>
        )}
      </CopyButton>
      <Button
        variant="default"
        leftSection={<IconRestore size={16} aria-hidden />}
        disabled={changes === 0}
        onClick={resetChoices}
      >
        Back to the recipe
      </Button>
      <Text size="sm" c="dimmed">
        {changes === 0 ? "Nothing differs from the recipe." : `${formatPlural(changes, "setting")} of your own.`}
      </Text>
    </Group>
  );
}

function Amount() {
  const { config } = usePlan();
  const counts = useExample((s) => s.counts);
  const { unit } = config.duration;
  const steps = totalSteps(config, counts?.training ?? null);
  const sequences = config.batchSize * config.accumulationSteps;
  const epochs = counts && steps !== null ? (steps * sequences) / Math.max(1, counts.training) : null;
  return (
    <Section title="Batch and duration" description={`Each update learns from ${formatPlural(sequences, "example")}.`}>
      <div className={styles.fields}>
        <NumberOption path="batchSize" label="Batch size" description="Examples at once" integer min={1} step={8} />
        <NumberOption
          path="accumulationSteps"
          label="Accumulation"
          description="Batches of an update, when memory is short"
          integer
          min={1}
        />
        <NumberOption
          path="duration.amount"
          label={unit === "steps" ? "Steps" : "Epochs"}
          integer={unit === "steps"}
          min={unit === "steps" ? 1 : 0.01}
          step={unit === "steps" ? 100 : 1}
        />
        <SegmentedControl
          aria-label="Unit of the duration"
          value={unit}
          onChange={(value) => setOption("duration.unit", value)}
          data={[
            { value: "steps", label: "Steps" },
            { value: "epochs", label: "Epochs" },
          ]}
          className={styles.unit}
        />
      </div>
      {counts && steps !== null && epochs !== null && (
        <Text size="sm" c="dimmed">
          {formatPlural(counts.training, "training example")} an epoch: {formatPlural(steps, "step")} go through the
          text {epochs.toFixed(epochs < 1 ? 2 : 1)} times.
        </Text>
      )}
    </Section>
  );
}

function Keeping() {
  const counts = useExample((s) => s.counts);
  return (
    <Section title="Evaluation and checkpoints">
      <div className={styles.fields}>
        <NumberOption
          path="examples.heldOutFraction"
          label="Held-out share"
          description="Of documents, never trained on"
          min={0}
          max={0.5}
          step={0.01}
        />
        <NumberOption path="evaluateEvery" label="Evaluate every" suffix=" steps" integer min={1} step={10} />
        <NumberOption path="saveEvery" label="Save every" suffix=" steps" integer min={1} step={50} />
      </div>
      <Advanced>
        <div className={styles.fields}>
          <NumberOption
            path="evaluationExamples"
            label="Held-out examples"
            description={counts ? `There are ${formatCount(counts.heldOut)}` : "At most"}
            integer
            min={1}
            step={32}
          />
          <NumberOption path="seed" label="Seed" description="Same seed, same run" integer min={0} />
        </div>
      </Advanced>
    </Section>
  );
}
