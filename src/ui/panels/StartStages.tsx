// What happens between the button and the first update, stage by stage.

import { Button, Text } from "@mantine/core";
import { IconCircle, IconCircleCheck, IconCircleDot } from "@tabler/icons-react";
import { dismissFailure, useJobs } from "../../store/jobs";
import { cancelStart, STAGES, type Stage } from "../../store/start";
import { FailureNote } from "../controls/FailureNote";
import { JobBar } from "../controls/JobStatus";
import styles from "./panels.module.css";

const NAMES: Record<Stage, string> = {
  readCorpus: "Read the text",
  trainVocabulary: "Train its vocabulary",
  encodeCorpus: "Encode the text",
  startRun: "Build the model and make the first update",
};

export function StartStages({ current }: { current: Stage }) {
  const job = useJobs((s) => s.jobs[current]);
  const at = STAGES.indexOf(current);
  return (
    <div className={styles.stages}>
      <ol aria-label="Preparing the run">
        {STAGES.map((stage, i) => {
          const Icon = i < at ? IconCircleCheck : i === at ? IconCircleDot : IconCircle;
          return (
            <li
              key={stage}
              data-state={i < at ? "done" : i === at ? "current" : "ahead"}
              aria-current={i === at ? "step" : undefined}
            >
              <Icon size={20} aria-hidden />
              <span>{NAMES[stage]}</span>
              {i === at && job && (
                <Text span size="sm" c="dimmed">
                  {job.cancelling ? "Cancelling" : job.phase}
                </Text>
              )}
            </li>
          );
        })}
      </ol>
      {job && <JobBar job={job} />}
      <div>
        <Button variant="default" disabled={job?.cancelling} onClick={cancelStart}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

/** Why the last attempt to start ended, if it failed. */
export function StartFailures() {
  const failures = useJobs((s) => s.failures);
  return STAGES.map((stage) => {
    const failure = failures[stage];
    return failure && <FailureNote key={stage} failure={failure} onDismiss={() => dismissFailure(stage)} />;
  });
}
