// A large file is read with bounded memory: the source is never asked for more than a few MB beyond what the sink has
// taken, and the heap does not follow the size of the file. CORPUS_MEGABYTES sets the size (300 for the figure of record).
import { expect, test } from "vitest";
import { readCorpus } from "./readCorpus";
import { DETECT, type CorpusInput } from "./types";

const MEGABYTE = 1024 * 1024;
const SIZE = Number(process.env.CORPUS_MEGABYTES ?? 48) * MEGABYTE;

const PARAGRAPH =
  "It was late in the year, and Mr. Brown had walked for a long while by the\n" +
  "river without meeting anybody. He stopped. The water was high, and it had\n" +
  "taken the bridge away. “Well,” said he, “this is the end of my journey!”\n\n";
const PARAGRAPH_SENTENCES = 4;

/** A file of `size` bytes that is made as it is read, and remembers how much was asked of it. */
class GeneratedFile extends Blob {
  pulled = 0;

  constructor(
    private readonly piece: Uint8Array<ArrayBuffer>,
    private readonly bytes: number,
  ) {
    super();
  }

  override get size(): number {
    return this.bytes;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.pulled = 0;
    return new ReadableStream(
      {
        pull: (controller) => {
          controller.enqueue(this.piece.slice());
          this.pulled += this.piece.length;
          if (this.pulled >= this.bytes) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }
}

/** Whole paragraphs, about 64 kB. */
function pieceOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const count = Math.max(1, Math.floor(65_536 / bytes.length));
  return new TextEncoder().encode(text.repeat(count));
}

interface Outcome {
  sentences: number;
  delivered: number; // UTF-16 units
  mostAhead: number; // bytes pulled beyond what was delivered
  mostHeap: number; // bytes above the beginning
  megabytesPerSecond: number;
}

async function readGenerated(name: string, piece: Uint8Array<ArrayBuffer>): Promise<Outcome> {
  const pieces = Math.ceil(SIZE / piece.length);
  const file = new GeneratedFile(piece, pieces * piece.length);
  const input: CorpusInput = { kind: "file", path: name, file };
  const unitsPerByte = new TextDecoder().decode(piece).length / piece.length;
  const heap = process.memoryUsage().heapUsed;
  let delivered = 0;
  let mostAhead = 0;
  let mostHeap = 0;
  let documents = 0;
  const start = performance.now();
  const report = await readCorpus([input], DETECT, async (document) => {
    for (const sentence of document) delivered += sentence.length + 1;
    mostAhead = Math.max(mostAhead, file.pulled - delivered / unitsPerByte);
    if (documents++ % 1_000 === 0) mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed - heap);
    // A slow sink: the source must wait.
    if (documents % 5_000 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  const megabytesPerSecond = (1_000 * file.size) / MEGABYTE / (performance.now() - start);
  return { sentences: report.sentences, delivered, mostAhead, mostHeap, megabytesPerSecond };
}

const minutes = (count: number) => count * 60_000;

test(
  "prose: memory stays bounded and nothing is lost",
  async () => {
    const piece = pieceOf(PARAGRAPH);
    const outcome = await readGenerated("novel.txt", piece);
    const paragraphs = (Math.ceil(SIZE / piece.length) * piece.length) / new TextEncoder().encode(PARAGRAPH).length;
    expect(outcome.sentences).toBe(paragraphs * PARAGRAPH_SENTENCES);
    // Blank lines and joints weigh a little in the file and nothing in the sentences.
    expect(outcome.mostAhead).toBeLessThan(2 * MEGABYTE + 0.01 * SIZE);
    expect(outcome.mostHeap).toBeLessThan(100 * MEGABYTE);
    expect(outcome.megabytesPerSecond).toBeGreaterThan(1);
  },
  minutes(10),
);

test(
  "one endless line: memory stays bounded and nothing is lost",
  async () => {
    const piece = pieceOf("The line goes on and on, and never ends. ");
    const outcome = await readGenerated("line.txt", piece);
    expect(outcome.sentences).toBe((Math.ceil(SIZE / piece.length) * piece.length) / 41);
    expect(outcome.mostAhead).toBeLessThan(2 * MEGABYTE);
    expect(outcome.mostHeap).toBeLessThan(100 * MEGABYTE);
  },
  minutes(10),
);
