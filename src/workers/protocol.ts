// What the page may ask of the workers and what it hears back. Types only: this file compiles to nothing.
// A request map gives, for each name, what is asked, what is answered and what is told on the way.

import type { CheckpointReason, CheckpointRecord } from "../checkpoints/types";
import type { CorpusInput, CorpusRecord, EncodingRecord, InputInspection, ReadOptions } from "../corpus/types";
import type { BackendName, DeviceDescription } from "../engine/engine";
import type { SerializedError } from "../lib/errors";
import type { ExampleOptions, PretrainingExample } from "../pretraining/types";
import type { EvaluationMetrics, InitialWeights, RunRecord, TrainingMetrics } from "../runs/types";
import type { Piece, TokenizerRecord, VocabularyTrainingOptions } from "../tokenizer/types";
import type { RunConfig } from "../training/config";
import type { MaskPrediction } from "../training/probe";

export type { MaskPrediction };

interface Exchange {
  params: unknown;
  result: unknown;
  progress: unknown;
}

/** Work done out of a known or unknown total. */
export interface Progress {
  done: number;
  total: number | null;
  unit: "bytes" | "sentences" | "merges" | "tensors";
  /** What is happening, for the person: "Reading", "Counting words". */
  phase: string;
}

// --- corpus.worker: text, tokenizers, encodings -----------------------------------------------------------------------

export interface CorpusRequests {
  /** Looks at the first bytes of each input. */
  inspect: { params: { inputs: CorpusInput[]; options: ReadOptions }; result: InputInspection[]; progress: never };
  /** Reads everything into the database; replaces nothing, leaves nothing when cancelled. */
  readCorpus: {
    params: { name: string; inputs: CorpusInput[]; options: ReadOptions };
    result: CorpusRecord;
    progress: Progress & { documents: number; sentences: number };
  };
  trainVocabulary: {
    params: { corpusId: string; options: VocabularyTrainingOptions };
    result: TokenizerRecord;
    progress: Progress;
  };
  /** vocab.txt (with tokenizer_config.json beside it, if any) or tokenizer.json. */
  loadTokenizer: { params: { files: { path: string; file: Blob }[] }; result: TokenizerRecord; progress: never };
  encodeCorpus: {
    params: { corpusId: string; tokenizerId: string };
    result: EncodingRecord;
    progress: Progress;
  };
  tokenize: { params: { tokenizerId: string; text: string }; result: Piece[]; progress: never };
  /** The example number `index` of the first epoch as the model will see it. */
  showExample: {
    params: { encodingId: string; options: ExampleOptions; seed: number; index: number };
    result: PretrainingExample & { tokens: string[]; maskedTokens: string[] };
    progress: never;
  };
  /** Number of training examples of the first epoch, and of held-out examples. */
  countExamples: {
    params: { encodingId: string; options: ExampleOptions; seed: number };
    result: { training: number; heldOut: number };
    progress: never;
  };
  listCorpora: {
    params: null;
    result: { corpora: CorpusRecord[]; tokenizers: TokenizerRecord[]; encodings: EncodingRecord[] };
    progress: never;
  };
  deleteCorpus: { params: { corpusId: string }; result: null; progress: never };
}

// --- training.worker: the loop, the probe, checkpoints ------------------------------------------------------------------

export interface StartRun {
  name: string;
  config: RunConfig;
  encodingId: string;
  initialWeights: InitialWeights;
  backend: BackendName | "auto";
}

/** Weights to ask: the run's as they are now, or a checkpoint's. */
export type ProbeSource = { kind: "current" } | { kind: "checkpoint"; checkpointId: string };

export interface TrainingRequests {
  /** What would compute here, and why ("auto" explains its choice). */
  describeDevice: {
    params: { backend: BackendName | "auto" };
    result: { device: DeviceDescription; reason: string };
    progress: never;
  };
  /** Prepares and begins; answers once the first update is about to run. */
  start: { params: StartRun; result: RunRecord; progress: { phase: string } };
  /** Goes on from a checkpoint in its run, or in a new run when `config` changes what may change. */
  resume: {
    params: { checkpointId: string; backend: BackendName | "auto"; totalSteps: number | null; startPaused: boolean };
    result: RunRecord;
    progress: { phase: string };
  };
  /** Pauses after the update under way and saves. */
  pause: { params: null; result: null; progress: never };
  continue: { params: null; result: null; progress: never };
  /** Runs one update while paused. */
  singleStep: { params: null; result: null; progress: never };
  /** Ends the run after the update under way and saves. */
  stop: { params: null; result: null; progress: never };
  save: { params: null; result: CheckpointRecord; progress: never };
  fillMask: {
    params: { text: string; topK: number; source: ProbeSource };
    result: MaskPrediction[];
    progress: never;
  };
  scoreNextSentence: {
    params: { first: string; second: string; source: ProbeSource };
    result: { followsProbability: number };
    progress: never;
  };
}

export interface RunState {
  status: RunRecord["status"];
  step: number;
  totalSteps: number;
  /** Finer than status: "Saving checkpoint", "Evaluating". */
  activity: string | null;
}

/** Events of the run under way, not tied to a request. Metrics are batched: at most one event a frame. */
export type RunEvent =
  | { type: "state"; runId: string; state: RunState }
  | { type: "metrics"; runId: string; rows: TrainingMetrics[] }
  | { type: "evaluation"; runId: string; row: EvaluationMetrics }
  | { type: "checkpoint"; runId: string; reason: CheckpointReason; record: CheckpointRecord }
  | { type: "failed"; runId: string; error: SerializedError };

// --- exchange.worker: in from files, out to files ------------------------------------------------------------------------

export interface ExchangeRequests {
  /** A zip, or the files of a folder. Answers with the checkpoint it made. */
  importModel: {
    params: { files: { path: string; file: Blob }[] };
    result: { checkpoint: CheckpointRecord; tokenizer: TokenizerRecord; notes: string[] };
    progress: Progress;
  };
  /** A zip of the checkpoint for download; with `trainingState` it can be resumed elsewhere. */
  exportModel: {
    params: { checkpointId: string; trainingState: boolean };
    result: { blob: Blob; fileName: string };
    progress: Progress;
  };
}

// --- the wire ------------------------------------------------------------------------------------------------------------

export type RequestMap = Record<string, Exchange>;

/** A request on its way: `type` names the entry of the map M. */
export type Request<M> = {
  [K in keyof M]: M[K] extends Exchange ? { type: K; requestId: number; params: M[K]["params"] } : never;
}[keyof M];

export type Command<M> = Request<M> | { type: "cancel"; requestId: number };

export type Reply =
  | { type: "result"; requestId: number; result: unknown }
  | { type: "progress"; requestId: number; progress: unknown }
  | { type: "error"; requestId: number; error: SerializedError };

export type WorkerMessage = Reply | { type: "event"; event: RunEvent };
