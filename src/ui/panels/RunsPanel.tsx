// The Runs and checkpoints place: every run and every checkpoint on this machine; resume, start from, export, delete.

import { Button, Group, Text } from "@mantine/core";
import { useCatalogue } from "../../store/catalogue";
import { importModel } from "../../store/exchange";
import { goTo } from "../../store/place";
import { deleteRun, isLive, showRun, useRun } from "../../store/run";
import type { RunRecord } from "../../runs/types";
import { DeleteButton } from "../controls/ConfirmButton";
import { DropZone } from "../controls/DropZone";
import { FilePicker } from "../controls/FilePicker";
import { ImportedNote } from "../controls/ImportedNote";
import { JobFailure, JobStatus } from "../controls/JobStatus";
import { EmptyState, PlaceHeader, Section } from "../controls/Section";
import { formatCount, formatTime } from "../format";
import { CheckpointTable } from "./CheckpointTable";
import { RunComparison } from "./RunComparison";
import styles from "./runs.module.css";

export function RunsPanel() {
  return (
    <>
      <PlaceHeader title="Runs and checkpoints">
        Everything lives in this browser. Export what you want to keep: the zip opens in Hugging Face Transformers, and
        here again.
      </PlaceHeader>
      <JobFailure name="library" />
      <JobStatus name="startRun" />
      <JobStatus name="exportModel" />
      <RunList />
      <CheckpointSection />
      <ImportSection />
    </>
  );
}

function RunList() {
  const runs = useCatalogue((s) => s.runs);
  return (
    <Section title="Runs">
      {runs.length === 0 ? (
        <EmptyState>A run appears here as soon as it starts, with its settings, curves and checkpoints.</EmptyState>
      ) : (
        <>
          <ul className={styles.runs}>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
          {runs.length > 1 && <RunComparison runs={runs} />}
        </>
      )}
    </Section>
  );
}

function RunRow({ run }: { run: RunRecord }) {
  const state = useRun((s) => (s.record?.id === run.id ? s.state : null));
  const busy = useRun((s) => isLive(s.state?.status));
  const live = isLive(state?.status);
  const status = state?.status ?? (isLive(run.status) ? "cut off" : run.status);
  return (
    <li>
      <div>
        <Text fw={550}>{run.name}</Text>
        <Text size="sm" c="dimmed">
          {status} · step {formatCount(state?.step ?? run.step)} of {formatCount(run.totalSteps)} ·{" "}
          {formatTime(run.createdAt)}
        </Text>
        {run.failure && (
          <Text size="sm" mt={4}>
            {run.failure}
          </Text>
        )}
      </div>
      <Group gap={4} wrap="nowrap">
        <Button
          variant="default"
          size="xs"
          disabled={busy && !live}
          onClick={() => {
            if (!live) void showRun(run);
            goTo("train");
          }}
          aria-label={`Show curves of ${run.name}`}
        >
          Show
        </Button>
        <DeleteButton
          label={`Delete run ${run.name}`}
          question="The run, its curves and all its checkpoints are deleted from this browser. Export first what you want to keep."
          onConfirm={() => void deleteRun(run.id)}
          disabled={live}
        />
      </Group>
    </li>
  );
}

function CheckpointSection() {
  const checkpoints = useCatalogue((s) => s.checkpoints);
  return (
    <Section title="Checkpoints">
      {checkpoints.length === 0 ? (
        <EmptyState>
          Checkpoints are saved now and then while a run goes on, when it is paused or stopped, and whenever you ask for
          one.
        </EmptyState>
      ) : (
        <CheckpointTable checkpoints={checkpoints} />
      )}
    </Section>
  );
}

function ImportSection() {
  return (
    <Section
      title="Bring a model"
      description="A zip that this studio made, or a BERT in the Hugging Face layout: config.json, model.safetensors and vocab.txt."
    >
      <DropZone label="Drop a model here" onFiles={(files) => void importModel(files)}>
        <Text size="sm" c="dimmed">
          Drop a zip or a folder here
        </Text>
        <Group gap="xs">
          <FilePicker
            label="Import model"
            accept=".zip,.safetensors,.json,.txt"
            onFiles={(files) => void importModel(files)}
          />
          <FilePicker label="Import folder" folder onFiles={(files) => void importModel(files)} />
        </Group>
        <JobStatus name="importModel" />
        <ImportedNote />
      </DropZone>
    </Section>
  );
}
