// The bar that is always there: which run, what it is doing, how far, how fast, how long still, and what can be done now.

import { Progress, VisuallyHidden } from "@mantine/core";
import { useShallow } from "zustand/react/shallow";
import { useRun } from "../store/run";
import { useStart } from "../store/start";
import { formatCount, formatDuration } from "./format";
import { RunButtons } from "./RunButtons";
import styles from "./RunBar.module.css";

const WORDS = {
  running: "Training",
  paused: "Paused",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Failed",
  cutOff: "Cut off",
  elsewhere: "Running in another tab",
} as const;

/** A record says "running" for ever when its tab was closed; what is true of it now depends on who holds the run. */
function statusOf({ record, state, elsewhere }: ReturnType<typeof useRun.getState>): keyof typeof WORDS | null {
  if (state) return state.status;
  if (elsewhere) return "elsewhere";
  return record?.status === "running" ? "cutOff" : (record?.status ?? null);
}

export function RunBar() {
  const stage = useStart((s) => s.stage);
  const { name, status, activity, step, total } = useRun(
    useShallow((run) => ({
      name: run.record?.name ?? null,
      status: statusOf(run),
      activity: run.state?.activity ?? null,
      step: run.state?.step ?? run.record?.step ?? 0,
      total: run.state?.totalSteps ?? run.record?.totalSteps ?? 0,
    })),
  );
  const word = stage ? "Preparing" : status ? WORDS[status] : "Ready";
  return (
    <header className={styles.bar}>
      <div className={styles.row}>
        <div className={styles.title}>
          <strong className={styles.name}>{name ?? "No run yet"}</strong>
          <span className={styles.status} data-status={stage ? "running" : (status ?? "none")}>
            <span className={styles.dot} aria-hidden />
            {word}
            {activity && !stage && <span className={styles.activity}>{activity}</span>}
          </span>
          <VisuallyHidden component="output" aria-live="polite">
            {status === "paused" || status === "finished" || status === "stopped" ? `${word} at step ${step}` : word}
          </VisuallyHidden>
        </div>
        {name && <Numbers step={step} total={total} />}
        <RunButtons />
      </div>
      <Progress
        value={total > 0 ? (100 * step) / total : 0}
        size={2}
        radius={0}
        aria-label={`Step ${step} of ${total}`}
        transitionDuration={0}
      />
    </header>
  );
}

function Numbers({ step, total }: { step: number; total: number }) {
  const { tokensPerSecond, secondsPerStep, live } = useRun(
    useShallow(({ latest, secondsPerStep: pace, state }) => ({
      tokensPerSecond: latest?.tokensPerSecond ?? null,
      secondsPerStep: pace,
      live: state?.status === "running" || state?.status === "paused",
    })),
  );
  return (
    <ul className={styles.numbers} aria-label="Progress of the run">
      <li>
        Step {formatCount(step)} of {formatCount(total)}
      </li>
      {tokensPerSecond !== null && <li>{formatCount(tokensPerSecond)} tokens/s</li>}
      {live && secondsPerStep !== null && step < total && (
        <li>{formatDuration((total - step) * secondsPerStep)} left</li>
      )}
    </ul>
  );
}
