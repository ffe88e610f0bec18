// What the person at the terminal sees of a run: milestones and a progress bar, or one JSON object a line for programs.

import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";
import type { JobEvent } from "./job";
import { evaluationLine, trainingLine } from "./metricsFile";

export interface Reporter {
  hear(event: JobEvent): void;
  end(message: { status: string; step: number | null; out: string }): void;
}

/** For programs: metrics exactly as in metrics.jsonl, everything else with a key "event". */
export function jsonReporter(print: (line: string) => void): Reporter {
  const object = (value: object) => print(JSON.stringify(value));
  return {
    hear(event) {
      switch (event.type) {
        case "metrics":
          return event.rows.forEach((row) => object(trainingLine(row)));
        case "evaluation":
          return object(evaluationLine(event.row));
        case "device":
          return object({ event: "device", ...event.device, reason: event.reason });
        case "corpus":
          return object({ ...event, event: "corpus", type: undefined });
        case "tokenizer":
          return object({ event: "tokenizer", name: event.name, vocab_size: event.vocabSize });
        case "encoding":
          return object({ event: "encoding", ...event.summary, unknown_tokens: event.unknownTokens });
        case "imported":
          return object({ event: "imported", notes: event.notes });
        case "run":
          return object({
            event: "run",
            name: event.name,
            step: event.step,
            total_steps: event.totalSteps,
            parameters: event.parameters,
            uniform_loss: event.references.uniform,
            unigram_entropy: event.references.unigramEntropy,
            config: event.config,
          });
        case "saved":
          return object({ event: "saved", step: event.step, reason: event.reason, bytes: event.bytes });
        case "progress":
        case "activity":
          return undefined; // for eyes only
        default:
          return event satisfies never;
      }
    },
    end: (message) => object({ event: "done", ...message }),
  };
}

const BAR_WIDTH = 24;
const PLAIN_INTERVAL_SECONDS = 10; // between lines where no bar can be drawn

const count = (value: number) => Math.round(value).toLocaleString("en");
const loss = (value: number | null) => (value === null ? null : value.toFixed(3));

/** "1 h 05 min", "4 min 10 s", "12 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, "0")} min`;
  return minutes > 0 ? `${minutes} min ${String(whole % 60).padStart(2, "0")} s` : `${whole} s`;
}

function losses(row: TrainingMetrics): string {
  const parts = [["MLM", loss(row.mlmLoss)] as const, ["NSP", loss(row.nspLoss)] as const];
  return parts.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`])).join("  ");
}

/** `[#####-----] 120/300  MLM 5.123  NSP 0.690  1,024 tokens/s  4 min 10 s left` */
export function progressLine(row: TrainingMetrics, totalSteps: number, secondsAStep: number): string {
  const done = Math.round((BAR_WIDTH * row.step) / totalSteps);
  const bar = `[${"#".repeat(done)}${"-".repeat(BAR_WIDTH - done)}]`;
  const left = duration(secondsAStep * (totalSteps - row.step));
  return `${bar} ${row.step}/${totalSteps}  ${losses(row)}  ${count(row.tokensPerSecond)} tokens/s  ${left} left`;
}

function evaluationText(row: EvaluationMetrics): string {
  const pairs = row.nspLoss === null ? "" : `, NSP loss ${loss(row.nspLoss)}`;
  return `Step ${row.step}: held-out MLM loss ${loss(row.mlmLoss)} (perplexity ${row.perplexity.toFixed(1)})${pairs}`;
}

/** For people. With `live`, the last line is drawn over and over. */
export function textReporter(write: (text: string) => void, live: boolean, now: () => number = Date.now): Reporter {
  let status = ""; // the line being drawn over
  let totalSteps = 1;
  let first: TrainingMetrics | null = null;
  let lastPlain = 0;

  const draw = (text: string) => {
    status = text;
    if (live) write(`\r\u001B[2K${text}`);
  };
  const line = (text: string) => {
    if (live) write(`\r\u001B[2K${text}\n${status}`);
    else write(`${text}\n`);
  };
  const metrics = (rows: TrainingMetrics[]) => {
    const row = rows.at(-1);
    if (!row) return;
    first ??= rows[0];
    const steps = row.step - first.step;
    const secondsAStep =
      steps > 0 ? (row.elapsedSeconds - first.elapsedSeconds) / steps : row.elapsedSeconds / row.step;
    const text = progressLine(row, totalSteps, secondsAStep);
    draw(text);
    if (live || now() - lastPlain < PLAIN_INTERVAL_SECONDS * 1000) return;
    lastPlain = now();
    line(text);
  };

  return {
    hear(event) {
      switch (event.type) {
        case "metrics":
          return metrics(event.rows);
        case "evaluation":
          return line(evaluationText(event.row));
        case "device":
          return line(`Computing with ${event.device.backend} on ${event.device.adapter}. ${event.reason}`);
        case "corpus":
          line(
            `Text: ${count(event.documents)} documents, ${count(event.sentences)} sentences, ${count(event.words)} words`,
          );
          return event.skipped.forEach((reason) => line(`  Left out: ${reason}`));
        case "tokenizer":
          return line(`Tokenizer: ${event.name}, ${count(event.vocabSize)} tokens`);
        case "encoding": {
          const unknown = ((100 * event.unknownTokens) / Math.max(1, event.summary.tokens)).toFixed(2);
          return line(`Encoded: ${count(event.summary.tokens)} tokens, ${unknown}% unknown`);
        }
        case "imported":
          return event.notes.forEach((note) => line(`  ${note}`));
        case "run": {
          totalSteps = event.totalSteps;
          const { uniform, unigramEntropy } = event.references;
          line(`Run: ${event.name}, ${count(event.parameters)} parameters, step ${event.step} of ${event.totalSteps}`);
          return line(`To beat: ${loss(uniform)} by chance, ${loss(unigramEntropy)} by word frequency`);
        }
        case "saved":
          return line(`Saved step ${event.step} (${(event.bytes / 1e6).toFixed(1)} MB)`);
        case "activity":
          return draw(event.activity);
        case "progress": {
          const { phase, done, total } = event.progress;
          return draw(total ? `${phase} ${Math.floor((100 * done) / total)}%` : phase);
        }
        default:
          return event satisfies never;
      }
    },
    end({ status: outcome, step, out }) {
      draw("");
      const where = step === null ? "nothing was saved" : `the model of step ${step} is in ${out}`;
      line(`${outcome === "finished" ? "Done" : "Stopped"}: ${where}`);
    },
  };
}
