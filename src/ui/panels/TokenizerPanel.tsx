// The Tokenizer place: make a vocabulary or bring one, see how it cuts text and how well it fits the corpus.

import { Button, NumberInput, Select, Switch, Text } from "@mantine/core";
import { useCatalogue } from "../../store/catalogue";
import { setVocabularyOption, useVocabularyOptions } from "../../store/config";
import { useJobs } from "../../store/jobs";
import { selectTokenizer, useSelectedCorpus, useSelectedTokenizer, useStartingCheckpoint } from "../../store/selection";
import { encodeSelected, loadTokenizer, prepareVocabulary } from "../../store/tokenizer";
import { Advanced } from "../controls/Advanced";
import { FilePicker } from "../controls/FilePicker";
import { JobStatus } from "../controls/JobStatus";
import { PlaceHeader, Section } from "../controls/Section";
import { formatCount, formatPlural } from "../format";
import styles from "./tokenizer.module.css";
import { TokenizerFit } from "./TokenizerFit";
import { TryTokenizer } from "./TryTokenizer";

export function TokenizerPanel() {
  return (
    <>
      <PlaceHeader title="Tokenizer">
        The model does not read letters or words but pieces: frequent words whole, rare ones in parts. A part that goes
        on a word starts with ##.
      </PlaceHeader>
      <ChooseTokenizer />
      <TrainTokenizer />
      <TryTokenizer />
      <TokenizerFit />
    </>
  );
}

function ChooseTokenizer() {
  const tokenizers = useCatalogue((s) => s.tokenizers);
  const tokenizer = useSelectedTokenizer();
  const checkpoint = useStartingCheckpoint();
  return (
    <Section
      title={tokenizer ? tokenizer.name : "No vocabulary yet"}
      description={
        tokenizer
          ? `In use: ${formatPlural(tokenizer.vocabSize, "piece")}, ${tokenizer.definition.normalizer.lowercase ? "lowercase" : "upper and lower case"}.`
          : "Train one on the corpus, or load the files of a tokenizer. Start pretraining does the first by itself."
      }
      actions={
        <FilePicker
          label="Load tokenizer files"
          accept=".txt,.json"
          onFiles={(files) => void loadTokenizer(files).then((loaded) => loaded && encodeSelected())}
        />
      }
    >
      <JobStatus name="loadTokenizer" />
      {checkpoint && (
        <Text size="sm" c="dimmed" mb="sm">
          The next run starts from {checkpoint.name}, so it uses that model's tokenizer. Choosing another one starts a
          fresh model.
        </Text>
      )}
      {tokenizers.length > 0 && (
        <Select
          label="Tokenizer for the next run"
          placeholder="Train one on the corpus"
          data={tokenizers.map(({ id, name, vocabSize }) => ({
            value: id,
            label: `${name} (${formatCount(vocabSize)})`,
          }))}
          value={tokenizer?.id ?? null}
          onChange={(id) => {
            selectTokenizer(id);
            void encodeSelected();
          }}
          clearable
          maw={480}
        />
      )}
    </Section>
  );
}

function TrainTokenizer() {
  const options = useVocabularyOptions();
  const corpus = useSelectedCorpus();
  const busy = useJobs((s) => s.jobs.trainVocabulary !== undefined || s.jobs.readCorpus !== undefined);
  return (
    <Section
      title="Train a vocabulary"
      description={`WordPiece, learned from ${corpus?.name ?? "the built-in stories"}: the pairs of pieces that occur together most are joined until the vocabulary is full.`}
      actions={
        <Button onClick={() => void prepareVocabulary()} disabled={busy}>
          Train vocabulary
        </Button>
      }
    >
      <div className={styles.options}>
        <VocabularyNumber name="vocabSize" label="Vocabulary size" description="Pieces at most" step={500} />
        <Switch
          label="Lowercase"
          description="Ignores case and accents"
          checked={options.lowercase}
          onChange={(event) => setVocabularyOption("lowercase", event.currentTarget.checked)}
        />
      </div>
      <Advanced>
        <div className={styles.options}>
          <VocabularyNumber
            name="minFrequency"
            label="Minimum frequency"
            description="A pair that is rarer is not joined"
          />
          <VocabularyNumber
            name="limitAlphabet"
            label="Alphabet limit"
            description="Characters kept; the rarest become [UNK]"
            step={100}
          />
        </div>
      </Advanced>
      <JobStatus name="trainVocabulary" />
    </Section>
  );
}

interface VocabularyNumberProps {
  name: "vocabSize" | "minFrequency" | "limitAlphabet";
  label: string;
  description: string;
  step?: number;
}

function VocabularyNumber({ name, label, description, step = 1 }: VocabularyNumberProps) {
  const options = useVocabularyOptions();
  return (
    <NumberInput
      label={label}
      description={description}
      min={1}
      step={step}
      allowDecimal={false}
      value={options[name]}
      onChange={(value) => typeof value === "number" && setVocabularyOption(name, value)}
      onBlur={(event) => event.currentTarget.value === "" && setVocabularyOption(name, null)}
    />
  );
}
