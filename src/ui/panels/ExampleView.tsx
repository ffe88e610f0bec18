// One example as the model will see it: two segments, the masked positions, the label. What was hidden stands above.

import { Button, Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { usePlan } from "../../store/config";
import { showExample, useExample, type ShownExample } from "../../store/example";
import { useJobs } from "../../store/jobs";
import { useSelectedEncoding } from "../../store/selection";
import { prepareVocabulary } from "../../store/tokenizer";
import { JobFailure, JobStatus } from "../controls/JobStatus";
import { EmptyState, Section } from "../controls/Section";
import { formatPlural } from "../format";
import styles from "./pretraining.module.css";

export function ExampleView() {
  const encoding = useSelectedEncoding();
  const { config, problems } = usePlan();
  const [index, setIndex] = useState(0);
  const [settled] = useDebouncedValue(config, 300);
  const example = useExample((s) => s.example);
  const valid = Object.keys(problems).length === 0;
  const encodingId = encoding?.id;
  useEffect(() => {
    if (encodingId && valid) void showExample(encodingId, settled, index);
  }, [encodingId, valid, settled, index]);

  if (!encodingId) return <NoExampleYet />;
  return (
    <Section
      title="An example as the model will see it"
      actions={
        <Group gap="xs">
          <Button variant="default" size="xs" disabled={index === 0} onClick={() => setIndex(index - 1)}>
            Previous example
          </Button>
          <Button variant="default" size="xs" onClick={() => setIndex(index + 1)}>
            Next example
          </Button>
        </Group>
      }
    >
      <JobFailure name="showExample" />
      {example && <Example example={example} />}
    </Section>
  );
}

function NoExampleYet() {
  const busy = useJobs((s) => Boolean(s.jobs.readCorpus ?? s.jobs.trainVocabulary ?? s.jobs.encodeCorpus));
  return (
    <Section title="An example as the model will see it">
      <EmptyState
        action={
          !busy && (
            <Button variant="default" onClick={() => void prepareVocabulary()}>
              Prepare the text now
            </Button>
          )
        }
      >
        Examples are made of encoded text. Train a vocabulary first, or let the studio prepare the text.
      </EmptyState>
      <JobStatus name="readCorpus" />
      <JobStatus name="trainVocabulary" />
      <JobStatus name="encodeCorpus" />
    </Section>
  );
}

function Example({ example }: { example: ShownExample }) {
  const { tokens, maskedTokens, tokenTypeIds, maskedPositions, nextSentenceLabel } = example;
  const hidden = new Set(maskedPositions);
  return (
    <div>
      <ol className={styles.example} aria-label="Tokens of the example">
        {maskedTokens.map((token, i) => (
          // eslint-disable-next-line react/no-array-index-key -- a token's position is its identity
          <li key={i} data-segment={tokenTypeIds[i]} data-hidden={hidden.has(i) || undefined}>
            <span className={styles.original}>{hidden.has(i) ? tokens[i] : "\u00a0"}</span>
            <span>{token}</span>
          </li>
        ))}
      </ol>
      <Group gap="lg" mt="md">
        <Text size="sm">
          <span className={styles.swatch} data-segment={0} /> Segment A
        </Text>
        {nextSentenceLabel !== null && (
          <Text size="sm">
            <span className={styles.swatch} data-segment={1} /> Segment B
          </Text>
        )}
        <Text size="sm">
          <span className={styles.swatch} data-hidden /> To be predicted, {formatPlural(hidden.size, "token")}: what was
          there stands above, what the model sees below
        </Text>
      </Group>
      {nextSentenceLabel !== null && (
        <Text mt="sm" className={styles.label}>
          {nextSentenceLabel === 0 ? "Label: B really follows A" : "Label: B comes from elsewhere"}
        </Text>
      )}
    </div>
  );
}
