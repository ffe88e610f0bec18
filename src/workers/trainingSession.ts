// One training worker's state: at most one run, its engine, and an engine for a checkpoint being probed. Joins the trainer
// to the database and to the page; knows nothing of messages.

import { getCheckpoint, pruneAutomatic, readTensors, writeCheckpoint } from "../checkpoints/checkpointStore";
import { freshWeights } from "../bert/initialisation";
import type { CheckpointReason, CheckpointRecord, TrainingPosition } from "../checkpoints/types";
import { openTokenStore } from "../corpus/tokenStore";
import { chooseBackend } from "../engine/backend";
import { createEngine } from "../engine/createEngine";
import { STATE_PARTS, type BackendName, type DeviceDescription, type Engine, type StatePart } from "../engine/engine";
import type { Database } from "../lib/database";
import { serializeError, StudioError } from "../lib/errors";
import { ExampleSource } from "../pretraining/exampleSource";
import { getRun, saveRun, truncateMetrics, updateRun } from "../runs/runStore";
import type { EvaluationMetrics, RunRecord, TrainingMetrics } from "../runs/types";
import { getTokenizer } from "../tokenizer/tokenizerStore";
import { WordPieceTokenizer } from "../tokenizer/wordPiece";
import { fillMask, scoreNextSentence, type MaskPrediction } from "../training/probe";
import { totalStepsOf, Trainer } from "../training/trainer";
import { MetricsLog } from "./metricsLog";
import type { ProbeSource, RunEvent, StartRun, TrainingRequests } from "./protocol";

const KEPT_AUTOMATIC_CHECKPOINTS = 3;

interface ActiveRun {
  record: RunRecord;
  trainer: Trainer;
  engine: Engine;
  tokenizer: WordPieceTokenizer;
  log: MetricsLog;
  /** Resolves once the run is over and recorded. */
  over: Promise<void>;
  ended: boolean;
}

export class TrainingSession {
  #active: ActiveRun | null = null;
  #probed: { checkpointId: string; engine: Engine; tokenizer: WordPieceTokenizer } | null = null;
  #lastSaved: CheckpointRecord | null = null;
  #preparing = false;

  constructor(
    private readonly database: Database,
    private readonly send: (event: RunEvent) => void,
  ) {}

  /** What would compute. While a run is under way that is the run's device: switching would pull it from under its engine. */
  async describeDevice(requested: BackendName | "auto"): Promise<{ device: DeviceDescription; reason: string }> {
    const held = this.#active?.engine.device ?? this.#probed?.engine.device;
    if (this.#active && !this.#active.ended) {
      return { device: this.#active.engine.device, reason: "In use by the run under way." };
    }
    const choice = await chooseBackend(requested);
    if (held && held.backend !== choice.device.backend) this.#forgetEngines();
    return choice;
  }

  /** Begins a new run; resolves once training is about to begin. */
  async start(params: StartRun, onPhase: (phase: string) => void): Promise<RunRecord> {
    return this.#prepare(async () => {
      const { config, encodingId, initialWeights } = params;
      onPhase("Opening the corpus");
      const { tokenizer, examples, encoding } = await this.#openData(encodingId, config);
      if (tokenizer.vocabSize > config.model.vocabSize) {
        throw new StudioError(
          "input",
          "vocabulary-too-large",
          `The tokenizer has ${tokenizer.vocabSize} tokens, but the model has rows for only ${config.model.vocabSize}. ` +
            "Choose the tokenizer that came with the model, or start a fresh model.",
        );
      }
      const { training } = await examples.countExamples();
      onPhase("Preparing the device");
      const { device } = await chooseBackend(params.backend);
      onPhase("Building the model");
      const weights =
        initialWeights.kind === "fresh"
          ? freshWeights(config.model, config.seed)
          : readTensors(this.database, await getCheckpoint(this.database, initialWeights.checkpointId), "weights");
      const engine = await createEngine(config.model, device, weights);
      const record: RunRecord = {
        id: crypto.randomUUID(),
        name: params.name,
        createdAt: Date.now(),
        config,
        encodingId,
        corpusName: encoding.corpusName,
        tokenizerId: encoding.tokenizerId,
        initialWeights,
        totalSteps: totalStepsOf(config, training),
        references: {
          uniform: Math.log(config.model.vocabSize),
          unigramEntropy: encoding.unigramEntropy,
          coinFlip: Math.LN2,
        },
        device,
        status: "running",
        step: 0,
        failure: null,
      };
      await saveRun(this.database, record);
      const position = { step: 0, cursor: examples.start, elapsedSeconds: 0 };
      this.#begin({ record, engine, tokenizer, examples, position, startPaused: false });
      return record;
    });
  }

  /** Goes on from a checkpoint: same weights, moments, place in the data and curves. */
  async resume(params: TrainingRequests["resume"]["params"], onPhase: (phase: string) => void): Promise<RunRecord> {
    return this.#prepare(async () => {
      onPhase("Reading the checkpoint");
      const checkpoint = await getCheckpoint(this.database, params.checkpointId);
      if (!checkpoint.training) {
        throw new StudioError(
          "input",
          "no-training-state",
          `${checkpoint.name} holds weights only, so there is no run to resume. Start a new run from it instead.`,
        );
      }
      const { runId, config, position } = checkpoint.training;
      const run = await getRun(this.database, runId);
      const totalSteps = params.totalSteps ?? run.totalSteps;
      if (totalSteps <= position.step) {
        throw new StudioError(
          "usage",
          "already-complete",
          `${checkpoint.name} is at step ${position.step} of ${totalSteps}. Ask for more steps to go on.`,
        );
      }
      const { tokenizer, examples } = await this.#openData(run.encodingId, config);
      onPhase("Preparing the device");
      const { device } = await chooseBackend(params.backend);
      onPhase("Restoring weights and optimizer");
      const engine = await this.#engineOf(checkpoint, device, STATE_PARTS);
      await truncateMetrics(this.database, runId, position.step);
      const changes = {
        status: params.startPaused ? "paused" : "running",
        totalSteps,
        device,
        step: position.step,
        failure: null,
      } as const;
      const record = await updateRun(this.database, runId, changes);
      const { lastMetrics, lastEvaluation } = checkpoint.training;
      const { startPaused } = params;
      this.#begin({ record, engine, tokenizer, examples, position, startPaused, lastMetrics, lastEvaluation });
      return record;
    });
  }

  async pause(): Promise<void> {
    await this.#running().trainer.pause();
  }

  continue(): void {
    this.#running().trainer.continue();
  }

  async singleStep(): Promise<void> {
    await this.#running().trainer.singleStep();
  }

  async stop(): Promise<void> {
    const { trainer, over } = this.#running();
    await trainer.stop();
    await over;
  }

  /** Saves between two updates, running or paused. */
  async save(): Promise<CheckpointRecord> {
    const { trainer } = this.#running();
    await trainer.save();
    if (!this.#lastSaved) throw new StudioError("internal", "internal", "internal: saved nothing");
    return this.#lastSaved;
  }

  fillMask(text: string, topK: number, source: ProbeSource): Promise<MaskPrediction[]> {
    return this.#probe(source, (engine, tokenizer) => fillMask(engine, tokenizer, text, topK));
  }

  scoreNextSentence(first: string, second: string, source: ProbeSource): Promise<{ followsProbability: number }> {
    return this.#probe(source, (engine, tokenizer) => scoreNextSentence(engine, tokenizer, first, second));
  }

  #running(): ActiveRun {
    if (this.#active && !this.#active.ended) return this.#active;
    throw new StudioError("usage", "no-run", "No run is under way. Start or resume one first.");
  }

  async #prepare(task: () => Promise<RunRecord>): Promise<RunRecord> {
    if (this.#preparing || (this.#active && !this.#active.ended)) {
      throw new StudioError("usage", "run-under-way", "A run is already under way. Stop it before starting another.");
    }
    this.#preparing = true;
    try {
      this.#forgetEngines();
      return await task();
    } finally {
      this.#preparing = false;
    }
  }

  // A finished run's engine stays for the probe until the next run needs the memory.
  #forgetEngines(): void {
    this.#active?.engine.dispose();
    this.#active = null;
    this.#probed?.engine.dispose();
    this.#probed = null;
    this.#lastSaved = null;
  }

  async #openData(encodingId: string, config: RunRecord["config"]) {
    const store = await openTokenStore(this.database, encodingId);
    const { tokenizerId, unigramEntropy, corpusId } = store.record;
    const tokenizer = new WordPieceTokenizer((await getTokenizer(this.database, tokenizerId)).definition);
    const { specialIds: special, vocabSize, isContinuation } = tokenizer;
    const examples = new ExampleSource(store, { special, vocabSize, isContinuation }, config.examples, config.seed);
    const corpus = await this.database.get("corpora", corpusId);
    const corpusName = typeof corpus?.name === "string" ? corpus.name : "a deleted corpus";
    return { tokenizer, examples, encoding: { tokenizerId, unigramEntropy, corpusName } };
  }

  async #engineOf(
    checkpoint: CheckpointRecord,
    device: DeviceDescription,
    parts: readonly StatePart[],
  ): Promise<Engine> {
    const engine = await createEngine(checkpoint.model, device, readTensors(this.database, checkpoint, "weights"));
    for (const part of parts) {
      if (part !== "weights") await engine.writeState(part, readTensors(this.database, checkpoint, part));
    }
    return engine;
  }

  #begin(parts: {
    record: RunRecord;
    engine: Engine;
    tokenizer: WordPieceTokenizer;
    examples: ExampleSource;
    position: TrainingPosition;
    startPaused: boolean;
    lastMetrics?: TrainingMetrics | null;
    lastEvaluation?: EvaluationMetrics | null;
  }): void {
    const { record, engine, tokenizer, examples, position, startPaused, lastMetrics, lastEvaluation } = parts;
    const log = new MetricsLog(this.database, record.id, this.send);
    const trainer = new Trainer({
      engine,
      examples,
      config: record.config,
      totalSteps: record.totalSteps,
      position,
      startPaused,
      lastMetrics,
      lastEvaluation,
      callbacks: {
        onMetrics: (row) => log.training(row),
        onEvaluation: (row) => log.evaluation(row),
        onState: (state) => {
          active.record = { ...active.record, status: state.status, step: state.step };
          this.send({ type: "state", runId: record.id, state });
        },
        onSave: (reason, state) => this.#save(active, reason, state),
      },
    });
    const active: ActiveRun = { record, trainer, engine, tokenizer, log, over: Promise.resolve(), ended: false };
    this.#active = active;
    active.over = this.#drive(active);
  }

  async #drive(active: ActiveRun): Promise<void> {
    const { record, trainer, log } = active;
    try {
      const status = await trainer.run();
      await log.flush();
      await updateRun(this.database, record.id, { status, step: trainer.position.step });
    } catch (error) {
      const failure = serializeError(error);
      await log.flush().catch(() => undefined); // the failure itself is what the person must hear
      await updateRun(this.database, record.id, {
        status: "failed",
        step: trainer.position.step,
        failure: failure.message,
      }).catch(() => undefined);
      this.send({ type: "failed", runId: record.id, error: failure });
    } finally {
      active.ended = true;
    }
  }

  async #save(
    active: ActiveRun,
    reason: CheckpointReason,
    state: {
      position: TrainingPosition;
      lastMetrics: TrainingMetrics | null;
      lastEvaluation: EvaluationMetrics | null;
    },
  ): Promise<void> {
    const { record, engine, log } = active;
    await log.flush(); // curves never lag behind a checkpoint
    const checkpoint = await writeCheckpoint(
      this.database,
      {
        id: crypto.randomUUID(),
        name: `${record.name}, step ${state.position.step}`,
        createdAt: Date.now(),
        reason,
        model: record.config.model,
        tokenizerId: record.tokenizerId,
        training: { runId: record.id, config: record.config, ...state },
      },
      everyTensor(engine),
    );
    this.#lastSaved = checkpoint;
    if (reason === "automatic") await pruneAutomatic(this.database, record.id, KEPT_AUTOMATIC_CHECKPOINTS);
    await updateRun(this.database, record.id, { status: active.record.status, step: state.position.step });
    this.send({ type: "checkpoint", runId: record.id, reason, record: checkpoint });
  }

  async #probe<T>(source: ProbeSource, ask: (engine: Engine, tokenizer: WordPieceTokenizer) => Promise<T>): Promise<T> {
    const active = this.#active;
    const task = async () => {
      if (source.kind === "checkpoint") {
        const { engine, tokenizer } = await this.#probedCheckpoint(source.checkpointId);
        return ask(engine, tokenizer);
      }
      if (!active) {
        throw new StudioError(
          "usage",
          "no-current-weights",
          "There is no model in memory yet. Start a run, or choose a checkpoint to ask.",
        );
      }
      return ask(active.engine, active.tokenizer);
    };
    return active && !active.ended ? active.trainer.betweenUpdates(task) : task();
  }

  async #probedCheckpoint(checkpointId: string) {
    if (this.#probed?.checkpointId === checkpointId) return this.#probed;
    const checkpoint = await getCheckpoint(this.database, checkpointId);
    const { definition } = await getTokenizer(this.database, checkpoint.tokenizerId);
    const device = this.#active?.engine.device ?? (await chooseBackend("auto")).device;
    const engine = await this.#engineOf(checkpoint, device, []);
    this.#probed?.engine.dispose();
    this.#probed = { checkpointId, engine, tokenizer: new WordPieceTokenizer(definition) };
    return this.#probed;
  }
}

async function* everyTensor(engine: Engine) {
  for (const part of STATE_PARTS) {
    for await (const tensor of engine.readState(part)) yield { part, tensor };
  }
}
