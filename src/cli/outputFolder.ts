// The folder that receives a run. An export arrives file by file in DIR/.partial and becomes current all at once: a
// marker says that it is complete, then its files are moved over the old ones. Interrupted before the marker, the old
// export is whole; interrupted after it, the next opening finishes the move.

import { createWriteStream } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { InputError } from "../lib/errors";
import { fileBelow } from "./server.mjs";

const PARTIAL = ".partial";
const MARKER = ".complete"; // inside PARTIAL; no exported file begins with a dot

const listSchema = z.array(z.object({ path: z.string(), size: z.int().min(0) }));
type FileList = z.infer<typeof listSchema>;

export class OutputFolder {
  private constructor(readonly path: string) {}

  /** Makes the folder if need be, and tidies up after an interrupted run. */
  static async open(path: string): Promise<OutputFolder> {
    const folder = new OutputFolder(path);
    try {
      await mkdir(path, { recursive: true });
      await folder.#recover();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InputError(
        "output-not-writable",
        `The folder ${path} cannot be written to (${reason}). Choose another with --out DIR.`,
      );
    }
    return folder;
  }

  /** Writes a piece of a file of the next export. Pieces of a file come in order; the one at 0 begins it anew. */
  async write(urlPath: string, offset: number, content: Readable): Promise<void> {
    const file = this.#partialFile(urlPath);
    await mkdir(dirname(file), { recursive: true });
    if (offset > 0) {
      const { size } = await stat(file);
      if (size !== offset) throw new Error(`${urlPath} has ${size} bytes so far, but the next piece is for ${offset}.`);
    }
    await pipeline(content, createWriteStream(file, offset === 0 ? { flags: "w" } : { flags: "r+", start: offset }));
  }

  /** Makes the uploaded files the current export. Throws, and changes nothing, unless all are there in their sizes. */
  async commit(list: unknown): Promise<void> {
    const files = listSchema.parse(list);
    for (const { path, size } of files) {
      const found = await stat(this.#partialFile(path)).catch(() => null);
      if (found?.size !== size) throw new Error(`${path} has ${found?.size ?? "no"} bytes, but should have ${size}.`);
    }
    const marker = await open(join(this.path, PARTIAL, MARKER), "w");
    try {
      await marker.writeFile(JSON.stringify(files));
      await marker.sync();
    } finally {
      await marker.close();
    }
    await this.#moveAll(files);
  }

  #partialFile(urlPath: string): string {
    const file = fileBelow(join(this.path, PARTIAL), urlPath);
    if (!file) throw new Error(`"${urlPath}" is no path of an export.`);
    return file;
  }

  async #moveAll(files: FileList): Promise<void> {
    for (const { path } of files) {
      const from = this.#partialFile(path);
      const to = fileBelow(this.path, path);
      if (!to || !(await stat(from).catch(() => null))) continue; // moved before an interruption
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
    }
    await rm(join(this.path, PARTIAL), { recursive: true, force: true });
  }

  async #recover(): Promise<void> {
    const marker = await readFile(join(this.path, PARTIAL, MARKER), "utf8").catch(() => null);
    const complete = marker === null ? null : parseList(marker);
    if (complete) await this.#moveAll(complete);
    else await rm(join(this.path, PARTIAL), { recursive: true, force: true });
  }
}

/** The list of a marker, or null if it was cut off while being written. */
function parseList(marker: string): FileList | null {
  try {
    return listSchema.parse(JSON.parse(marker));
  } catch {
    return null;
  }
}
