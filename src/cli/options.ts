// The options of `npm run pretrain`, in one table that parsing, checking and --help all read.

import { parseArgs, type ParseArgsConfig } from "node:util";
import { PRESETS, type PresetName } from "../bert/config";
import type { FileFormat, Layout } from "../corpus/types";
import { BACKENDS, type BackendName } from "../engine/engine";
import { StudioError } from "../lib/errors";
import type { RunConfig } from "../training/config";

/** Turns the text behind a flag into its value, or throws an Error that says what was expected. */
type Reader<T> = (text: string) => T;

interface Option<T> {
  group: string;
  help: string;
  /** Name of the value in --help; absent for a switch. */
  value?: string;
  read: Reader<T>;
  multiple?: boolean;
  /** What the recipes say, for --help. */
  recipe?: (config: RunConfig) => string | number | boolean | null;
  /** For options that no recipe knows. */
  fallback?: string;
}

function option<T>(definition: Option<T>): Option<T> {
  return definition;
}

function numeric(what: string, accepts: (value: number) => boolean): Reader<number> {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!accepts(value)) throw new Error(what);
    return value;
  };
}

const whole = (minimum: number) =>
  numeric(`a whole number from ${minimum}`, (value) => Number.isSafeInteger(value) && value >= minimum);
const positive = numeric("a number above 0", (value) => Number.isFinite(value) && value > 0);
const notNegative = numeric("0 or a positive number", (value) => Number.isFinite(value) && value >= 0);
const share = numeric("a number from 0 up to, but not including, 1", (value) => value >= 0 && value < 1);
const orNone =
  (read: Reader<number>): Reader<number | null> =>
  (text) =>
    text === "none" ? null : read(text);
const words: Reader<string> = (text) => {
  if (text === "") throw new Error("some text");
  return text;
};
const on: Reader<boolean> = () => true;

function oneOf<const T extends string>(names: readonly T[]): Reader<T> {
  return (text) => {
    const name = names.find((candidate) => candidate === text);
    if (name === undefined) throw new Error(`one of ${names.join(", ")}`);
    return name;
  };
}

const LAYOUTS: readonly Layout[] = ["sentence-per-line", "prose", "wikitext", "record"];
const FORMATS: Record<FileFormat, string> = { text: ".txt, .md", jsonl: ".jsonl", csv: ".csv", tsv: ".tsv" };
const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
const BACKEND_NAMES: readonly (BackendName | "auto")[] = ["auto", ...BACKENDS];

export const OPTIONS = {
  corpus: option({
    group: "Text",
    value: "FILE",
    multiple: true,
    read: words,
    help: `a text (${Object.values(FORMATS).join(", ")}, each also gzipped); may be given several times`,
  }),
  sample: option({ group: "Text", read: on, help: "the built-in stories instead of files" }),
  encoding: option({ group: "Text", value: "NAME", read: words, help: "character encoding", fallback: "detected" }),
  layout: option({
    group: "Text",
    value: "NAME",
    read: oneOf(LAYOUTS),
    help: LAYOUTS.join(", "),
    fallback: "detected",
  }),
  field: option({ group: "Text", value: "NAME", read: words, help: "JSONL field or CSV column", fallback: "detected" }),

  vocab: option({ group: "Tokenizer", value: "FILE", read: words, help: "vocab.txt or tokenizer.json to use" }),
  "vocab-size": option({
    group: "Tokenizer",
    value: "N",
    read: whole(6),
    help: "size of the vocabulary to train",
    recipe: (config) => config.model.vocabSize,
  }),
  "min-frequency": option({
    group: "Tokenizer",
    value: "N",
    read: whole(1),
    help: "rarer pairs are not merged",
    fallback: "2",
  }),
  lowercase: option({ group: "Tokenizer", read: on, help: "lower case, accents stripped", fallback: "yes" }),
  cased: option({ group: "Tokenizer", read: on, help: "keep upper case and accents" }),

  init: option({
    group: "Model",
    value: "DIR",
    read: words,
    help: "start from the weights of an exported folder or zip",
  }),
  preset: option({
    group: "Model",
    value: "NAME",
    read: oneOf(PRESET_NAMES),
    help: PRESET_NAMES.map((name) => `${name} ${PRESETS[name].numHiddenLayers}/${PRESETS[name].hiddenSize}`).join(", "),
    fallback: "the recipe's",
  }),
  layers: option({
    group: "Model",
    value: "N",
    read: whole(1),
    help: "layers",
    recipe: ({ model }) => model.numHiddenLayers,
  }),
  "hidden-size": option({
    group: "Model",
    value: "N",
    read: whole(2),
    help: "width",
    recipe: ({ model }) => model.hiddenSize,
  }),
  heads: option({
    group: "Model",
    value: "N",
    read: whole(1),
    help: "attention heads",
    recipe: ({ model }) => model.numAttentionHeads,
  }),
  "intermediate-size": option({
    group: "Model",
    value: "N",
    read: whole(1),
    help: "width of the feed-forward layer",
    recipe: ({ model }) => model.intermediateSize,
  }),
  dropout: option({
    group: "Model",
    value: "P",
    read: share,
    help: "of hidden states and attention",
    recipe: ({ model }) => model.hiddenDropoutProb,
  }),

  objective: option({
    group: "Objective",
    value: "NAME",
    read: oneOf(["mlm", "mlm+nsp"]),
    help: "masked words, with or without sentence pairs (mlm, mlm+nsp)",
    recipe: ({ examples }) => (examples.nextSentencePrediction ? "mlm+nsp" : "mlm"),
  }),
  "mlm-weight": option({
    group: "Objective",
    value: "X",
    read: notNegative,
    help: "weight of the MLM loss",
    recipe: ({ lossWeights }) => lossWeights.mlm,
  }),
  "nsp-weight": option({
    group: "Objective",
    value: "X",
    read: notNegative,
    help: "weight of the NSP loss",
    recipe: ({ lossWeights }) => lossWeights.nsp,
  }),
  "seq-len": option({
    group: "Objective",
    value: "N",
    read: whole(8),
    help: "tokens of an example",
    recipe: ({ examples }) => examples.maxSeqLength,
  }),
  "mask-prob": option({
    group: "Objective",
    value: "P",
    read: share,
    help: "share of masked tokens",
    recipe: ({ examples }) => examples.maskedLmProb,
  }),
  "whole-word": option({
    group: "Objective",
    read: on,
    help: "mask whole words",
    recipe: ({ examples }) => examples.wholeWordMasking,
  }),
  "held-out": option({
    group: "Objective",
    value: "P",
    read: share,
    help: "share of documents never trained on",
    recipe: ({ examples }) => examples.heldOutFraction,
  }),

  steps: option({
    group: "Training",
    value: "N",
    read: whole(1),
    help: "updates in all",
    recipe: ({ duration }) => (duration.unit === "steps" ? duration.amount : null),
  }),
  epochs: option({ group: "Training", value: "X", read: positive, help: "passes over the text, instead of --steps" }),
  batch: option({
    group: "Training",
    value: "N",
    read: whole(1),
    help: "examples at a time",
    recipe: ({ batchSize }) => batchSize,
  }),
  accumulate: option({
    group: "Training",
    value: "N",
    read: whole(1),
    help: "batches of an update",
    recipe: (config) => config.accumulationSteps,
  }),
  lr: option({
    group: "Training",
    value: "X",
    read: positive,
    help: "peak learning rate",
    recipe: ({ optimizer }) => optimizer.learningRate,
  }),
  warmup: option({
    group: "Training",
    value: "N",
    read: whole(0),
    help: "updates until the peak",
    recipe: ({ schedule }) => schedule.warmupSteps,
  }),
  schedule: option({
    group: "Training",
    value: "NAME",
    read: oneOf(["linear", "cosine", "constant"]),
    help: "after the warmup: linear, cosine, constant",
    recipe: ({ schedule }) => schedule.kind,
  }),
  "weight-decay": option({
    group: "Training",
    value: "X",
    read: notNegative,
    help: "decoupled weight decay",
    recipe: ({ optimizer }) => optimizer.weightDecay,
  }),
  clip: option({
    group: "Training",
    value: "X",
    read: orNone(positive),
    help: "limit of the gradient norm, or none",
    recipe: ({ optimizer }) => optimizer.clipNorm,
  }),
  seed: option({
    group: "Training",
    value: "N",
    read: whole(0),
    help: "decides every random draw",
    recipe: ({ seed }) => seed,
  }),
  "eval-every": option({
    group: "Training",
    value: "N",
    read: whole(1),
    help: "updates between evaluations",
    recipe: (config) => config.evaluateEvery,
  }),
  "save-every": option({
    group: "Training",
    value: "N",
    read: whole(1),
    help: "updates between checkpoints",
    recipe: (config) => config.saveEvery,
  }),

  out: option({ group: "Run", value: "DIR", read: words, help: "where the model and metrics.jsonl go" }),
  overwrite: option({ group: "Run", read: on, help: "replace the model that --out already holds" }),
  resume: option({
    group: "Run",
    value: "DIR",
    read: words,
    help: "go on with the run that lies in DIR (into DIR, unless --out says otherwise)",
  }),
  name: option({ group: "Run", value: "TEXT", read: words, help: "name of the run", fallback: "from text and size" }),
  engine: option({
    group: "Run",
    value: "NAME",
    read: oneOf(["reference"]),
    help: "reference: stock TensorFlow.js operations",
    fallback: "reference",
  }),
  backend: option({
    group: "Run",
    value: "NAME",
    read: oneOf(BACKEND_NAMES),
    help: BACKEND_NAMES.join(", "),
    fallback: "auto",
  }),
  json: option({ group: "Run", read: on, help: "one JSON object a line on standard output instead of a progress bar" }),
  help: option({ group: "Run", read: on, help: "show this text" }),
};

type Table = typeof OPTIONS;
export type OptionName = keyof Table;
type Value<O> = O extends Option<infer T> ? T : never;
/** What the person asked for; absent is "as the recipe says". */
export type Choices = { [K in Exclude<OptionName, "corpus">]?: Value<Table[K]> } & { corpus?: string[] };

export function usageError(message: string): StudioError {
  return new StudioError("usage", "usage", `${message} (--help shows all options.)`);
}

/** Reads the command line. Throws a usage error that names the flag, what was found and what was expected. */
export function parseOptions(args: readonly string[]): Choices {
  const names = Object.keys(OPTIONS) as OptionName[];
  const options: ParseArgsConfig["options"] = {};
  for (const name of names) {
    const { value, multiple = false }: Option<unknown> = OPTIONS[name];
    options[name] = { type: value === undefined ? "boolean" : "string", multiple };
  }
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }));
  } catch (error) {
    throw usageError(`${error instanceof Error ? error.message : String(error)}.`.replace(/\.\.$/, "."));
  }
  const read = (name: OptionName, text: unknown): unknown => {
    try {
      return OPTIONS[name].read(String(text));
    } catch (error) {
      throw usageError(
        `--${name} needs ${error instanceof Error ? error.message : String(error)}, not "${String(text)}".`,
      );
    }
  };
  const given = names.filter((name) => values[name] !== undefined);
  const choices: Choices = Object.fromEntries(
    given.map((name) => {
      const value = values[name];
      return [name, Array.isArray(value) ? value.map((item) => read(name, item)) : read(name, value)];
    }),
  );
  return choices;
}

const MODEL_SHAPE: OptionName[] = ["preset", "layers", "hidden-size", "heads", "intermediate-size"];
const TOKENIZER: OptionName[] = ["vocab", "vocab-size", "min-frequency", "lowercase", "cased"];
/** What a resumed run may still be told; everything else lies in its folder. */
const ON_RESUME: OptionName[] = [
  ...(["resume", "out", "overwrite", "corpus", "sample", "encoding", "layout", "field"] as const),
  ...(["steps", "engine", "backend", "json", "help"] as const),
];

/** Refuses combinations that contradict each other or leave something out. */
export function checkChoices(choices: Choices): void {
  const given = Object.keys(choices) as OptionName[];
  const refuse = (names: OptionName[], reason: string) => {
    const first = given.find((name) => names.includes(name));
    if (first) throw usageError(`--${first} ${reason}`);
  };
  const atMostOne = (a: OptionName, b: OptionName) => {
    if (choices[a] !== undefined && choices[b] !== undefined) throw usageError(`Give --${a} or --${b}, not both.`);
  };
  atMostOne("sample", "corpus");
  atMostOne("steps", "epochs");
  atMostOne("lowercase", "cased");
  atMostOne("init", "resume");
  if (choices.resume !== undefined) {
    const others = given.filter((name) => !ON_RESUME.includes(name));
    refuse(
      others,
      "cannot change on resume: the run keeps its settings. Start a new run from its weights with --init DIR.",
    );
    return;
  }
  if (!choices.sample && !choices.corpus)
    throw usageError("Give a text with --corpus FILE, or --sample for the built-in stories.");
  if (choices.out === undefined) throw usageError("Say with --out DIR where the model goes.");
  if (choices.sample) refuse(["encoding", "layout", "field"], "is for files; the built-in stories need none.");
  if (choices.init !== undefined) {
    refuse(MODEL_SHAPE, "cannot be changed with --init: the weights have their shape.");
    refuse(TOKENIZER, "cannot be changed with --init: the model keeps its tokenizer.");
  }
  if (choices.vocab !== undefined) {
    refuse(
      TOKENIZER.filter((name) => name !== "vocab"),
      "has no effect on a vocabulary that is loaded with --vocab.",
    );
  }
}
