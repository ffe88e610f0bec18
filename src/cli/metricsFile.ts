// metrics.jsonl: one JSON object a line, for each update and for each evaluation, under the names that the issue of the
// terminal runner fixed. The same objects go to standard output with --json.

import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";

export function trainingLine(row: TrainingMetrics) {
  return {
    step: row.step,
    loss: row.loss,
    mlm_loss: row.mlmLoss,
    nsp_loss: row.nspLoss,
    mlm_accuracy: row.mlmAccuracy,
    nsp_accuracy: row.nspAccuracy,
    learning_rate: row.learningRate,
    grad_norm: row.gradNorm,
    tokens_per_second: row.tokensPerSecond,
    elapsed_seconds: row.elapsedSeconds,
  };
}

export function evaluationLine(row: EvaluationMetrics) {
  return {
    step: row.step,
    eval_mlm_loss: row.mlmLoss,
    eval_nsp_loss: row.nspLoss,
    eval_mlm_accuracy: row.mlmAccuracy,
    eval_nsp_accuracy: row.nspAccuracy,
    eval_perplexity: row.perplexity,
  };
}

/** Whether a line of an earlier metrics.jsonl belongs to the first `step` updates. A torn last line does not. */
function isUpTo(step: number, line: string): boolean {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === "object" && row !== null && "step" in row && typeof row.step === "number" && row.step <= step;
  } catch {
    return false;
  }
}

export class MetricsFile {
  private constructor(private readonly stream: WriteStream) {}

  /**
   * Begins `path`. On resume it begins with the lines of `earlier` (which may be `path` itself) up to `step`: what was
   * reported after the checkpoint will be reported again.
   */
  static async begin(path: string, resumed: { earlier: string; step: number } | null): Promise<MetricsFile> {
    const partial = `${path}.partial`;
    const kept = createWriteStream(partial);
    if (resumed && (await stat(resumed.earlier).catch(() => null))) {
      for await (const line of createInterface({ input: createReadStream(resumed.earlier), crlfDelay: Infinity })) {
        if (isUpTo(resumed.step, line)) kept.write(`${line}\n`);
      }
    }
    kept.end();
    await finished(kept);
    await rename(partial, path);
    return new MetricsFile(createWriteStream(path, { flags: "a" }));
  }

  write(line: object): void {
    this.stream.write(`${JSON.stringify(line)}\n`);
  }

  async end(): Promise<void> {
    this.stream.end();
    await finished(this.stream);
  }
}
