// Sends an export to the runner in pieces of a few megabytes, then asks it to make the export the current one.

import type { ExportFile } from "../exchange/exportModel";
import { StudioError } from "../lib/errors";

const PIECE_BYTES = 4 * 2 ** 20;

async function send(url: string, method: "PUT" | "POST", body: BodyInit): Promise<void> {
  const response = await fetch(url, { method, body });
  if (response.ok) return;
  throw new StudioError("storage", "output-not-written", await response.text());
}

/** Returns the number of bytes sent. `output` ends with a slash. */
export async function uploadExport(output: string, files: readonly ExportFile[]): Promise<number> {
  for (const file of files) {
    const url = `${output}${file.path.split("/").map(encodeURIComponent).join("/")}`;
    let sent = 0;
    for await (const piece of inPieces(file.stream())) {
      await send(`${url}?offset=${sent}`, "PUT", piece);
      sent += piece.byteLength;
    }
  }
  await send(output, "POST", JSON.stringify(files.map(({ path, size }) => ({ path, size }))));
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Regroups a stream into pieces of PIECE_BYTES or the rest; an empty stream is one empty piece. */
async function* inPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  let pieces = 0;
  for await (const chunk of stream) {
    for (let taken = 0; taken < chunk.byteLength;) {
      const part = chunk.subarray(taken, taken + PIECE_BYTES - filled);
      piece.set(part, filled);
      filled += part.byteLength;
      taken += part.byteLength;
      if (filled < PIECE_BYTES) continue;
      yield piece.slice();
      pieces++;
      filled = 0;
    }
  }
  if (filled > 0 || pieces === 0) yield piece.slice(0, filled);
}
