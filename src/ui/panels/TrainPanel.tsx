// The Train place: before a run the one button; then the two curves, what they mean, and the gap being filled.

import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { IconDeviceFloppy, IconPlayerTrackNext, IconTableDown } from "@tabler/icons-react";
import { useMemo } from "react";
import type { RunRecord } from "../../runs/types";
import { isLive, newestOf, saveNow, singleStep, useRun } from "../../store/run";
import { useCatalogue } from "../../store/catalogue";
import { downloadCsv } from "../../store/exchange";
import { useJobs } from "../../store/jobs";
import { ChartControls } from "../charts/ChartControls";
import chartStyles from "../charts/charts.module.css";
import { LossChart } from "../charts/LossChart";
import { SmallCharts } from "../charts/SmallCharts";
import { Section } from "../controls/Section";
import { formatLoss } from "../format";
import { useHeroIsShown } from "../RunButtons";
import { DeviceNote } from "./DeviceNote";
import { LiveGap } from "./LiveGap";
import { MeaningOfNumbers } from "./MeaningOfNumbers";
import { ResumeButton } from "./ResumeButton";
import { StartHero } from "./StartHero";

export function TrainPanel() {
  const heroIsShown = useHeroIsShown();
  const record = useRun((s) => s.record);
  if (heroIsShown || !record) return <StartHero />;
  return (
    <>
      <VisuallyHidden>
        <h1>Train</h1>
      </VisuallyHidden>
      <RunTools record={record} />
      <LossCharts record={record} />
      <Section
        title="Fill the gap"
        description="A sentence with a word masked, and what the model would write there right now."
      >
        <LiveGap />
      </Section>
      <Section title="What the numbers mean">
        <MeaningOfNumbers record={record} />
      </Section>
      <Section title="More measurements">
        <SmallCharts pairs={record.config.examples.nextSentencePrediction} />
      </Section>
      <Section title="Computing">
        <DeviceNote device={record.device} />
      </Section>
    </>
  );
}

function RunTools({ record }: { record: RunRecord }) {
  const checkpoints = useCatalogue((s) => s.checkpoints);
  const resumable = useRun((s) => s.resumable !== null);
  const newest = useMemo(() => newestOf(checkpoints, record.id), [checkpoints, record.id]);
  const status = useRun((s) => s.state?.status);
  const busy = useJobs((s) => s.jobs.control !== undefined);
  return (
    <Group justify="space-between" gap="md" mb="md">
      <ChartControls />
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTableDown size={16} aria-hidden />}
          onClick={() => downloadCsv(record.name)}
        >
          Download CSV
        </Button>
        {!isLive(status) && newest && !resumable && <ResumeButton checkpoint={newest} />}
        {isLive(status) && (
          <>
            <Button
              variant="default"
              size="xs"
              disabled={status !== "paused" || busy}
              leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
              onClick={() => void singleStep()}
            >
              Single step
            </Button>
            <Button
              variant="default"
              size="xs"
              disabled={busy}
              leftSection={<IconDeviceFloppy size={16} aria-hidden />}
              onClick={() => void saveNow()}
            >
              Save checkpoint
            </Button>
          </>
        )}
      </Group>
    </Group>
  );
}

function LossCharts({ record }: { record: RunRecord }) {
  const { uniform, unigramEntropy, coinFlip } = record.references;
  const pairs = record.config.examples.nextSentencePrediction;
  const wordLines = useMemo(
    () => [
      { value: uniform, name: `Blind guess ${formatLoss(uniform)}` },
      { value: unigramEntropy, name: `Word counts only ${formatLoss(unigramEntropy)}` },
    ],
    [uniform, unigramEntropy],
  );
  const pairLines = useMemo(() => [{ value: coinFlip, name: `Coin flip ${formatLoss(coinFlip)}` }], [coinFlip]);
  return (
    <div className={`${chartStyles.surface} ${chartStyles.pair}`} style={{ marginBottom: 32 }}>
      <LossChart
        label="MLM loss chart"
        title="Masked words (MLM loss, nats)"
        explanation="How surprised the model is by the words that were hidden from it. Lower is better."
        metric="mlmLoss"
        color="var(--data-words)"
        references={wordLines}
      />
      {pairs ? (
        <LossChart
          label="NSP loss chart"
          title="Sentence pairs (NSP loss, nats)"
          explanation="How unsure it is whether the second segment really follows the first. It often rests at a coin flip for long, then falls at once."
          metric="nspLoss"
          color="var(--data-pairs)"
          references={pairLines}
        />
      ) : (
        <Text c="dimmed" size="sm">
          This run trains on masked words only, so there is no curve for sentence pairs.
        </Text>
      )}
    </div>
  );
}
