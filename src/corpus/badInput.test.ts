// Every kind of input that cannot be read, and the sentence it gets.
import { expect, test } from "vitest";
import { inspectInputs } from "./inspect";
import { code, file, gzipped, read } from "./readingFixtures";
import { DETECT, type CorpusInput, type ReadOptions } from "./types";

const bad: [string, CorpusInput, Partial<ReadOptions>, unknown][] = [
  ["an empty file", file("e.txt", ""), {}, code("empty-file", "e.txt is empty")],
  ["only white space", file("e.txt", " \n\n\t"), {}, code("empty-file")],
  ["an empty gzip", file("e.txt.gz", gzipped("")), {}, code("empty-file")],
  ["NUL bytes", file("x.txt", "abc\0\0\0def".repeat(50)), {}, code("binary-file", "150 control characters")],
  [
    "a PNG",
    file("x.txt", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])),
    {},
    code("binary-file", "a PNG image"),
  ],
  [
    "a PDF by content",
    file("x.txt", "%PDF-1.7\n%âãÏÓ\n1 0 obj"),
    {},
    code("unsupported-format", "PDF", "save its text"),
  ],
  ["a Word document", file("x.docx", "PK\u0003\u0004 rest"), {}, code("unsupported-format", "Word document")],
  ["a zip", file("x.zip", "PK\u0003\u0004 rest"), {}, code("unsupported-format", "zip archive; unpack")],
  ["a web page", file("x.txt", "<!DOCTYPE html><html>"), {}, code("unsupported-format", "web page")],
  ["a JSON array", file("x.json", '[{"text": "a"}]'), {}, code("unsupported-format", "JSON array")],
  [
    "a truncated gzip",
    file("x.txt.gz", gzipped("Some text here. ".repeat(99)).slice(0, 40)),
    {},
    code("gzip-truncated", "cut off"),
  ],
  [
    "a damaged gzip",
    file("x.txt.gz", gzipped("Some text. ".repeat(99)).fill(7, 14, 30)),
    {},
    code("gzip-corrupt", "damaged"),
  ],
  [
    "a wrong field",
    file("x.jsonl", '{"body":"a","n":1}'),
    { field: "txt" },
    code("field-missing", '"txt"', "It has: body"),
  ],
  ["a wrong column", file("x.csv", "a,b\nc,d\n"), { field: "txt" }, code("field-missing", '"txt"', "It has: a, b")],
  ["no field with text", file("x.jsonl", '{"n":1}'), {}, code("field-missing", "no field that holds text")],
  [
    "one endless record",
    file("x.jsonl", `{"text":"${"It rained. ".repeat(900_000)}"}`),
    {},
    code("record-too-long", "records longer than 4 million characters"),
  ],
  ["no valid JSON", file("x.jsonl", "hello\nworld"), {}, code("jsonl-invalid", "no valid JSON line")],
  ["an unknown encoding", file("x.txt", "Text."), { encoding: "klingon" }, code("encoding-unknown", "klingon")],
  ["no sentence", file("x.txt", "***\n---\n"), {}, code("corpus-empty", "Not a single sentence")],
];

test.each(bad)("%s gives its sentence", async (_, input, options, expected) => {
  await expect(read([input], options)).rejects.toEqual(expected);
});

test("one bad file among good ones is left out, first in the list of what was skipped", async () => {
  const inputs = [file("good.txt", "Good text.\n***"), file("bad.pdf", "%PDF-1.4")];
  const { documents, report } = await read(inputs);
  expect(documents).toEqual([["Good text."]]);
  expect(report.skipped[0]).toMatchObject({ path: "bad.pdf", reason: expect.stringMatching(/^Left out: .*PDF/) });
  const inspections = await inspectInputs(inputs, DETECT);
  expect(inspections.map((i) => i.problem !== undefined)).toEqual([false, true]);
  await expect(inspectInputs(inputs.slice(1), DETECT)).rejects.toEqual(code("unsupported-format"));
});

test("a gzip that breaks off after much was read fails as a whole, and says so", async () => {
  const text = Array.from({ length: 60_000 }, (_, i) => `Sentence ${i} is ${Math.sin(i)}.`).join("\n");
  const whole = gzipped(text);
  const input = file("x.txt.gz", whole.slice(0, whole.length / 2));
  await expect(read([input])).rejects.toEqual(code("gzip-truncated", "Nothing was kept"));
});

test("a file that vanishes while it is read is named", async () => {
  class VanishingFile extends Blob {
    override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
      return new ReadableStream({ pull: (controller) => controller.error(new DOMException("gone", "NotFoundError")) });
    }
  }
  const input: CorpusInput = { kind: "file", path: "a.txt", file: new VanishingFile(["text"]) };
  await expect(read([input])).rejects.toEqual(code("file-unreadable", "a.txt could not be read"));
});
