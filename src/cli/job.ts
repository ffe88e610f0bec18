// What the terminal runner hands to the page, and what it hears back. Types only.

import type { ReadOptions } from "../corpus/types";
import type { BackendName, DeviceDescription } from "../engine/engine";
import type { SerializedError } from "../lib/errors";
import type { CheckpointReason } from "../checkpoints/types";
import type { EvaluationMetrics, ReferenceLines, TrainingMetrics } from "../runs/types";
import type { RunConfig } from "../training/config";
import type { Progress } from "../workers/protocol";
import type { Choices } from "./options";

/** A file of this machine as the page can fetch it. */
export interface RemoteFile {
  path: string; // as the person knows it
  url: string;
  size: number;
}

export interface Job {
  choices: Choices;
  corpusName: string;
  corpus: RemoteFile[] | "sample";
  read: ReadOptions;
  vocabulary: RemoteFile[];
  start: { kind: "fresh" } | { kind: "init"; files: RemoteFile[] } | ResumeJob;
  backend: BackendName | "auto";
  /** Where the page puts the files of an export: PUT `${output}PATH?offset=N`, then POST `${output}` with their list. */
  output: string;
}

export interface ResumeJob {
  kind: "resume";
  files: RemoteFile[];
  totalSteps: number | null;
  /** The encoded corpus as it was when the run began; null: unknown. */
  encoding: EncodingSummary | null;
}

export interface EncodingSummary {
  documents: number;
  sentences: number;
  tokens: number;
}

export type JobEvent =
  | { type: "device"; device: DeviceDescription; reason: string }
  | { type: "progress"; progress: Pick<Progress, "phase" | "done" | "total"> }
  | { type: "corpus"; documents: number; sentences: number; words: number; bytes: number; skipped: string[] }
  | { type: "tokenizer"; name: string; vocabSize: number }
  | { type: "encoding"; summary: EncodingSummary; unknownTokens: number }
  | { type: "imported"; notes: string[] }
  | {
      type: "run";
      name: string;
      step: number;
      totalSteps: number;
      parameters: number;
      references: ReferenceLines;
      config: RunConfig;
    }
  | { type: "metrics"; rows: TrainingMetrics[] }
  | { type: "evaluation"; row: EvaluationMetrics }
  | { type: "activity"; activity: string }
  | { type: "saved"; reason: CheckpointReason; step: number; bytes: number };

/** How the job ended. "stopped" is by request, with everything saved. */
export type Outcome = { status: "finished" | "stopped"; step: number } | { status: "failed"; error: SerializedError };

declare global {
  interface Window {
    /** Exposed by the runner. */
    tellRunner(event: JobEvent): Promise<void>;
    /** Offered by the page. */
    runJob(job: Job): Promise<Outcome>;
    stopJob(): void;
  }
}
