// Checkpoints with what they weigh and how good they are, and what can be done with each.

import { Button, Group, Menu, Table, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { CheckpointRecord, CheckpointReason } from "../../checkpoints/types";
import { removeCheckpoint } from "../../store/catalogue";
import { downloadZip } from "../../store/exchange";
import { useJobs } from "../../store/jobs";
import { goTo } from "../../store/place";
import { chooseProbeSource } from "../../store/probe";
import { isLive, useRun } from "../../store/run";
import { selectStart } from "../../store/selection";
import { DeleteButton } from "../controls/ConfirmButton";
import { formatBytes, formatCount, formatLoss, formatTime } from "../format";
import { ResumeButton } from "./ResumeButton";
import styles from "./runs.module.css";

const REASONS: Record<CheckpointReason, string> = {
  automatic: "automatic",
  paused: "at a pause",
  stopped: "when stopped",
  finished: "at the end",
  manual: "by hand",
  imported: "imported",
};

export function CheckpointTable({ checkpoints }: { checkpoints: readonly CheckpointRecord[] }) {
  return (
    <Table.ScrollContainer minWidth={860} type="native">
      <Table aria-label="Checkpoints" verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Checkpoint</Table.Th>
            <Table.Th ta="right">Step</Table.Th>
            <Table.Th ta="right">MLM, held-out</Table.Th>
            <Table.Th ta="right">NSP, held-out</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>Saved</Table.Th>
            <Table.Th>
              <span className={styles.hiddenHead}>Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {checkpoints.map((checkpoint) => (
            <CheckpointRow key={checkpoint.id} checkpoint={checkpoint} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function CheckpointRow({ checkpoint }: { checkpoint: CheckpointRecord }) {
  const { id, name, createdAt, reason, training, bytes } = checkpoint;
  const evaluation = training?.lastEvaluation;
  const loss = (value: number | null | undefined) => (typeof value === "number" ? formatLoss(value) : "–");
  return (
    <Table.Tr>
      <Table.Td className={styles.checkpointName}>{name}</Table.Td>
      <Table.Td ta="right">{training ? formatCount(training.position.step) : "–"}</Table.Td>
      <Table.Td ta="right">{loss(evaluation?.mlmLoss)}</Table.Td>
      <Table.Td ta="right">{loss(evaluation?.nspLoss)}</Table.Td>
      <Table.Td ta="right">{formatBytes(bytes)}</Table.Td>
      <Table.Td>
        {formatTime(createdAt)}
        <Text size="sm" c="dimmed">
          {REASONS[reason]}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {training && <ResumeButton checkpoint={checkpoint} />}
          <DownloadMenu checkpoint={checkpoint} />
          <MoreMenu checkpoint={checkpoint} />
          <DeleteButton
            label={`Delete checkpoint ${name}`}
            question="The weights and the training state are deleted from this browser. Download the zip first if you want to keep them."
            onConfirm={() => void removeCheckpoint(id)}
          />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function DownloadMenu({ checkpoint }: { checkpoint: CheckpointRecord }) {
  const busy = useJobs((s) => s.jobs.exportModel !== undefined);
  const hasState = checkpoint.training !== null;
  return (
    <Button.Group>
      <Button variant="default" size="xs" disabled={busy} onClick={() => void downloadZip(checkpoint.id, hasState)}>
        Download zip
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" size="xs" px={6} disabled={busy} aria-label="What to download">
            <IconChevronDown size={14} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!hasState} onClick={() => void downloadZip(checkpoint.id, true)}>
            With training state, to resume elsewhere
          </Menu.Item>
          <Menu.Item onClick={() => void downloadZip(checkpoint.id, false)}>Model only, a third of the size</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

function MoreMenu({ checkpoint }: { checkpoint: CheckpointRecord }) {
  const live = useRun((s) => isLive(s.state?.status));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>
          Use
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            chooseProbeSource({ kind: "checkpoint", checkpointId: checkpoint.id });
            goTo("probe");
          }}
        >
          Probe this checkpoint
        </Menu.Item>
        <Menu.Item
          disabled={live}
          onClick={() => {
            selectStart(checkpoint);
            goTo("model");
          }}
        >
          Start a new run from it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
