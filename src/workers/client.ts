// The page's end of the wire: a typed request to a worker is a promise, cancellable, with progress on the way. When a
// worker dies every pending request rejects with a reason, its run is reported as failed, and the next request starts a
// new worker.

import { deserializeError, serializeError, StudioError } from "../lib/errors";
import type {
  Command,
  CorpusRequests,
  ExchangeRequests,
  RequestMap,
  RunEvent,
  TrainingRequests,
  WorkerMessage,
} from "./protocol";

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: StudioError) => void;
  onProgress: ((progress: unknown) => void) | undefined;
}

export interface RequestOptions<Progress> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export class WorkerClient<M extends { [K in keyof M]: RequestMap[string] }> {
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: RunEvent) => void>();
  /** The run that this worker last said was under way. */
  #liveRunId: string | null = null;

  /** `start` makes the worker; it is called at the first request and again after a crash. */
  constructor(
    private readonly name: string,
    private readonly start: () => Worker,
  ) {}

  /** Asks; rejects with a StudioError. Aborting `signal` asks the worker to stop, which rejects with "cancelled". */
  request<K extends keyof M & string>(
    type: K,
    params: M[K]["params"],
    options: RequestOptions<M[K]["progress"]> = {},
  ): Promise<M[K]["result"]> {
    const requestId = this.#nextId++;
    const { signal, onProgress } = options;
    return new Promise((resolve, reject) => {
      const cancel = () => this.#worker?.postMessage({ type: "cancel", requestId } satisfies Command<M>);
      const settled = () => signal?.removeEventListener("abort", cancel);
      this.#pending.set(requestId, {
        resolve: (result) => (settled(), resolve(result)),
        reject: (error) => (settled(), reject(error)),
        onProgress,
      });
      this.#alive().postMessage({ type, requestId, params });
      if (signal?.aborted) cancel();
      else signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  /** Hears the events of runs. Returns the way to stop listening. */
  subscribe(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the worker; pending requests reject, a run under way has failed. */
  terminate(reason = `The ${this.name} worker was ended.`): void {
    this.#worker?.terminate();
    this.#worker = null;
    const error = new StudioError("internal", "worker-ended", reason);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
    if (this.#liveRunId) this.#tell({ type: "failed", runId: this.#liveRunId, error: serializeError(error) });
  }

  #tell(event: RunEvent): void {
    if (event.type === "failed") this.#liveRunId = null;
    if (event.type === "state") {
      const { status } = event.state;
      this.#liveRunId = status === "running" || status === "paused" ? event.runId : null;
    }
    for (const listener of this.#listeners) listener(event);
  }

  #alive(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.start();
    worker.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.terminate(
        `The ${this.name} worker crashed (${event.message || "no message"}). ` +
          "What was saved is safe; try again, and reload the page if it happens twice.",
      );
    });
    this.#worker = worker;
    return worker;
  }

  #receive(message: WorkerMessage): void {
    if (message.type === "event") {
      this.#tell(message.event);
      return;
    }
    const pending = this.#pending.get(message.requestId);
    if (!pending) return; // answered by termination already
    if (message.type === "progress") {
      pending.onProgress?.(message.progress);
      return;
    }
    this.#pending.delete(message.requestId);
    if (message.type === "result") pending.resolve(message.result);
    else pending.reject(deserializeError(message.error));
  }
}

/** Reads text, trains and loads tokenizers, encodes. */
export function createCorpusClient(): WorkerClient<CorpusRequests> {
  return new WorkerClient(
    "corpus",
    () => new Worker(new URL("./corpus.worker.ts", import.meta.url), { type: "module" }),
  );
}

/** Trains, probes, saves checkpoints. */
export function createTrainingClient(): WorkerClient<TrainingRequests> {
  return new WorkerClient(
    "training",
    () => new Worker(new URL("./training.worker.ts", import.meta.url), { type: "module" }),
  );
}

/** Imports and exports models. */
export function createExchangeClient(): WorkerClient<ExchangeRequests> {
  return new WorkerClient(
    "exchange",
    () => new Worker(new URL("./exchange.worker.ts", import.meta.url), { type: "module" }),
  );
}
