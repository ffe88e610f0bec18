// The page behind `npm run pretrain`: the studio's own workers, driven by a job instead of a person. The runner (Node)
// calls runJob and stopJob, hears events through tellRunner, and receives every export over HTTP.

import { parameterCount } from "../bert/parameters";
import type { CheckpointReason, CheckpointRecord } from "../checkpoints/types";
import type { EncodingRecord } from "../corpus/types";
import { exportFiles } from "../exchange/exportModel";
import { openStudioDatabase } from "../lib/database";
import { InputError, serializeError } from "../lib/errors";
import { updateRun } from "../runs/runStore";
import type { RunRecord } from "../runs/types";
import { getTokenizer } from "../tokenizer/tokenizerStore";
import type { TokenizerRecord } from "../tokenizer/types";
import { createCorpusClient, createExchangeClient, createTrainingClient } from "../workers/client";
import type { RunEvent } from "../workers/protocol";
import type { Job, JobEvent, Outcome, RemoteFile, ResumeJob } from "./job";
import { planConfig, runName, vocabularyOptions } from "./plan";
import { uploadExport } from "./uploadExport";

const corpusWorker = createCorpusClient();
const trainingWorker = createTrainingClient();
const exchangeWorker = createExchangeClient();
const stopping = new AbortController();
const { signal } = stopping;
const database = openStudioDatabase();

function tell(event: JobEvent): void {
  void window.tellRunner(event);
}

const onProgress = (progress: { phase: string; done: number; total: number | null }) =>
  tell({ type: "progress", progress });

async function fetchFiles(files: RemoteFile[]): Promise<{ path: string; file: Blob }[]> {
  return Promise.all(files.map(async ({ path, url }) => ({ path, file: await (await fetch(url)).blob() })));
}

async function readCorpus({ corpus, corpusName, read }: Job): Promise<string> {
  const inputs =
    corpus === "sample" ? [{ kind: "sample" as const }] : corpus.map((file) => ({ kind: "url" as const, ...file }));
  const record = await corpusWorker.request(
    "readCorpus",
    { name: corpusName, inputs, options: read },
    { signal, onProgress },
  );
  const { documents, sentences, words, bytes, skipped } = record.report;
  const reasons = skipped.map(({ path, reason, count }) => `${path}: ${reason}${count > 1 ? ` (${count} times)` : ""}`);
  tell({ type: "corpus", documents, sentences, words, bytes, skipped: reasons });
  return record.id;
}

async function makeTokenizer({ choices, vocabulary }: Job, corpusId: string): Promise<TokenizerRecord> {
  if (vocabulary.length > 0) {
    return corpusWorker.request("loadTokenizer", { files: await fetchFiles(vocabulary) }, { signal });
  }
  const options = vocabularyOptions(choices);
  return corpusWorker.request("trainVocabulary", { corpusId, options }, { signal, onProgress });
}

async function encode(corpusId: string, { id: tokenizerId }: TokenizerRecord): Promise<EncodingRecord> {
  const record = await corpusWorker.request("encodeCorpus", { corpusId, tokenizerId }, { signal, onProgress });
  const { documents, sentences, tokens, unknownTokens } = record;
  tell({ type: "encoding", summary: { documents, sentences, tokens }, unknownTokens });
  return record;
}

/** A changed text would silently make a different run out of the same place in the data. */
function checkSameText({ encoding: before }: ResumeJob, now: EncodingRecord): void {
  if (
    !before ||
    (before.documents === now.documents && before.sentences === now.sentences && before.tokens === now.tokens)
  )
    return;
  const counts = ({ documents, sentences, tokens }: typeof before) =>
    `${documents} documents, ${sentences} sentences, ${tokens} tokens`;
  throw new InputError(
    "corpus-changed",
    `The text is not the one that the run began with: then ${counts(before)}; now ${counts(now)}. ` +
      "Give the same files as before, or start a new run from the weights with --init DIR.",
  );
}

/** Imports what the job starts from, prepares the data, and starts or resumes. */
async function begin(job: Job): Promise<RunRecord> {
  const { choices, start, backend } = job;
  tell({ type: "device", ...(await trainingWorker.request("describeDevice", { backend })) });
  const imported =
    start.kind === "fresh"
      ? null
      : await exchangeWorker.request("importModel", { files: await fetchFiles(start.files) }, { signal, onProgress });
  if (imported) tell({ type: "imported", notes: imported.notes });
  const corpusId = await readCorpus(job);
  const tokenizer = imported?.tokenizer ?? (await makeTokenizer(job, corpusId));
  tell({ type: "tokenizer", name: tokenizer.name, vocabSize: tokenizer.vocabSize });
  const encoding = await encode(corpusId, tokenizer);
  const onPhase = ({ phase }: { phase: string }) => tell({ type: "activity", activity: phase });

  if (imported && start.kind === "resume") {
    checkSameText(start, encoding);
    const checkpointId = imported.checkpoint.id;
    const runId = imported.checkpoint.training?.runId;
    // The run speaks of an encoding of another database; here it is this one.
    if (runId) await updateRun(await database, runId, { encodingId: encoding.id });
    const params = { checkpointId, backend, totalSteps: start.totalSteps, startPaused: false };
    return trainingWorker.request("resume", params, { onProgress: onPhase });
  }
  const config = planConfig(choices, tokenizer.vocabSize, imported?.checkpoint.model ?? null);
  const name = choices.name ?? runName(job.corpusName, config.model);
  const initialWeights = imported
    ? { kind: "checkpoint" as const, checkpointId: imported.checkpoint.id }
    : { kind: "fresh" as const };
  const params = { name, config, encodingId: encoding.id, initialWeights, backend };
  return trainingWorker.request("start", params, { onProgress: onPhase });
}

/** Sends exports one after another; of several that wait, only the newest. */
class Uploads {
  #waiting: { record: CheckpointRecord; reason: CheckpointReason } | null = null;
  #underWay: Promise<void> | null = null;

  constructor(
    private readonly output: string,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  push(record: CheckpointRecord, reason: CheckpointReason): void {
    this.#waiting = { record, reason };
    this.#underWay ??= this.#drain().finally(() => (this.#underWay = null));
  }

  async settled(): Promise<void> {
    await this.#underWay;
  }

  async #drain(): Promise<void> {
    while (this.#waiting) {
      const { record, reason } = this.#waiting;
      this.#waiting = null;
      try {
        const db = await database;
        const { definition } = await getTokenizer(db, record.tokenizerId);
        const bytes = await uploadExport(
          this.output,
          await exportFiles(db, record, definition, { trainingState: true }),
        );
        tell({ type: "saved", reason, step: record.training?.position.step ?? 0, bytes });
      } catch (error) {
        // An automatic checkpoint may be pruned while it is being sent, since a newer one is there.
        if (!this.#waiting) this.onFailure(error);
      }
    }
  }
}

async function runJob(job: Job): Promise<Outcome> {
  let end: (outcome: Outcome) => void = () => undefined;
  const ended = new Promise<Outcome>((resolve) => (end = resolve));
  const uploads = new Uploads(job.output, (error) => end({ status: "failed", error: serializeError(error) }));
  let early: RunEvent[] | null = []; // what comes before the run is announced
  const hear = (event: RunEvent): void => {
    if (early) {
      early.push(event);
      return undefined;
    }
    switch (event.type) {
      case "metrics":
        return tell({ type: "metrics", rows: event.rows });
      case "evaluation":
        return tell({ type: "evaluation", row: event.row });
      case "state":
        return event.state.activity ? tell({ type: "activity", activity: event.state.activity }) : undefined;
      case "failed":
        return end({ status: "failed", error: event.error });
      case "checkpoint": {
        uploads.push(event.record, event.reason);
        const step = event.record.training?.position.step ?? 0;
        if (event.reason === "finished" || event.reason === "stopped") end({ status: event.reason, step });
        return undefined;
      }
      default:
        return event satisfies never;
    }
  };
  const unsubscribe = trainingWorker.subscribe(hear);
  try {
    const run = await begin(job);
    const { name, step, totalSteps, references, config } = run;
    tell({ type: "run", name, step, totalSteps, parameters: parameterCount(config.model), references, config });
    const held = early;
    early = null;
    held.forEach(hear);
    const stop = () => void trainingWorker.request("stop", null).catch(() => undefined); // it may have ended by itself
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
    const outcome = await ended;
    await uploads.settled();
    return outcome;
  } catch (error) {
    return { status: "failed", error: serializeError(error) };
  } finally {
    unsubscribe();
  }
}

window.runJob = runJob;
window.stopJob = () => stopping.abort();
