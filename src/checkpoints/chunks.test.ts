import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cachedChunks, chunkWriter, readRange, type ReadChunk } from "./chunks";

const bytesUpTo = (length: number) => Uint8Array.from({ length }, (_, i) => i % 251);

/** Chunks in memory, as the database would hold copies of them. */
async function chunked(pieces: Uint8Array[], chunkBytes: number) {
  const stored: Uint8Array<ArrayBuffer>[] = [];
  const writer = chunkWriter(async (index, bytes) => {
    stored[index] = bytes.slice();
  }, chunkBytes);
  for (const piece of pieces) await writer.append(piece);
  const count = await writer.finish();
  return { stored, count, bytes: writer.bytes };
}

test("ten bytes in chunks of four", async () => {
  const { stored, count, bytes } = await chunked([bytesUpTo(3), bytesUpTo(0), bytesUpTo(7)], 4);
  expect(stored.map((chunk) => [...chunk])).toEqual([
    [0, 1, 2, 0],
    [1, 2, 3, 4],
    [5, 6],
  ]);
  expect({ count, bytes }).toEqual({ count: 3, bytes: 10 });
});

test("a stream that ends with a chunk has no empty chunk behind it", async () => {
  expect((await chunked([bytesUpTo(8)], 4)).stored.map(({ length }) => length)).toEqual([4, 4]);
  expect((await chunked([], 4)).count).toBe(0);
});

test("any range of any stream comes back, whatever the pieces and the chunk size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(30), { maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(200),
      fc.nat(200),
      async (lengths, chunkBytes, a, b) => {
        const whole = bytesUpTo(lengths.reduce((sum, length) => sum + length, 0));
        let start = 0;
        const pieces = lengths.map((length) => whole.subarray(start, (start += length)));
        const { stored } = await chunked(pieces, chunkBytes);
        const begin = Math.min(a, b, whole.length);
        const end = Math.min(Math.max(a, b), whole.length);
        const read: number[] = [];
        for await (const piece of readRange(async (index) => stored[index], begin, end, chunkBytes))
          read.push(...piece);
        expect(read).toEqual([...whole.subarray(begin, end)]);
      },
    ),
  );
});

test("the cache reads a chunk again only after others have displaced it", async () => {
  const reads: number[] = [];
  const read: ReadChunk = async (index) => {
    reads.push(index);
    return Uint8Array.of(index);
  };
  const cached = cachedChunks(read, 2);
  for (const index of [0, 1, 0, 2, 0, 1]) expect(await cached(index)).toEqual(Uint8Array.of(index));
  expect(reads).toEqual([0, 1, 2, 1]);
});
