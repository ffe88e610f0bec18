// A long stream of bytes as numbered chunks of one size: filling them one after another, and reading any range back,
// with never more than a few chunks in memory. Where the chunks lie is the caller's business.

export const CHUNK_BYTES = 4 * 2 ** 20;

export type WriteChunk = (index: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
export type ReadChunk = (index: number) => Promise<Uint8Array<ArrayBuffer>>;

export interface ChunkWriter {
  /** Bytes appended so far: the offset of what comes next. */
  readonly bytes: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Writes the last, shorter chunk and answers how many there are. */
  finish(): Promise<number>;
}

/** One chunk is filled again and again: `write` must be done with its bytes when its promise resolves. */
export function chunkWriter(write: WriteChunk, chunkBytes = CHUNK_BYTES): ChunkWriter {
  const chunk = new Uint8Array(chunkBytes);
  let bytes = 0;

  async function append(more: Uint8Array): Promise<void> {
    for (let taken = 0; taken < more.length;) {
      const filled = bytes % chunkBytes;
      const piece = more.subarray(taken, taken + chunkBytes - filled);
      chunk.set(piece, filled);
      taken += piece.length;
      bytes += piece.length;
      if (bytes % chunkBytes === 0) await write(bytes / chunkBytes - 1, chunk);
    }
  }

  async function finish(): Promise<number> {
    const rest = bytes % chunkBytes;
    if (rest > 0) await write(Math.floor(bytes / chunkBytes), chunk.subarray(0, rest));
    return Math.ceil(bytes / chunkBytes);
  }

  return {
    get bytes() {
      return bytes;
    },
    append,
    finish,
  };
}

/** The bytes [begin, end), in order, in pieces that are views of the chunks. */
export async function* readRange(
  read: ReadChunk,
  begin: number,
  end: number,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let position = begin; position < end;) {
    const index = Math.floor(position / chunkBytes);
    const start = index * chunkBytes;
    const stop = Math.min(end, start + chunkBytes);
    yield (await read(index)).subarray(position - start, stop - start);
    position = stop;
  }
}

/** Keeps the `keep` chunks read last: neighbouring tensors share a chunk, and a file's order is not the stream's. */
export function cachedChunks(read: ReadChunk, keep = 2): ReadChunk {
  const recent = new Map<number, Uint8Array<ArrayBuffer>>(); // oldest first
  return async (index) => {
    const bytes = recent.get(index) ?? (await read(index));
    recent.delete(index);
    recent.set(index, bytes);
    for (const oldest of recent.keys()) {
      if (recent.size <= keep) break;
      recent.delete(oldest);
    }
    return bytes;
  };
}
