import { expect, test } from "vitest";
import { helpText } from "./help";
import { checkChoices, OPTIONS, parseOptions } from "./options";

const parse = (line: string) => parseOptions(line === "" ? [] : line.split(" "));
const check = (line: string) => () => checkChoices(parse(line));

test("values arrive typed, several corpora in order", () => {
  expect(parse("--corpus a.txt --corpus b.txt --lr 1e-4 --steps 20 --json --clip none --backend webgl")).toEqual({
    corpus: ["a.txt", "b.txt"],
    lr: 1e-4,
    steps: 20,
    json: true,
    clip: null,
    backend: "webgl",
  });
});

test.each([
  ["--stepz 10", "--stepz"],
  ["--steps", "--steps"],
  ["--steps 1.5", '--steps needs a whole number from 1, not "1.5"'],
  ["--steps 0", "--steps needs a whole number from 1"],
  ["--lr fast", '--lr needs a number above 0, not "fast"'],
  ["--dropout 1", "--dropout needs a number from 0 up to, but not including, 1"],
  ["--schedule step", '--schedule needs one of linear, cosine, constant, not "step"'],
  ["--preset huge", "--preset needs one of pico, tiny"],
  ["text.txt", "text.txt"],
])("%s is wrong usage", (line, sentence) => {
  expect(() => parse(line)).toThrow(sentence);
  expect(() => parse(line)).toThrow(expect.objectContaining({ kind: "usage" }));
});

test.each([
  ["", "Give a text"],
  ["--sample", "--out DIR"],
  ["--sample --corpus a --out x", "not both"],
  ["--sample --out x --steps 1 --epochs 1", "not both"],
  ["--sample --out x --cased --lowercase", "not both"],
  ["--sample --out x --init a --resume b", "not both"],
  ["--sample --out x --field text", "--field is for files"],
  ["--sample --out x --init a --layers 2", "--layers cannot be changed with --init"],
  ["--sample --out x --init a --vocab v", "--vocab cannot be changed with --init"],
  ["--sample --out x --vocab v --vocab-size 9", "--vocab-size has no effect"],
  ["--resume a --lr 1", "--lr cannot change on resume"],
])("%s contradicts itself or leaves something out", (line, sentence) => {
  expect(check(line)).toThrow(sentence);
});

test.each([
  "--sample --out x",
  "--corpus a --out x --vocab v",
  "--resume a",
  "--resume a --steps 9 --out b --corpus c",
])("%s is enough", (line) => expect(check(line)).not.toThrow());

test("help names every option once, with its default", () => {
  const help = helpText();
  for (const name of Object.keys(OPTIONS)) expect(help.match(new RegExp(`^  --${name}\\b(?!-)`, "gm"))).toHaveLength(1);
  expect(help).toMatch(/--schedule NAME .*\(default linear/);
  expect(help).toMatch(/--vocab-size N .*with --sample\)/);
  for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(150);
});
