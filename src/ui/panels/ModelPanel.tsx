// The Model place: a fresh BERT of some size, or one that exists. What it weighs is known before anything is allocated.

import { Button, Group, Radio, Select, Stack, Text } from "@mantine/core";
import { useCatalogue } from "../../store/catalogue";
import { presetOf, setPreset, usePlan } from "../../store/config";
import { modelSizes } from "../../store/model";
import { importModel } from "../../store/exchange";
import { selectStart, useStartingCheckpoint } from "../../store/selection";
import { Advanced } from "../controls/Advanced";
import { FilePicker } from "../controls/FilePicker";
import { ImportedNote } from "../controls/ImportedNote";
import { JobStatus } from "../controls/JobStatus";
import { NumberOption } from "../controls/OptionFields";
import { PlaceHeader, Section } from "../controls/Section";
import { formatMagnitude } from "../format";
import { ModelWeight } from "./ModelWeight";
import styles from "./model.module.css";

export function ModelPanel() {
  const checkpoint = useStartingCheckpoint();
  return (
    <>
      <PlaceHeader title="Model">
        How large the network is and where its weights come from. A small model learns the built-in stories in minutes;
        a base model wants a good graphics processor and patience.
      </PlaceHeader>
      <StartingPoint />
      {!checkpoint && <Size />}
      <ModelWeight />
    </>
  );
}

function StartingPoint() {
  const checkpoint = useStartingCheckpoint();
  const checkpoints = useCatalogue((s) => s.checkpoints);
  return (
    <Section
      title="Start from"
      actions={
        <Group gap="xs">
          <FilePicker
            label="Import model"
            accept=".zip,.safetensors,.json,.txt"
            onFiles={(files) => void importModel(files).then((made) => made && selectStart(made))}
          />
          <FilePicker
            label="Import folder"
            folder
            onFiles={(files) => void importModel(files).then((made) => made && selectStart(made))}
          />
        </Group>
      }
    >
      <JobStatus name="importModel" />
      <div className={styles.imported}>
        <ImportedNote />
      </div>
      <Stack gap="xs">
        <Select
          label="Weights"
          data={[
            { value: "fresh", label: "Fresh weights" },
            ...checkpoints.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={checkpoint?.id ?? "fresh"}
          onChange={(id) => selectStart(checkpoints.find((candidate) => candidate.id === id) ?? null)}
          allowDeselect={false}
          maw={480}
        />
        <Text size="sm" c="dimmed" maw="68ch">
          {checkpoint
            ? "The next run begins with these weights, their shape and their tokenizer. To go on exactly where a run stopped, resume it in Runs and checkpoints."
            : "A fresh model knows nothing. To adapt a BERT that exists, import its zip, or its folder with config.json, model.safetensors and vocab.txt."}
        </Text>
      </Stack>
    </Section>
  );
}

function Size() {
  const { config } = usePlan();
  const preset = presetOf(config.model);
  return (
    <Section title="Size">
      <Radio.Group aria-label="Size preset" value={preset ?? "custom"} onChange={setPreset}>
        <div className={styles.presets}>
          {modelSizes(config.model).map(({ name, layers, hidden, parameters }) => (
            <Radio.Card key={name} value={name} className={styles.preset} aria-label={name}>
              <span className={styles.presetName}>{name}</span>
              <span>
                {layers} layers, {hidden} wide
              </span>
              <span className={styles.quiet}>{formatMagnitude(parameters)} parameters</span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <Advanced label={preset ? "A size of your own" : "A size of your own, in use"}>
        <div className={styles.fields}>
          <NumberOption path="model.numHiddenLayers" label="Layers" integer min={1} max={48} />
          <NumberOption path="model.hiddenSize" label="Hidden size" integer min={2} step={32} />
          <NumberOption
            path="model.numAttentionHeads"
            label="Attention heads"
            description="Must divide the hidden size"
            integer
            min={1}
          />
          <NumberOption
            path="model.intermediateSize"
            label="Intermediate size"
            description="Usually four times the hidden size"
            integer
            min={1}
            step={64}
          />
          <NumberOption
            path="model.maxPositionEmbeddings"
            label="Positions"
            description="Longest sequence"
            integer
            min={8}
            step={64}
          />
          <NumberOption path="model.hiddenDropoutProb" label="Dropout" min={0} max={0.9} step={0.05} />
          <NumberOption
            path="model.attentionProbsDropoutProb"
            label="Attention dropout"
            min={0}
            max={0.9}
            step={0.05}
          />
          <NumberOption
            path="model.initializerRange"
            label="Initial standard deviation"
            description="0.02 was made for a width of 768; narrow models start with more"
            min={0}
            step={0.01}
          />
        </div>
      </Advanced>
      {!preset && (
        <Text size="sm" c="dimmed" mt="sm">
          A size of your own. <ResetSize />
        </Text>
      )}
    </Section>
  );
}

function ResetSize() {
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => setPreset("tiny")}>
      Back to tiny
    </Button>
  );
}
