// A large file is read with bounded memory: the source is never asked for more than a few MB beyond what the sink has
// taken, and the heap does not follow the size of the file. CORPUS_MEGABYTES sets the size (300 for the figure of record).
import { expect, test } from "vitest";
import { readCorpus } from "./readCorpus";
import { DETECT, type CorpusInput } from "./types";

const MEGABYTE = 1024 * 1024;
const SIZE = Number(process.env.CORPUS_MEGABYTES ?? 42) * MEGABYTE;

const PARAGRAPH = {
  text:
    "It was late in the year, and Mr. Brown had walked for a long while by the\n" +
    "river without meeting anybody. He stopped. The water was high, and it had\n" +
    "taken the bridge away. “Well,” said he, “this is the end of my journey!”\n\n",
  sentences: 4,
};
const ENDLESS_LINE = { text: "The line goes on and on, and never ends. ", sentences: 1 };

/** A file of `length` bytes that is made as it is read, and remembers how much was asked of it. */
class GeneratedFile extends Blob {
  pulled = 0;

  constructor(
    private readonly piece: Uint8Array<ArrayBuffer>,
    private readonly length: number,
  ) {
    super();
  }

  override get size(): number {
    return this.length;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.pulled = 0;
    return new ReadableStream(
      {
        pull: (controller) => {
          controller.enqueue(this.piece.slice());
          this.pulled += this.piece.length;
          if (this.pulled >= this.length) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }
}

interface Outcome {
  sentences: number;
  expectedSentences: number;
  mostAhead: number; // bytes pulled beyond what the sink had taken
  mostHeap: number; // bytes above the beginning
  megabytesPerSecond: number;
}

/** Reads `size` bytes of `unit` again and again, with a sink that is sometimes slow. */
async function readGenerated(path: string, unit: typeof PARAGRAPH, size: number): Promise<Outcome> {
  const unitBytes = new TextEncoder().encode(unit.text).length;
  const piece = new TextEncoder().encode(unit.text.repeat(Math.floor(65_536 / unitBytes)));
  const file = new GeneratedFile(piece, Math.ceil(size / piece.length) * piece.length);
  const bytesPerSentence = unitBytes / unit.sentences;
  const heap = process.memoryUsage().heapUsed;
  let documents = 0;
  let taken = 0;
  let mostAhead = 0;
  let mostHeap = 0;
  const start = performance.now();
  const input: CorpusInput = { kind: "file", path, file };
  const report = await readCorpus([input], DETECT, async (document) => {
    taken += document.length * bytesPerSentence;
    mostAhead = Math.max(mostAhead, file.pulled - taken);
    if (documents++ % 500 === 0) mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed - heap);
    if (documents % 5_000 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  return {
    sentences: report.sentences,
    expectedSentences: file.size / bytesPerSentence,
    mostAhead,
    mostHeap,
    megabytesPerSecond: (1_000 * file.size) / MEGABYTE / (performance.now() - start),
  };
}

test.each([
  ["novel.txt", PARAGRAPH, SIZE],
  ["line.txt", ENDLESS_LINE, SIZE / 3],
])(
  "%s: memory stays bounded and nothing is lost",
  async (path, unit, size) => {
    const outcome = await readGenerated(path, unit, size);
    expect(outcome.sentences).toBe(outcome.expectedSentences);
    expect(outcome.mostAhead).toBeLessThan(MEGABYTE);
    expect(outcome.mostHeap).toBeLessThan(100 * MEGABYTE);
    if (process.env.CORPUS_MEGABYTES) process.stdout.write(`${path} ${JSON.stringify(outcome)}\n`);
  },
  600_000,
);
