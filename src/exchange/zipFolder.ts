// Models travel as folders, and folders as zips: writing a zip as a stream of known length, and opening what a person
// chose (a zip or the files of a folder) as the folder in which the model's config.json lies.

import { downloadZip, predictLength } from "client-zip";
import { InputError, invariant } from "../lib/errors";
import type { ExportFile } from "./exportModel";
import { isDeflated, looksLikeZip, openZipEntry, readZipDirectory } from "./zipReader";

/** All inflated files together; stored ones are never copied and do not count. */
const MAX_INFLATED_BYTES = 8 * 2 ** 30;

export interface ChosenFile {
  path: string;
  file: Blob;
}

export interface ModelFolder {
  /** Of the folder or the zip, for the person. */
  name: string;
  /** Paths within the folder. */
  names: string[];
  file(name: string): Promise<Blob | undefined>;
}

/** A zip of stored files, read as it is consumed. `size` is its exact length in bytes. */
export function zipStream(files: readonly ExportFile[]): {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  size: number;
} {
  const lastModified = new Date();
  function* entries() {
    for (const file of files) yield { name: file.path, input: file.stream(), lastModified };
  }
  const { body } = downloadZip(entries());
  invariant(body !== null, "a zip has a body");
  return { stream: body, size: Number(predictLength(files.map(({ path, size }) => ({ name: path, size })))) };
}

/** Opens one zip, or the files of a folder. Throws `not-a-zip`, `zip-damaged` or `zip-unsafe`. */
export async function openFolder(files: readonly ChosenFile[]): Promise<ModelFolder> {
  const [first] = files;
  if (files.length === 1) {
    if (await looksLikeZip(first.file)) return openZip(first);
    if (/\.zip$/i.test(first.path)) {
      throw new InputError(
        "not-a-zip",
        `${first.path} is not a zip, whatever its name says. Choose the zip that this studio or a model hub made.`,
      );
    }
  }
  // Dropped folders give paths that begin with a slash; nothing is ever written to a path.
  const byPath = new Map(
    files.map(({ path, file }) => [path.replaceAll("\\", "/").replace(/^\/+/, ""), async () => file]),
  );
  return folderOf(byPath, files.length === 1 ? first.path : "Imported model");
}

async function openZip({ path, file: zip }: ChosenFile): Promise<ModelFolder> {
  let inflated = 0;
  const byPath = new Map<string, () => Promise<Blob>>();
  for (const entry of await readZipDirectory(zip)) {
    const name = cleanPath(entry.name);
    if (byPath.has(name)) throw unsafe(`it holds ${name} twice`);
    byPath.set(name, async () => {
      if (isDeflated(entry)) inflated += entry.size;
      if (inflated > MAX_INFLATED_BYTES) throw unsafe("its files together are too large to unpack in a browser");
      return openZipEntry(zip, entry);
    });
  }
  const name = path.replace(/^.*[/\\]/, "").replace(/\.zip$/i, "");
  return folderOf(byPath, name);
}

/** A model's folder is where its config.json lies: the shallowest one, when there are several. */
function folderOf(byPath: ReadonlyMap<string, () => Promise<Blob>>, fallbackName: string): ModelFolder {
  const depth = (path: string) => path.split("/").length;
  const [config = ""] = [...byPath.keys()]
    .filter((path) => /(^|\/)config\.json$/.test(path) && !path.startsWith("__MACOSX/"))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const prefix = config.slice(0, config.length - "config.json".length);
  const names = [...byPath.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return {
    name: prefix.split("/").at(-2) ?? fallbackName,
    names,
    file: async (name) => byPath.get(prefix + name)?.(),
  };
}

/** With forward slashes. Throws on a path that leaves the folder. */
function cleanPath(path: string): string {
  const parts = path.replaceAll("\\", "/").split("/");
  if (parts[0] === "" || /^[a-z]:/i.test(parts[0]) || parts.includes("..")) {
    throw unsafe(`the path ${JSON.stringify(path)} leads out of its folder`);
  }
  return parts.filter((part) => part !== "." && part !== "").join("/");
}

function unsafe(reason: string): InputError {
  return new InputError(
    "zip-unsafe",
    `The chosen files cannot be opened safely: ${reason}. Choose a model's own folder.`,
  );
}
