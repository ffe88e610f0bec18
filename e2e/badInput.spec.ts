// Every kind of input that cannot be used ends the terminal runner with its sentence and its exit code, and the studio with
// the same sentence. The cases are made here, so that nothing but this file says what they are.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

const STORY = "The lamp in the harbour went out before the storm.\nNobody on the quay saw the small boat leave.\n\n";
const PROSE = STORY.repeat(200);
const VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ..."abcdefghijklmnopqrstuvwxyz.".split("")];

interface Case {
  name: string;
  files: Record<string, string | Uint8Array>;
  args: string[];
  exitCode: number;
  sentence: RegExp;
}

const corpusCase = (
  name: string,
  file: string,
  content: string | Uint8Array,
  sentence: RegExp,
  args: string[] = [],
): Case => ({
  name,
  files: { [file]: content },
  args: ["--corpus", file, ...args],
  exitCode: 3,
  sentence,
});

const CASES: Case[] = [
  corpusCase("an empty file", "empty.txt", "", /empty\.txt.*empty/i),
  corpusCase(
    "a binary file",
    "scan.txt",
    Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
    /scan\.txt does not look like text/,
  ),
  corpusCase(
    "a record of 50 MB",
    "huge.jsonl",
    `{"text":"${"It rained all day. ".repeat(2_800_000)}"}\n`,
    /huge\.jsonl holds no record that can be read: records longer than 4 million characters/,
  ),
  corpusCase("a corpus too small for one example", "one.txt", "Hello.\n", /too small|too little|at least/i),
  corpusCase(
    "a JSONL field that is not there",
    "notes.jsonl",
    `{"title":"a","body":"${"It rained. ".repeat(50)}"}\n`.repeat(20),
    /body.*title|title.*body/is,
    ["--field", "story"],
  ),
  corpusCase(
    "a CSV column that is not there",
    "notes.csv",
    `id,body\n${'1,"It rained all day. We stayed inside."\n'.repeat(50)}`,
    /id.*body|body.*id/is,
    ["--field", "story"],
  ),
  corpusCase(
    "a truncated gzip",
    "cut.txt.gz",
    gzipSync(PROSE).subarray(0, 60),
    /cut\.txt\.gz.*(cut off|incomplete|truncated|ends)/i,
  ),
  {
    name: "a vocab.txt without [MASK]",
    files: { "good.txt": PROSE, "vocab.txt": VOCABULARY.filter((token) => token !== "[MASK]").join("\n") },
    args: ["--corpus", "good.txt", "--vocab", "vocab.txt"],
    exitCode: 3,
    sentence: /\[MASK\]/,
  },
  {
    name: "a zip that is not ours",
    files: { "good.txt": PROSE, "other.zip": emptyZipWith("holiday.txt") },
    args: ["--corpus", "good.txt", "--init", "other.zip"],
    exitCode: 3,
    sentence: /config\.json/,
  },
  {
    name: "a file that does not exist",
    files: {},
    args: ["--corpus", "missing.txt"],
    exitCode: 3,
    sentence: /missing\.txt/,
  },
  {
    name: "an option that does not exist",
    files: {},
    args: ["--sample", "--steeps", "3"],
    exitCode: 2,
    sentence: /--steeps/,
  },
  { name: "no text at all", files: {}, args: [], exitCode: 2, sentence: /--corpus|--sample/ },
];

/** A valid zip archive with one empty entry called `name`. */
function emptyZipWith(name: string): Uint8Array {
  const bytes = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(bytes.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(bytes.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + bytes.length, 12);
  end.writeUInt32LE(local.length + bytes.length, 16);
  return Buffer.concat([local, bytes, central, bytes, end]);
}

interface Ended {
  exitCode: number;
  output: string;
}

function pretrain(args: string[], cwd: string): Promise<Ended> {
  const runner = join(process.cwd(), "src/cli/run.mjs");
  return new Promise((resolve) => {
    execFile(process.execPath, [runner, "pretrain", ...args], { cwd }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
    });
  });
}

for (const { name, files, args, exitCode, sentence } of CASES) {
  test(`the terminal runner explains ${name}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "cloze-bad-input-"));
    try {
      for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
      await mkdir(join(folder, "out"));
      await writeFile(join(folder, "out", "kept.txt"), "mine");
      const ended = await pretrain([...args, "--out", "out", "--steps", "1"], folder);
      expect(ended.output).toMatch(sentence);
      expect(ended.output).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m); // no stack trace
      expect(ended.exitCode).toBe(exitCode);
      expect(existsSync(join(folder, "out", "kept.txt"))).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
