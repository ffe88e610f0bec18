// Small decisions of the stores that need no browser.

import { expect, test } from "vitest";
import type { CheckpointRecord } from "../checkpoints/types";
import type { CorpusRecord } from "../corpus/types";
import { sampleDocuments } from "../corpus/sample";
import { sampleRecipe } from "../training/recipes";
import { corpusName } from "./corpus";
import { totalSteps } from "./example";
import { parseHash } from "./place";
import { effectiveSource, gapSentence } from "./probe";
import { newestOf } from "./run";

const file = (path: string) => ({ kind: "file", path, file: new Blob() }) as const;

test.each([
  [[file("notes/deep/a.txt")], "a.txt"],
  [[file("books/a.txt"), file("books/b.txt")], "books"],
  [[file("a.txt"), file("b.txt"), file("c.txt")], "a.txt and 2 more"],
  [[file("x/a.txt"), file("y/b.txt")], "x/a.txt and 1 more"],
  [[{ kind: "text", path: "Pasted text", text: "hello" } as const], "Pasted text"],
])("a corpus is named after what it came from", (inputs, name) => {
  expect(corpusName(inputs)).toBe(name);
});

test.each([
  ["", null, null],
  ["#corpus", "corpus", null],
  ["#pretraining&c=abc-_", "pretraining", "abc-_"],
  ["#c=abc", null, "abc"],
  ["#nowhere", null, null],
])("the hash %s", (hash, place, configuration) => {
  expect(parseHash(hash)).toEqual({ place, configuration });
});

test("a run by epochs goes as often through the text as asked, and needs the number of examples", () => {
  const config = {
    ...sampleRecipe(2000),
    batchSize: 8,
    accumulationSteps: 2,
    duration: { unit: "epochs", amount: 2.5 },
  } as const;
  expect(totalSteps(config, 1000)).toBe(157); // 2500 examples, 16 an update
  expect(totalSteps(config, null)).toBeNull();
});

test("a question goes to the chosen checkpoint while it exists, else to the run, else to the newest checkpoint", () => {
  const chosen = { kind: "checkpoint", checkpointId: "b" } as const;
  const current = { kind: "current" } as const;
  expect(effectiveSource(chosen, true, [{ id: "a" }, { id: "b" }])).toEqual(chosen);
  expect(effectiveSource(chosen, true, [{ id: "a" }])).toEqual(current);
  expect(effectiveSource(current, false, [{ id: "a" }])).toEqual({ kind: "checkpoint", checkpointId: "a" });
  expect(effectiveSource(current, false, [])).toBeNull();
});

test("the gap is a word late in a sentence of the corpus, its punctuation kept", () => {
  const preview = [["Too short.", "The old miller gave the grey cat some fresh milk."]];
  const corpus = { name: "own.txt", report: { preview } } as CorpusRecord;
  expect(gapSentence(corpus)).toBe("The old miller gave the grey cat some fresh [MASK].");
});

test("the gap for the built-in stories is one that they fill, and only with fog", () => {
  const [before, after] = gapSentence(undefined).split("[MASK]");
  const sentences = [...sampleDocuments()].flat().filter((sentence) => sentence.endsWith(after));
  expect(sentences.length).toBeGreaterThan(20);
  expect(new Set(sentences)).toEqual(new Set([`${before}fog${after}`]));
});

test("a run is resumed from the checkpoint with the most updates behind it", () => {
  const checkpoint = (id: string, runId: string, step: number) =>
    ({ id, training: { runId, position: { step } } }) as CheckpointRecord;
  const list = [checkpoint("a", "x", 10), checkpoint("b", "x", 30), checkpoint("c", "y", 99), checkpoint("d", "x", 20)];
  expect(newestOf(list, "x")?.id).toBe("b");
  expect(newestOf(list, "z")).toBeNull();
});
