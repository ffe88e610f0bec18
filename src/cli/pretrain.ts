// `npm run pretrain`: the studio's workers in a headless browser, driven from a terminal. Everything about the files of
// this machine is checked here, before a browser starts; everything about text and training happens in the page.

import { basename, resolve } from "node:path";
import { StudioError, type ErrorKind } from "../lib/errors";
import { EXIT, ExitError, say } from "./exit.mjs";
import { helpText } from "./help";
import { checkInputs, type Inputs } from "./inputs";
import type { Job, JobEvent, Outcome } from "./job";
import { startJobServer } from "./jobServer";
import { evaluationLine, MetricsFile, trainingLine } from "./metricsFile";
import { checkChoices, parseOptions, type Choices } from "./options";
import { OutputFolder } from "./outputFolder";
import { openPage, type JobPage } from "./page";
import { planConfig, vocabularyOptions } from "./plan";
import { jsonReporter, textReporter, type Reporter } from "./reporter";
import { ensureBrowser, ensureBuilt } from "./setup.mjs";
import { writeSources } from "./sources";

/** Ctrl-C reaches us twice when npm passes on what the terminal sent already. */
const SAME_SIGNAL_MS = 1000;

const EXIT_CODES: Record<ErrorKind, number> = {
  usage: EXIT.usage,
  input: EXIT.input,
  environment: EXIT.environment,
  training: EXIT.training,
  storage: EXIT.training,
  internal: EXIT.training,
  cancelled: EXIT.interrupted,
};

export async function main(args: string[]): Promise<number> {
  try {
    const choices = parseOptions(args);
    if (choices.help) {
      process.stdout.write(helpText());
      return EXIT.done;
    }
    checkChoices(choices);
    // What contradicts a recipe is found now rather than after reading the text.
    if (choices.init === undefined && choices.resume === undefined) {
      planConfig(choices, vocabularyOptions(choices).vocabSize, null);
    }
    return await pretrain(choices, await checkInputs(choices));
  } catch (error) {
    if (error instanceof StudioError) throw new ExitError(EXIT_CODES[error.kind], error.message);
    throw error;
  }
}

async function pretrain(choices: Choices, inputs: Inputs): Promise<number> {
  const output = await OutputFolder.open(inputs.out);
  ensureBuilt();
  const browser = await ensureBrowser();
  const server = await startJobServer(output);
  try {
    const share = (paths: string[], shownAs: (path: string) => string) =>
      Promise.all(paths.map((path) => server.share({ path, shownAs: shownAs(path) })));
    const model = await share(inputs.model, (path) => basename(path));
    const job: Job = {
      choices,
      corpusName: inputs.corpusName,
      corpus: inputs.corpus === "sample" ? "sample" : await share(inputs.corpus, (path) => basename(path)),
      read: inputs.read,
      vocabulary: await share(inputs.vocabulary, (path) => basename(path)),
      start:
        choices.resume !== undefined
          ? { kind: "resume", files: model, totalSteps: choices.steps ?? null, encoding: inputs.encoding }
          : choices.init !== undefined
            ? { kind: "init", files: model }
            : { kind: "fresh" },
      backend: choices.backend ?? "auto",
      output: server.outputUrl,
    };
    return await runInPage(browser, server.pageUrl, job, inputs, choices.json ?? false);
  } finally {
    await server.close();
  }
}

async function runInPage(browser: string, pageUrl: string, job: Job, inputs: Inputs, json: boolean): Promise<number> {
  const reporter = json
    ? jsonReporter((line) => process.stdout.write(`${line}\n`))
    : textReporter((text) => process.stderr.write(text), process.stderr.isTTY);
  const log = new RunLog(reporter, inputs);
  let page: JobPage | null = null;
  let firstSignal = 0;
  const interrupt = () => {
    const now = Date.now();
    if (firstSignal === 0) {
      firstSignal = now;
      say("\nSaving and ending; Ctrl-C again ends at once.");
      page?.stop();
    } else if (now - firstSignal > SAME_SIGNAL_MS) {
      void Promise.resolve(page?.close()).finally(() => process.exit(EXIT.interrupted));
    }
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    page = await openPage(browser, pageUrl, (event) => log.hear(event));
    if (firstSignal > 0) return EXIT.interrupted;
    return await log.end(await page.run(job));
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    await page?.close();
  }
}

/** Takes a run's events, in order, to metrics.jsonl and to the person. */
class RunLog {
  #metrics: MetricsFile | null = null;
  #work: Promise<void> = Promise.resolve();
  #savedStep: number | null = null;

  constructor(
    private readonly reporter: Reporter,
    private readonly inputs: Inputs,
  ) {}

  hear(event: JobEvent): void {
    this.#work = this.#work.then(() => this.#record(event));
    this.#work.catch(() => undefined); // end() reports it
  }

  /** The exit code; throws what made the run fail. */
  async end(outcome: Outcome): Promise<number> {
    await this.#work;
    await this.#metrics?.end();
    const { out } = this.inputs;
    if (outcome.status === "failed") {
      const { kind, code, message, detail } = outcome.error;
      this.reporter.end({ status: kind === "cancelled" ? "stopped" : "failed", step: this.#savedStep, out });
      if (kind === "internal" && detail) say(detail);
      throw new StudioError(kind, code, message, detail);
    }
    this.reporter.end({ status: outcome.status, step: this.#savedStep, out });
    return outcome.status === "finished" ? EXIT.done : EXIT.interrupted;
  }

  async #record(event: JobEvent): Promise<void> {
    const { out, resumeFrom } = this.inputs;
    if (event.type === "run") {
      const resumed = resumeFrom === null ? null : { earlier: resolve(resumeFrom, "metrics.jsonl"), step: event.step };
      this.#metrics = await MetricsFile.begin(resolve(out, "metrics.jsonl"), resumed);
    } else if (event.type === "encoding") {
      await writeSources(out, { corpus: this.inputs.corpus, read: this.inputs.read, encoding: event.summary });
    } else if (event.type === "metrics") {
      for (const row of event.rows) this.#metrics?.write(trainingLine(row));
    } else if (event.type === "evaluation") {
      this.#metrics?.write(evaluationLine(event.row));
    } else if (event.type === "saved") {
      this.#savedStep = event.step;
    }
    this.reporter.hear(event);
  }
}
