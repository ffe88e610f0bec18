// pretrain.json in the folder of a run: where its text came from, so that --resume DIR needs nothing else, and how much
// text it was, so that a resume notices if it has changed.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../lib/errors";

const sourcesSchema = z.object({
  corpus: z.union([z.literal("sample"), z.array(z.string()).min(1)]), // absolute paths
  read: z.object({
    encoding: z.string().nullable(),
    layout: z.enum(["sentence-per-line", "prose", "wikitext", "record"]).nullable(),
    field: z.string().nullable(),
  }),
  encoding: z.object({ documents: z.number(), sentences: z.number(), tokens: z.number() }),
});
export type Sources = z.infer<typeof sourcesSchema>;

const NAME = "pretrain.json";

export async function writeSources(folder: string, sources: Sources): Promise<void> {
  await writeFile(join(folder, NAME), `${JSON.stringify(sources, null, 2)}\n`);
}

/** Null if the folder has none, as one exported from the studio. */
export async function readSources(folder: string): Promise<Sources | null> {
  const path = join(folder, NAME);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return sourcesSchema.parse(JSON.parse(text));
  } catch {
    throw new InputError(
      "sources-damaged",
      `${path} is damaged. Delete it and name the text again with --corpus FILE or --sample.`,
    );
  }
}
