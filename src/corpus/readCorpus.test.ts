// Reading end to end, from bytes to documents: formats and layouts, with results by hand.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { inspectInputs } from "./inspect";
import { code, file, gzipped, read, skips } from "./readingFixtures";
import { DETECT, type CorpusInput } from "./types";

test("one sentence a line: blank lines end documents, and the numbers are those of the text", async () => {
  const text = "The first line.\nThe second, naïve line.\n\n\nAnother document 😀.\r\n* * *\n";
  const { documents, report } = await read([file("a.txt", text)]);
  expect(documents).toEqual([["The first line.", "The second, naïve line."], ["Another document 😀."]]);
  expect(report).toMatchObject({ documents: 2, sentences: 3, words: 10, invalidSequences: 0, preview: documents });
  expect(report.bytes).toBe(new TextEncoder().encode(text).length);
  expect(report.characters).toBe(15 + 23 + 19);
  expect(report.skipped).toEqual([{ path: "a.txt", reason: "Lines or sentences without a letter or digit", count: 1 }]);
  expect(report.inputs[0]).toMatchObject({
    format: "text",
    layout: "sentence-per-line",
    encoding: "utf-8",
    gzip: false,
  });
});

const NOVEL = `The Project Gutenberg eBook of A Winter Tale

*** START OF THE PROJECT GUTENBERG EBOOK A WINTER TALE ***

CHAPTER I
The Frost

It was cold, and Mr. Brown, who had walked a long way over the well-
known hills, was tired. He knocked. "Who is there?" asked a voice from
behind the door, and then all was quiet again for a while.

${Array.from({ length: 10 }, (_, i) => `Paragraph ${i} has a first sentence that goes on until the line is full and\nmust turn. It has a second one.`).join("\n\n")}

CHAPTER II

Spring came at last, after a winter which had been longer than any that
the oldest could remember. So it ended.

*** END OF THE PROJECT GUTENBERG EBOOK A WINTER TALE ***
License text that goes on and on.
`;

test("hard-wrapped prose: lines joined, chapters and sixteen sentences end documents, the licence left out", async () => {
  const { documents, report } = await read([file("novel.txt", NOVEL)]);
  expect(report.inputs[0].layout).toBe("prose");
  expect(documents.map((document) => document.length)).toEqual([17, 6, 2]);
  expect(documents[0].slice(0, 3)).toEqual([
    "It was cold, and Mr. Brown, who had walked a long way over the well-known hills, was tired.",
    "He knocked.",
    '"Who is there?" asked a voice from behind the door, and then all was quiet again for a while.',
  ]);
  expect(documents[2][1]).toBe("So it ended.");
  expect(skips(report)).toEqual({
    "Lines of Project Gutenberg's header and licence": 5,
    "Headings, which separate documents or paragraphs": 2,
  });
});

test("WikiText: titles separate documents, marks inside words and numbers are undone", async () => {
  const text =
    " \n = Lobster = \n \n A slow @-@ moving animal . It weighs 2 @.@ 5 kg , or 1 @,@ 000 <unk> . \n \n" +
    " = = Habits = = \n \n It eats . \n = Crab = \n It walks . \n";
  const { documents, report } = await read([file("wiki.valid.tokens", text)]);
  expect(report.inputs[0].layout).toBe("wikitext");
  expect(documents).toEqual([
    ["A slow-moving animal .", "It weighs 2.5 kg , or 1,000 <unk> .", "It eats ."],
    ["It walks ."],
  ]);
});

test("Markdown: text stays, front matter, code, tables and marks go", async () => {
  const text = [
    "---\ntitle: x\n---\n# Title\n\nSome *bold* and `code` text, with a\n[link](http://a.b) in it. Done.",
    "```js\nconst x = 1;\n```\n\n- First item.\n- Second item.\n\n| a | b |\n|---|---|\n\nOther\n=====\n\n> Quoted **words** here.",
  ].join("\n\n");
  const { documents, report } = await read([file("doc.md", text)]);
  expect(documents).toEqual([
    ["Some bold and code text, with a link in it.", "Done.", "First item.", "Second item."],
    ["Quoted words here."],
  ]);
  expect(skips(report)).toEqual({
    "Lines of Markdown front matter": 3,
    "Lines of Markdown code": 3,
    "Lines of Markdown tables and link definitions": 2,
    "Headings, which separate documents or paragraphs": 2,
  });
});

test("JSON lines: the field is found, bad lines are counted, gzip is told by its bytes", async () => {
  const text =
    '{"id":"a","text":"One here. Two here."}\n{"id":"b"\n{"id":"c","text":3}\n\n[1]\n{"text":"Three.\\nFour."}';
  const { documents, report } = await read([file("data.jsonl", gzipped(text))]);
  expect(documents).toEqual([
    ["One here.", "Two here."],
    ["Three.", "Four."],
  ]);
  expect(report.inputs[0]).toMatchObject({
    gzip: true,
    format: "jsonl",
    fields: ["id", "text"],
    field: "text",
    layout: "record",
  });
  expect(skips(report)).toEqual({ "Lines that are not a JSON object": 2, 'Records without text in "text"': 1 });
});

test("CSV: quotes, cells of several lines, chosen column, semicolons", async () => {
  const text = 'id;Title;Story\r\n1;"A; b";"He said ""no"". Then\r\nhe left."\r\n2;C;Second one.\r\n3\r\n';
  const { documents, report } = await read([file("t.csv", text)], { field: "Story" });
  expect(documents).toEqual([['He said "no".', "Then", "he left."], ["Second one."]]);
  expect(report.inputs[0].fields).toEqual(["id", "Title", "Story"]);
  expect(skips(report)).toEqual({ 'Rows too short to reach "Story"': 1 });
  const guessed = await inspectInputs([file("t.csv", text)], DETECT);
  expect(guessed[0]).toMatchObject({ field: "Story", preview: ['He said "no".', "Then", "he left.", "Second one."] });
});

test("TSV without a header: columns are numbered, the longest is read; records may be lines of one document", async () => {
  const text = "1\tThe first sentence stands here.\n2\tThe second one follows it.\n3\t\n4\tA new document.\n";
  const { documents, report } = await read([file("t.tsv", text)], { layout: "sentence-per-line" });
  expect(report.inputs[0]).toMatchObject({ fields: ["column 1", "column 2"], field: "column 2" });
  expect(documents).toEqual([["The first sentence stands here.", "The second one follows it."], ["A new document."]]);
});

test.each([60_000, 100])("a stray quote costs one line, not the rest of a file of %i rows", async (length) => {
  const rows = Array.from(
    { length },
    (_, i) => `${i}\tRow number ${i} of a table that is long enough for the bound to be met.`,
  );
  rows[10] = '10\t"an opening quote that nobody closes';
  const { report } = await read([file("t.tsv", ["id\ttext", ...rows].join("\n"))]);
  expect(report.sentences).toBe(length - 1);
  expect(report.skipped[0]).toMatchObject({ count: 1, reason: expect.stringContaining("unclosed quote") });
});

test("encodings: UTF-16 by its mark, windows-1252 by a guess, the person's choice over both; invalid bytes counted", async () => {
  const wide = new Uint8Array([0xff, 0xfe, ...Array.from("Größe. Maß.").flatMap((c) => [c.charCodeAt(0), 0])]);
  const latin = Uint8Array.from("Das Mädchen aß Brötchen. Die Bäume blühen schön. ".repeat(20), (c) => c.charCodeAt(0));
  const { report } = await read([file("w.txt", wide), file("l.txt", latin)]);
  expect(report.inputs.map((i) => [i.encoding, i.encodingSource])).toEqual([
    ["utf-16le", "bom"],
    ["windows-1252", "guessed"],
  ]);
  expect(report.preview[1].slice(0, 2)).toEqual(["Das Mädchen aß Brötchen.", "Die Bäume blühen schön."]);
  const chosen = await read([file("l.txt", latin)], { encoding: "utf-8" });
  expect(chosen.report.invalidSequences).toBe(20 * 6);
  expect(chosen.report.inputs[0].encodingSource).toBe("chosen");
});

test("long documents and sentences are bounded without loss, and it is said", async () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => `Line ${i}.`).join("\n");
  const { documents, report } = await read([file("a.txt", `A.\nB.\n\n${lines}\n${"word ".repeat(4_500)}`)]);
  expect(documents.map((d) => d.length)).toEqual([2, 1_000, 1_000, 503]);
  expect(documents[3].slice(-3).map((s) => s.split(" ").length)).toEqual([2_000, 2_000, 500]);
  expect(report.words).toBe(2 + 5_000 + 4_500);
  expect(report.skipped.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^Documents longer than 1000 sentences were split/),
    expect.stringMatching(/^Sentences longer than 2000 words .* cut/),
  ]);
});

test("one sentence a line without blank lines still makes several documents", async () => {
  const text = Array.from({ length: 120 }, (_, i) => `Sentence number ${i}.`).join("\n");
  const { documents } = await read([file("a.txt", text)]);
  expect(documents.map((d) => d.length)).toEqual([50, 50, 20]);
});

test("pasted text, several files and the sample make one corpus", async () => {
  const inputs: CorpusInput[] = [
    { kind: "text", path: "Pasted text", text: "Ünder. Över." },
    { kind: "sample" },
    file("b.txt", "Last one."),
  ];
  const { documents, report } = await read(inputs);
  expect(documents[0]).toEqual(["Ünder.", "Över."]);
  expect(documents.at(-1)).toEqual(["Last one."]);
  expect(documents.length).toBeGreaterThan(1_500);
  expect(report.inputs.map((i) => i.path)).toEqual(["Pasted text", "Built-in stories", "b.txt"]);
});

test("progress counts stored bytes up to the total; cancelling stops the reading", async () => {
  const text = "A sentence of some length stands here.\n".repeat(200_000);
  const seen: number[] = [];
  await read([file("a.txt", text)], {}, { onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(text.length);
  const controller = new AbortController();
  const cancelled = read(
    [file("a.txt", text)],
    {},
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  await expect(cancelled).rejects.toMatchObject({ kind: "cancelled" });
});

test("a record beyond the bound is skipped, a first record beyond the usual head is not", async () => {
  const long = JSON.stringify({ text: "A long story. ".repeat(30_000) }); // 420 kB
  const endless = JSON.stringify({ text: "x".repeat(5_000_000) });
  const { documents, report } = await read([file("a.jsonl", `${long}\n${endless}\n{"text":"The end."}\n`)]);
  expect(documents.flat().length).toBe(30_001);
  expect(documents.at(-1)).toEqual(["The end."]);
  expect(skips(report)).toMatchObject({ "Records longer than 4 million characters": 1 });
});

test("unquoted delimiters in the last column are text; in another column it is said that they may cut it", async () => {
  const single = await read([file("a.csv", "text\nHello, my world.\nWell, well, well.\n")]);
  expect(single.documents).toEqual([["Hello, my world."], ["Well, well, well."]]);
  const first = await read([file("a.csv", "text,n\nHello, world,1\nFine,2\n")]);
  expect(first.documents).toEqual([["Hello"], ["Fine"]]);
  expect(first.report.skipped[0]).toMatchObject({
    count: 1,
    reason: expect.stringContaining("more cells than columns"),
  });
});

test("records may be read as prose, as WikiText lines, and text lines as records", async () => {
  const records = ["The cat sat. It slept.", "The dog ran. It barked."]
    .map((text) => JSON.stringify({ text }))
    .join("\n");
  const prose = await read([file("a.jsonl", records)], { layout: "prose" });
  expect(prose.documents).toEqual([["The cat sat.", "It slept.", "The dog ran.", "It barked."]]);
  const lines = ["", " = Cat = \n", "", " It sleeps . \n", " = Dog = \n", " It barks . \n"].map((text) =>
    JSON.stringify({ text }),
  );
  const wiki = await read([file("wiki.jsonl", lines.join("\n"))]);
  expect(wiki.documents).toEqual([["It sleeps ."], ["It barks ."]]);
  const text = await read([file("a.txt", "The cat sat. It slept.\nThe dog ran.\n")], { layout: "record" });
  expect(text.documents).toEqual([["The cat sat.", "It slept."], ["The dog ran."]]);
});

test("a record's own lines are joined where they were wrapped", async () => {
  const text =
    "The first line of this record goes on until it is\nfull and turns, as the second one does when it is\nfull too. It ends.\n\nNext.";
  const { documents } = await read([file("a.jsonl", JSON.stringify({ text }))]);
  expect(documents).toEqual([
    [
      "The first line of this record goes on until it is full and turns, as the second one does when it is full too.",
      "It ends.",
      "Next.",
    ],
  ]);
});

test("Chinese lines are joined without a space, soft hyphens vanish into their word", async () => {
  const text = "他昨天晚上很晚才回家，因为路上下了\n大雨。他很累。\n\nThe bot\u00ad\ntom line.\n";
  const { documents } = await read([file("a.md", text)]);
  expect(documents).toEqual([["他昨天晚上很晚才回家，因为路上下了大雨。", "他很累。", "The bot\u00adtom line."]]);
});

test("an address is read like a file; one that answers with an error is named", async () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/a.txt" ? 200 : 404;
    response.end("One line.\nAnother line.\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const input = (name: string): CorpusInput => ({
    kind: "url",
    path: name,
    url: `http://127.0.0.1:${port}/${name}`,
    size: 24,
  });
  const { documents, report } = await read([input("a.txt")]);
  expect(documents).toEqual([["One line.", "Another line."]]);
  expect(report.bytes).toBe(24);
  await expect(read([input("b.txt")])).rejects.toEqual(code("file-unreadable", "b.txt", "404"));
  server.close();
});

/** A file whose stream comes in pieces of `size` bytes. */
class ChoppedFile extends Blob {
  constructor(
    private readonly content: Uint8Array<ArrayBuffer>,
    private readonly pieceSize: number,
  ) {
    super([content]);
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let start = 0;
    return new ReadableStream({
      pull: (controller) => {
        controller.enqueue(this.content.slice(start, start + this.pieceSize));
        start += this.pieceSize;
        if (start >= this.content.length) controller.close();
      },
    });
  }
}

const ANYTHING: [string, string][] = [
  ["a.txt", NOVEL.replaceAll("\n", "\r\n")],
  ["b.txt", "Ünë.\r\nZwei 😀 here.\r\n\r\nDrei.\rVier.\r\rFünf."],
  ["c.csv", 'n,text\r\n1,"A ""b"", c.\r\nd"\r\n2,e\r\n3,"f, g"'],
  ["d.jsonl", '{"text":"Größe 😀. Two."}\r\n\r\n{"text":"a\\nb"}\n{bad\n{"text":"last"}'],
  ["e.md", "---\na: b\n---\n# T\nx *y*\nz.\n```\ncode\n```\n- item\n\nHead\n----\nEnd.\n"],
  ["f.txt", " = A = \n one @-@ two . Three . \n = = B = = \n four \n = C = \n five \n"],
];

test.each(ANYTHING)("%s reads the same however its bytes arrive", async (path, text) => {
  const content = new TextEncoder().encode(text);
  const whole = await read([file(path, content)]);
  for (const size of [1, 2, 3, 7, 50]) {
    const pieces = await read([{ kind: "file", path, file: new ChoppedFile(content, size) }]);
    expect(pieces, `pieces of ${size}`).toEqual(whole);
  }
  const packed = await read([{ kind: "file", path, file: new ChoppedFile(gzipped(text), 5) }]);
  expect(packed.documents).toEqual(whole.documents);
});

test("a text may begin like a sound file", async () => {
  const { documents } = await read([file("a.txt", "RIFF RAFF is here.\nBZh is not.\n")]);
  expect(documents.flat()).toEqual(["RIFF RAFF is here.", "BZh is not."]);
});

const SHARED = new URL("../../../shared/data/", import.meta.url);
const hasShared = existsSync(SHARED);

test.skipIf(!hasShared)("texts as they are in the world (passed over where ../shared/data is absent)", async () => {
  const load = (name: string) => file(name, new Uint8Array(readFileSync(new URL(name, SHARED))));
  const wiki = await read([load("wikitext-2-valid.txt")]);
  expect(wiki.report.inputs[0].layout).toBe("wikitext");
  expect(wiki.documents.length).toBe(60); // articles of the validation set (Merity et al. 2016, table 1)
  const google = await read([load("google-bert-sample-text.txt")]);
  expect(google.report.inputs[0].layout).toBe("sentence-per-line");
  const expected = readFileSync(new URL("google-bert-sample-text.txt", SHARED), "utf8").trim();
  expect(google.documents).toEqual(
    expected.split(/\n\n+/).map((document) => document.split("\n").map((line) => line.trim())),
  );
});
