// What can be done with the run now. "Start pretraining" stands here unless the Train place shows it in large.

import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, type Icon } from "@tabler/icons-react";
import { useJobs } from "../store/jobs";
import { goTo, usePlace } from "../store/place";
import { continueRun, pauseRun, stopRun, useRun } from "../store/run";
import { cancelStart, STAGES, startPretraining, useStart } from "../store/start";
import styles from "./RunBar.module.css";

/** Quiet where a run that was cut off is offered first. */
export function StartButton({ size = "sm" }: { size?: "sm" | "lg" }) {
  const resumable = useRun((s) => s.resumable !== null);
  // A second start would cut off what is being prepared by hand.
  const busy = useJobs((s) => s.jobs.catalogue !== undefined || STAGES.some((stage) => s.jobs[stage]));
  return (
    <Button
      size={size}
      variant={resumable ? "default" : "filled"}
      disabled={busy}
      leftSection={<IconPlayerPlay size={size === "lg" ? 20 : 16} aria-hidden />}
      onClick={() => {
        goTo("train");
        void startPretraining();
      }}
    >
      Start pretraining
    </Button>
  );
}

export function RunButtons() {
  const status = useRun((s) => s.state?.status);
  const stage = useStart((s) => s.stage);
  const heroIsShown = useHeroIsShown();
  if (stage) {
    return (
      <div className={styles.buttons}>
        {!heroIsShown && (
          <Button variant="default" onClick={cancelStart}>
            Cancel
          </Button>
        )}
      </div>
    );
  }
  if (status !== "running" && status !== "paused") {
    return <div className={styles.buttons}>{!heroIsShown && <StartButton />}</div>;
  }
  return (
    <div className={styles.buttons}>
      {status === "running" ? (
        <BarButton label="Pause" Icon={IconPlayerPause} onClick={() => void pauseRun()} />
      ) : (
        <BarButton label="Resume" Icon={IconPlayerPlay} primary onClick={() => void continueRun()} />
      )}
      <BarButton label="Stop" Icon={IconPlayerStop} onClick={() => void stopRun()} />
    </div>
  );
}

interface BarButtonProps {
  label: string;
  Icon: Icon;
  onClick: () => void;
  primary?: boolean;
}

/** On a phone only the icon is seen. */
function BarButton({ label, Icon, onClick, primary = false }: BarButtonProps) {
  return (
    <Button variant={primary ? "filled" : "default"} className={styles.button} onClick={onClick}>
      <Icon size={16} aria-hidden />
      <span className={styles.buttonLabel}>{label}</span>
    </Button>
  );
}

/** The Train place, before there is a run or while one is being prepared, has the large button and the stages. */
export function useHeroIsShown(): boolean {
  const onTrain = usePlace((s) => s.place === "train");
  const noRun = useRun((s) => s.record === null);
  const preparing = useStart((s) => s.stage !== null);
  return onTrain && (noRun || preparing);
}
