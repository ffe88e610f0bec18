// Opens one input as a stream of bytes: files, pasted text and loopback addresses alike, gunzipped where the first bytes
// say gzip (RFC 1952), in small slices so that a slow reader holds back the source.

import { InputError } from "../lib/errors";
import type { CorpusInput } from "./types";

/** Everything but the built-in sample, which has no bytes. */
export type ByteInput = Exclude<CorpusInput, { kind: "sample" }>;

/** How much is looked at before everything is read. */
const HEAD_BYTES = 256 * 1024;

// One compressed slice may expand a thousandfold; small ones keep the worst case at a few MB.
const COMPRESSED_SLICE = 4 * 1024;
const PLAIN_SLICE = 64 * 1024;

export interface InputHead {
  bytes: Uint8Array; // gunzipped
  whole: boolean; // nothing follows
  gzip: boolean;
}

/** Size as stored, compressed if the file is. */
export function storedSize(input: ByteInput): number {
  switch (input.kind) {
    case "file":
      return input.file.size;
    case "text":
      return new Blob([input.text]).size;
    case "url":
      return input.size;
    default:
      return input satisfies never;
  }
}

async function openStored(input: ByteInput): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if (input.kind === "file") return input.file.stream();
  if (input.kind === "text") return new Blob([input.text]).stream();
  const response = await fetch(input.url).catch((error: unknown) => {
    throw new InputError("file-unreadable", `${input.path} could not be fetched: ${String(error)}.`);
  });
  if (!response.ok || !response.body) {
    throw new InputError(
      "file-unreadable",
      `${input.path} could not be read: the server answered ${response.status}. Check that the file still exists.`,
    );
  }
  return response.body;
}

/** Pieces of a stream; leaving the loop early cancels the source. */
async function* piecesOf<T>(stream: ReadableStream<T>): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    // After a failure of the source, cancelling rejects with that same failure.
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

function sliced(
  size: number,
  onBytes: (count: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      for (let start = 0; start < chunk.byteLength; start += size)
        controller.enqueue(chunk.subarray(start, start + size));
    },
  });
}

function readFailure(error: unknown, path: string, gzip: boolean): unknown {
  if (error instanceof InputError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Error && "code" in error ? `${String(error.code)}: ${message}` : message;
  if (!gzip) {
    return new InputError(
      "file-unreadable",
      `${path} could not be read to its end. It may have been moved, changed or deleted meanwhile; choose it again.`,
      detail,
    );
  }
  if (/truncat|unexpected end|Z_BUF_ERROR|incomplete|without reaching/i.test(detail)) {
    return new InputError(
      "gzip-truncated",
      `${path} is cut off: its gzip data ends before the end mark. Copy or download the file again.`,
      detail,
    );
  }
  return new InputError(
    "gzip-corrupt",
    `${path} begins like a gzip file but cannot be unpacked: its data is damaged, or something other than one gzip ` +
      `stream follows. Unpack it elsewhere, or copy it again.`,
    detail,
  );
}

/** The bytes of `input`, gunzipped if `gzip`. `onBytes` counts stored bytes as they are taken from the source. */
export async function* readBytes(
  input: ByteInput,
  gzip: boolean,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const stored = (await openStored(input)).pipeThrough(sliced(gzip ? COMPRESSED_SLICE : PLAIN_SLICE, onBytes));
  const plain = gzip ? stored.pipeThrough(new DecompressionStream("gzip")) : stored;
  try {
    for await (const piece of piecesOf(plain)) {
      for (let start = 0; start < piece.byteLength; start += PLAIN_SLICE)
        yield piece.subarray(start, start + PLAIN_SLICE);
    }
  } catch (error) {
    throw readFailure(error, input.path, gzip);
  }
}

async function collect(input: ByteInput, gzip: boolean, limit: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let whole = true;
  for await (const piece of readBytes(input, gzip, () => undefined)) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= limit) {
      whole = false; // perhaps nothing follows: then the head is merely called longer than it is
      break;
    }
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return { bytes, whole };
}

/** The first `limit` bytes or so of what a reader would see. Throws `gzip-truncated`, `gzip-corrupt` or `file-unreadable`. */
export async function readHead(input: ByteInput, limit = HEAD_BYTES): Promise<InputHead> {
  const start = await collect(input, false, 2);
  const gzip = start.bytes[0] === 0x1f && start.bytes[1] === 0x8b;
  return { ...(await collect(input, gzip, limit)), gzip };
}
