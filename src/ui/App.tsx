// The frame: rail, bar, and the place that is open.

import type { ComponentType } from "react";
import { usePlace, type Place } from "../store/place";
import styles from "./App.module.css";
import { JobFailure, JobStatus } from "./controls/JobStatus";
import { CorpusPanel } from "./panels/CorpusPanel";
import { ModelPanel } from "./panels/ModelPanel";
import { PretrainingPanel } from "./panels/PretrainingPanel";
import { ProbePanel } from "./panels/ProbePanel";
import { RunsPanel } from "./panels/RunsPanel";
import { TokenizerPanel } from "./panels/TokenizerPanel";
import { TrainPanel } from "./panels/TrainPanel";
import { MAIN_ID, Rail } from "./Rail";
import { ResumeOffer } from "./ResumeOffer";
import { RunBar } from "./RunBar";

const PANELS: Record<Place, ComponentType> = {
  corpus: CorpusPanel,
  tokenizer: TokenizerPanel,
  model: ModelPanel,
  pretraining: PretrainingPanel,
  train: TrainPanel,
  probe: ProbePanel,
  runs: RunsPanel,
};

export function App() {
  const place = usePlace((s) => s.place);
  const Panel = PANELS[place];
  return (
    <div className={styles.studio}>
      <Rail />
      <div className={styles.column}>
        <RunBar />
        <main className={styles.main} id={MAIN_ID} tabIndex={-1}>
          <div className={styles.notices}>
            <JobStatus name="catalogue" />
            <JobFailure name="link" />
            <JobFailure name="run" />
            <JobFailure name="control" />
            <ResumeOffer />
          </div>
          <Panel />
        </main>
      </div>
    </div>
  );
}
