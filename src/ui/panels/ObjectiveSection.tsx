// What the model has to find out about each example, and how much each question counts.

import { Button, Group, SegmentedControl, Text } from "@mantine/core";
import { setOption, usePlan } from "../../store/config";
import { Advanced } from "../controls/Advanced";
import { NumberOption, SwitchOption } from "../controls/OptionFields";
import { Section } from "../controls/Section";
import styles from "./pretraining.module.css";

export function ObjectiveSection() {
  const { config, problems } = usePlan();
  const pairs = config.examples.nextSentencePrediction;
  return (
    <Section title="Objective" description="What the model has to find out about each example.">
      <SegmentedControl
        aria-label="Objective"
        value={pairs ? "pairs" : "words"}
        onChange={(value) => setOption("examples.nextSentencePrediction", value === "pairs")}
        data={[
          { value: "pairs", label: "Masked words and pairs" },
          { value: "words", label: "Masked words only" },
        ]}
        className={styles.objective}
      />
      <div className={styles.fields}>
        <NumberOption path="lossWeights.mlm" label="Weight of masked words" min={0} step={0.1} />
        <NumberOption path="lossWeights.nsp" label="Weight of sentence pairs" min={0} step={0.1} disabled={!pairs} />
        {pairs && <WeightPresets />}
      </div>
      {problems.lossWeights && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problems.lossWeights}
        </Text>
      )}
      <div className={styles.fields}>
        <NumberOption
          path="examples.maxSeqLength"
          label="Sequence length"
          description="Tokens of an example"
          integer
          min={8}
          step={32}
        />
        <NumberOption path="examples.maskedLmProb" label="Share of masked tokens" min={0} max={0.9} step={0.05} />
      </div>
      <Advanced>
        <div className={styles.fields}>
          <NumberOption
            path="examples.maxPredictionsPerSeq"
            label="Masked at most"
            description="Of one example"
            integer
            min={1}
          />
          <NumberOption path="examples.shortSeqProb" label="Share of short examples" min={0} max={1} step={0.05} />
          <SwitchOption
            path="examples.wholeWordMasking"
            label="Mask whole words"
            description="All pieces of a word together"
          />
        </div>
      </Advanced>
    </Section>
  );
}

const WEIGHTINGS: [number, number][] = [
  [1, 1],
  [0.9, 0.1],
];

function WeightPresets() {
  return (
    <Group gap="xs" className={styles.weightPresets}>
      {WEIGHTINGS.map(([mlm, nsp]) => (
        <Button
          key={mlm}
          variant="default"
          aria-label={`Weights ${mlm} and ${nsp}`}
          onClick={() => {
            setOption("lossWeights.mlm", mlm);
            setOption("lossWeights.nsp", nsp);
          }}
        >
          {mlm} / {nsp}
        </Button>
      ))}
    </Group>
  );
}
