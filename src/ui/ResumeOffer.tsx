// After a reload in mid-run: what was under way, and how to go on.

import { Button, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useShallow } from "zustand/react/shallow";
import { useJobs } from "../store/jobs";
import { goTo } from "../store/place";
import { resumeFrom, useRun } from "../store/run";
import { JobStatus } from "./controls/JobStatus";
import { formatCount, formatTime } from "./format";
import styles from "./ResumeOffer.module.css";

export function ResumeOffer() {
  const { record, resumable } = useRun(useShallow((s) => ({ record: s.record, resumable: s.resumable })));
  const resuming = useJobs((s) => s.jobs.startRun !== undefined);
  if (!record || !resumable?.training) return null;
  const { step } = resumable.training.position;
  return (
    <section className={styles.offer} aria-label="Run to resume">
      <Text size="sm">
        <strong>{record.name}</strong> was {record.status === "paused" ? "paused" : "cut off"} before it was done. A
        checkpoint of step {formatCount(step)} of {formatCount(record.totalSteps)} was saved at{" "}
        {formatTime(resumable.createdAt)}.
      </Text>
      {resuming ? (
        <JobStatus name="startRun" />
      ) : (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => {
            goTo("train");
            void resumeFrom(resumable, null);
          }}
        >
          Resume
        </Button>
      )}
    </section>
  );
}
