// Resuming a checkpoint: the run goes on where it was, to its own end or further.

import { Button, Group, Modal, NumberInput, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import type { CheckpointRecord } from "../../checkpoints/types";
import { useCatalogue } from "../../store/catalogue";
import { goTo } from "../../store/place";
import { isLive, resumeFrom, useRun } from "../../store/run";
import { formatCount } from "../format";

export function ResumeButton({ checkpoint }: { checkpoint: CheckpointRecord }) {
  const [opened, { open, close }] = useDisclosure(false);
  const live = useRun((s) => isLive(s.state?.status));
  const step = checkpoint.training?.position.step ?? 0;
  return (
    <>
      <Button variant="default" size="xs" disabled={live} onClick={open} aria-label={`Resume from step ${step}`}>
        Resume
      </Button>
      <Modal opened={opened} onClose={close} title={`Resume from step ${formatCount(step)}`} centered>
        <ResumeForm checkpoint={checkpoint} step={step} onDone={close} />
      </Modal>
    </>
  );
}

function ResumeForm({ checkpoint, step, onDone }: { checkpoint: CheckpointRecord; step: number; onDone: () => void }) {
  const total = useCatalogue((s) => s.runs.find(({ id }) => id === checkpoint.training?.runId)?.totalSteps ?? step);
  const [until, setUntil] = useState<number | string>(total > step ? total : 2 * step);
  const valid = typeof until === "number" && until > step;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        onDone();
        goTo("train");
        void resumeFrom(checkpoint, until);
      }}
    >
      <NumberInput
        label="Train until step"
        description="The schedule is stretched or shortened to end there."
        value={until}
        onChange={setUntil}
        min={step + 1}
        allowDecimal={false}
        error={valid ? undefined : `Give a step after ${formatCount(step)}.`}
        data-autofocus
      />
      <Text size="sm" c="dimmed" mt="sm">
        The curves after step {formatCount(step)} are replaced by what comes now.
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={!valid}>
          Resume training
        </Button>
      </Group>
    </form>
  );
}
