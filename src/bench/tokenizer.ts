// Encoding speed against huggingface's two libraries, in one run on the same text: rounds are interleaved, so that
// whatever else the machine does strikes all alike, and ratios are taken within a round.

import { Tokenizer as JavaScriptTokenizer } from "@huggingface/tokenizers";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { sampleDocuments } from "../corpus/sample";
import { StudioError } from "../lib/errors";
import { loadTokenizerFiles } from "../tokenizer/files";
import { nativeIds, nativeTokenizer } from "../tokenizer/nativeTokenizer";
import { TokenBuffer } from "../tokenizer/tokenBuffer";
import { writeTokenizerConfig } from "../tokenizer/tokenizerConfig";
import { writeTokenizerJson } from "../tokenizer/tokenizerJson";
import { VocabularyTrainer } from "../tokenizer/trainVocabulary";
import type { TokenizerDefinition } from "../tokenizer/types";
import { WordPieceTokenizer } from "../tokenizer/wordPiece";

const HELP = `npm run bench -- tokenizer [options]

  --file FILE     text to encode, a sentence a line (default: the built-in stories)
  --vocab FILE    vocab.txt or tokenizer.json (default: trained on the text)
  --rounds N      rounds, each of every contestant (default: 5)
  --json          one JSON object a line
`;

const TRAINED_VOCAB_SIZE = 4000;
const SHORTEST_MEASUREMENT = 0.3; // seconds

interface Contestant {
  name: string;
  /** Encodes everything and returns the number of tokens. */
  encodeAll: () => number | Promise<number>;
}

export async function run(args: string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const lines = options.file ? (await readText(options.file)).split("\n") : [...sampleDocuments()].flat();
  const definition = options.vocab
    ? loadTokenizerFiles([{ path: options.vocab, text: await readText(options.vocab) }])
    : await trainOn(lines);
  const bytes = new TextEncoder().encode(lines.join("\n")).length;

  const contestants = contestantsFor(definition, lines);
  const tokens: number[] = [];
  for (const { encodeAll } of contestants) tokens.push(await encodeAll()); // warms up, too
  const seconds: number[][] = contestants.map(() => []);
  for (let round = 0; round < options.rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (round + turn) % contestants.length; // nobody always clears up after the same neighbour
      seconds[index].push(await secondsOf(contestants[index]));
    }
  }

  const rows = contestants.map(({ name }, index) => ({
    name,
    tokens: tokens[index],
    megabytesPerSecond: median(seconds[index].map((s) => bytes / 1e6 / s)),
    timesSlowerThanFirst: median(seconds[index].map((s, round) => s / seconds[0][round])),
  }));
  const summary = { bytes, sentences: lines.length, vocabSize: definition.vocab.length, rounds: options.rounds };
  process.stdout.write(options.json ? asJson(summary, rows) : asTable(summary, rows));
}

/** Seconds for the whole text once, from as many passes as fill a measurable time. */
async function secondsOf({ encodeAll }: Contestant): Promise<number> {
  const started = performance.now();
  let passes = 0;
  let elapsed = 0;
  while (elapsed < SHORTEST_MEASUREMENT) {
    await encodeAll();
    passes++;
    elapsed = (performance.now() - started) / 1000;
  }
  return elapsed / passes;
}

function contestantsFor(definition: TokenizerDefinition, lines: string[]): Contestant[] {
  process.env.TOKENIZERS_PARALLELISM = "false"; // the native package reads it whenever it encodes a batch
  const ours = new WordPieceTokenizer(definition);
  const buffer = new TokenBuffer();
  const config: object = JSON.parse(writeTokenizerConfig(definition, 512));
  const javaScript = new JavaScriptTokenizer(JSON.parse(writeTokenizerJson(definition)), config);
  const native = nativeTokenizer(definition);
  return [
    {
      name: "Cloze Studio, into a buffer",
      encodeAll() {
        buffer.clear();
        for (const line of lines) ours.encodeInto(line, buffer);
        return buffer.length;
      },
    },
    { name: "Cloze Studio, encode", encodeAll: () => sum(lines.map((line) => ours.encode(line).length)) },
    {
      name: "@huggingface/tokenizers",
      encodeAll: () => sum(lines.map((line) => javaScript.encode(line, { add_special_tokens: false }).ids.length)),
    },
    {
      name: "tokenizers (native), one by one",
      async encodeAll() {
        let count = 0;
        for (const line of lines) count += (await nativeIds(native, line)).length;
        return count;
      },
    },
    {
      name: "tokenizers (native), one batch on one thread",
      encodeAll: async () =>
        sum((await native.encodeBatch(lines, { addSpecialTokens: false })).map((encoding) => encoding.getLength())),
    },
  ];
}

function readArgs(args: string[]) {
  return parseArgs({
    args,
    options: {
      file: { type: "string" },
      vocab: { type: "string" },
      rounds: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

function parseOptions(args: string[]) {
  let values: ReturnType<typeof readArgs>;
  try {
    values = readArgs(args);
  } catch (error) {
    throw new StudioError("usage", "usage", error instanceof Error ? error.message : String(error));
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new StudioError("usage", "usage", `--rounds is ${values.rounds}; give a whole number of at least 1.`);
  }
  return { ...values, rounds };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError(
      "input",
      "file-unreadable",
      `${path} cannot be read (${reason}). Give the path of a text file.`,
    );
  }
}

async function trainOn(lines: string[]): Promise<TokenizerDefinition> {
  const options = { vocabSize: TRAINED_VOCAB_SIZE, lowercase: true, minFrequency: 2, limitAlphabet: 1000 };
  const trainer = new VocabularyTrainer(options);
  for (const line of lines) trainer.addText(line);
  return trainer.train();
}

interface Summary {
  bytes: number;
  sentences: number;
  vocabSize: number;
  rounds: number;
}

interface Row {
  name: string;
  tokens: number;
  megabytesPerSecond: number;
  timesSlowerThanFirst: number;
}

function asJson(summary: Summary, rows: Row[]): string {
  return rows.map((row) => `${JSON.stringify({ benchmark: "tokenizer", ...summary, ...row })}\n`).join("");
}

function asTable({ bytes, sentences, vocabSize, rounds }: Summary, rows: Row[]): string {
  const width = Math.max(...rows.map((row) => row.name.length));
  const lines = rows.map(
    ({ name, tokens, megabytesPerSecond, timesSlowerThanFirst }) =>
      `${name.padEnd(width)}  ${megabytesPerSecond.toFixed(2).padStart(7)} MB/s  ` +
      `the first is ${timesSlowerThanFirst.toFixed(1)} times as fast  ${tokens.toLocaleString("en")} tokens`,
  );
  const header =
    `${(bytes / 1e6).toFixed(2)} MB in ${sentences.toLocaleString("en")} sentences, ` +
    `${vocabSize.toLocaleString("en")} pieces; medians of ${rounds} interleaved rounds`;
  return `${[header, ...lines].join("\n")}\n`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
