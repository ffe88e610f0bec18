// The Probe place: ask the current weights or any checkpoint what fits a gap, and whether one sentence follows another.

import { Button, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { useCatalogue } from "../../store/catalogue";
import { useJobs } from "../../store/jobs";
import {
  chooseProbeSource,
  fillMask,
  gapSentence,
  neighbourSentences,
  scorePair,
  useEffectiveSource,
  useProbe,
} from "../../store/probe";
import { isLive, useRun } from "../../store/run";
import { useSelectedCorpus } from "../../store/selection";
import { Candidates } from "../controls/Candidates";
import { GapSentence } from "../controls/GapSentence";
import { JobFailure } from "../controls/JobStatus";
import { EmptyState, PlaceHeader, Section } from "../controls/Section";
import { formatPercent } from "../format";
import styles from "./probe.module.css";

export function ProbePanel() {
  const source = useEffectiveSource();
  return (
    <>
      <PlaceHeader title="Probe">Ask the model while it learns, or any checkpoint.</PlaceHeader>
      {source ? (
        <>
          <SourceSection />
          <FillMask />
          <NextSentence />
        </>
      ) : (
        <Section title="No model to ask yet">
          <EmptyState>Start pretraining, or import a model in Runs and checkpoints. Then ask it here.</EmptyState>
        </Section>
      )}
    </>
  );
}

function SourceSection() {
  const source = useEffectiveSource();
  const checkpoints = useCatalogue((s) => s.checkpoints);
  const live = useRun((s) => isLive(s.state?.status));
  const current = { value: "current", label: "The run's current weights" };
  return (
    <Section title="Whom to ask">
      <Select
        label="Model"
        data={[...(live ? [current] : []), ...checkpoints.map(({ id, name }) => ({ value: id, label: name }))]}
        value={source?.kind === "checkpoint" ? source.checkpointId : "current"}
        onChange={(value) =>
          value &&
          chooseProbeSource(value === "current" ? { kind: "current" } : { kind: "checkpoint", checkpointId: value })
        }
        allowDeselect={false}
        maw={480}
      />
    </Section>
  );
}

function FillMask() {
  const corpus = useSelectedCorpus();
  const [text, setText] = useState(() => gapSentence(corpus));
  const filled = useProbe((s) => s.filled);
  const busy = useJobs((s) => s.jobs.fillMask !== undefined);
  return (
    <Section title="Fill the gaps" description="Write [MASK] wherever a word is missing; there may be several.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void fillMask(text);
        }}
      >
        <Textarea
          label="Text with [MASK]"
          autosize
          minRows={2}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" mt="sm" loading={busy}>
          Fill the gaps
        </Button>
      </form>
      <div className={styles.answer}>
        <JobFailure name="fillMask" />
        {filled && (
          <>
            <GapSentence text={filled.text} predictions={filled.predictions} />
            <div className={styles.gaps}>
              {filled.predictions.map((prediction, i) => (
                <div key={prediction.start}>
                  {filled.predictions.length > 1 && (
                    <Text size="sm" fw={550} mb={4}>
                      Gap {i + 1}
                    </Text>
                  )}
                  <Candidates prediction={prediction} label={`Candidates for gap ${i + 1}`} />
                </div>
              ))}
            </div>
          </>
        )}
      </div>
    </Section>
  );
}

function NextSentence() {
  const corpus = useSelectedCorpus();
  const [pair, setPair] = useState(() => neighbourSentences(corpus));
  const scored = useProbe(useShallow((s) => s.scored));
  const busy = useJobs((s) => s.jobs.scorePair !== undefined);
  const { first, second } = pair;
  return (
    <Section title="Does the second follow the first?">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void scorePair(first, second);
        }}
        className={styles.pairForm}
      >
        <TextInput
          label="First sentence"
          value={first}
          onChange={(event) => setPair({ first: event.currentTarget.value, second })}
        />
        <TextInput
          label="Second sentence"
          value={second}
          onChange={(event) => setPair({ first, second: event.currentTarget.value })}
        />
        <div>
          <Button type="submit" loading={busy} disabled={!first.trim() || !second.trim()}>
            Judge the pair
          </Button>
        </div>
      </form>
      <div className={styles.answer}>
        <JobFailure name="scorePair" />
        {scored && (
          <>
            <div className={styles.balance} aria-hidden>
              <span style={{ width: `${100 * scored.followsProbability}%` }} />
            </div>
            <Text aria-live="polite">
              {formatPercent(scored.followsProbability)} that it follows, {formatPercent(1 - scored.followsProbability)}{" "}
              that it comes from elsewhere.
            </Text>
          </>
        )}
      </div>
    </Section>
  );
}
