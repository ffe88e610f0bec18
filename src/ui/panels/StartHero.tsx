// The first thing a person sees: what this is, what is chosen already, and one button. While a run is being prepared the
// same place shows its stages.

import { Anchor, Text, Title } from "@mantine/core";
import { sizeName, usePlan, useVocabularyOptions } from "../../store/config";
import { useSelectedCorpus, useSelectedTokenizer, useStartingCheckpoint } from "../../store/selection";
import { useStart } from "../../store/start";
import { formatCount, formatPlural } from "../format";
import { StartButton } from "../RunButtons";
import { DeviceNote } from "./DeviceNote";
import styles from "./panels.module.css";
import { StartFailures, StartStages } from "./StartStages";

export function StartHero() {
  const stage = useStart((s) => s.stage);
  return (
    <div className={styles.hero}>
      <Title order={1} className={styles.heroTitle}>
        <span>A word is hidden.</span>{" "}
        <span>
          The model learns to <b className={styles.heroGap}>fill</b> the gap.
        </span>
      </Title>
      <Text size="lg" c="dimmed" maw="56ch">
        Pretrain a BERT in this tab. The text you give it stays on this machine.
      </Text>
      {stage ? (
        <StartStages current={stage} />
      ) : (
        <>
          <StartFailures />
          <div>
            <StartButton size="lg" />
          </div>
          <ChosenAlready />
        </>
      )}
    </div>
  );
}

function ChosenAlready() {
  const corpus = useSelectedCorpus();
  const tokenizer = useSelectedTokenizer();
  const checkpoint = useStartingCheckpoint();
  const { vocabSize } = useVocabularyOptions();
  const { config } = usePlan();
  const { unit, amount } = config.duration;
  return (
    <dl className={styles.chosen}>
      <Row place="corpus" label="Text">
        {corpus
          ? `${corpus.name}, ${formatPlural(corpus.report.sentences, "sentence")}`
          : "Built-in stories, made for this studio"}
      </Row>
      <Row place="tokenizer" label="Vocabulary">
        {tokenizer
          ? formatPlural(tokenizer.vocabSize, "piece")
          : `Trained on the text when you start, up to ${formatCount(vocabSize)} pieces`}
      </Row>
      <Row place="model" label="Model">
        {checkpoint ? `From ${checkpoint.name}` : `A fresh BERT, ${sizeName(config.model)}`}:{" "}
        {config.model.numHiddenLayers} layers, {config.model.hiddenSize} wide
      </Row>
      <Row place="pretraining" label="Training">
        {config.examples.nextSentencePrediction ? "Masked words and sentence pairs" : "Masked words"},{" "}
        {formatPlural(amount, unit === "steps" ? "step" : "epoch")}
      </Row>
      <dt>Machine</dt>
      <dd>
        <DeviceNote />
      </dd>
    </dl>
  );
}

function Row({ place, label, children }: { place: string; label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {children}{" "}
        <Anchor href={`#${place}`} size="sm" aria-label={`Change ${label.toLowerCase()}`}>
          Change
        </Anchor>
      </dd>
    </>
  );
}
