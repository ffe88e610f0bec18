// Rows of metrics on their way to the database and the page: gathered, so that a fast model does not send thousands of
// messages a second nor write a transaction a step.

import type { Database } from "../lib/database";
import { appendEvaluation, appendTrainingMetrics } from "../runs/runStore";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import type { RunEvent } from "./protocol";

const SEND_INTERVAL_MS = 100;
const ROWS_A_BLOCK = 200;

export class MetricsLog {
  #unsent: TrainingMetrics[] = [];
  #unwritten: TrainingMetrics[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly runId: string,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  training(row: TrainingMetrics): void {
    this.#unsent.push(row);
    this.#unwritten.push(row);
    this.#timer ??= setTimeout(() => this.#send(), SEND_INTERVAL_MS);
    if (this.#unwritten.length >= ROWS_A_BLOCK) this.#write();
  }

  evaluation(row: EvaluationMetrics): void {
    this.#send(); // the page sees the rows in order
    this.emit({ type: "evaluation", runId: this.runId, row });
    this.#enqueue(() => appendEvaluation(this.database, this.runId, row));
  }

  /** Resolves when everything so far is in the database; rejects with the first failed write since the last flush. */
  async flush(): Promise<void> {
    this.#send();
    this.#write();
    const writing = this.#writing;
    this.#writing = Promise.resolve();
    await writing;
  }

  #send(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#unsent.length === 0) return;
    this.emit({ type: "metrics", runId: this.runId, rows: this.#unsent });
    this.#unsent = [];
  }

  #write(): void {
    if (this.#unwritten.length === 0) return;
    const rows = this.#unwritten;
    this.#unwritten = [];
    this.#enqueue(() => appendTrainingMetrics(this.database, this.runId, rows));
  }

  #enqueue(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write);
    this.#writing.catch(() => undefined); // reported by flush
  }
}
