// Checks everything that a run reads from this machine before a browser starts, and says where it all lies.

import { access, constants, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { SAMPLE_NAME, type ReadOptions } from "../corpus/types";
import { InputError } from "../lib/errors";
import type { EncodingSummary } from "./job";
import { usageError, type Choices } from "./options";
import { readSources } from "./sources";

/** Absolute paths throughout. */
export interface Inputs {
  corpus: string[] | "sample";
  corpusName: string;
  read: ReadOptions;
  vocabulary: string[];
  /** Files of the folder (or the zip) that --init or --resume names. */
  model: string[];
  resumeFrom: string | null;
  /** How much text the resumed run began with. */
  encoding: EncodingSummary | null;
  out: string;
}

async function checkFile(flag: string, given: string): Promise<string> {
  const path = resolve(given);
  const found = await stat(path).catch(() => null);
  if (!found) throw new InputError("file-missing", `--${flag}: there is no file ${path}.`);
  if (found.isDirectory())
    throw new InputError("file-is-folder", `--${flag}: ${path} is a folder. Name the files in it.`);
  await access(path, constants.R_OK).catch(() => {
    throw new InputError("file-unreadable", `--${flag}: ${path} cannot be read. Check its permissions.`);
  });
  return path;
}

/** The files of an exported folder, or the zip of one; that it holds a model is for the importer to judge. */
async function checkModel(flag: string, given: string): Promise<string[]> {
  const folder = resolve(given);
  if (flag === "init" && folder.toLowerCase().endsWith(".zip")) return [await checkFile(flag, given)];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (!entries) throw new InputError("folder-missing", `--${flag}: there is no folder ${folder}.`);
  const files = entries.filter(
    (entry) => entry.isFile() && !entry.name.startsWith(".") && entry.name !== "metrics.jsonl",
  );
  if (files.length === 0) throw new InputError("folder-empty", `--${flag}: the folder ${folder} holds no files.`);
  return files.map(({ name }) => join(folder, name));
}

async function checkOut(choices: Choices): Promise<string> {
  const out = resolve(choices.out ?? choices.resume ?? ".");
  const goesOn = choices.resume !== undefined && resolve(choices.resume) === out;
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOTDIR") throw new InputError("output-not-folder", `--out: ${out} is a file, not a folder.`);
    return [];
  });
  if (!goesOn && !choices.overwrite && entries.includes("model.safetensors")) {
    throw usageError(
      `--out: ${out} already holds a model. Choose another folder, go on with --resume, or give --overwrite.`,
    );
  }
  return out;
}

export async function checkInputs(choices: Choices): Promise<Inputs> {
  const { resume, init } = choices;
  const out = await checkOut(choices);
  const model =
    resume !== undefined
      ? await checkModel("resume", resume)
      : init !== undefined
        ? await checkModel("init", init)
        : [];
  const vocabulary = choices.vocab === undefined ? [] : [await checkFile("vocab", choices.vocab)];
  const before = resume === undefined ? null : await readSources(resolve(resume));
  const given = choices.sample ? "sample" : choices.corpus;
  const corpus = given ?? before?.corpus;
  if (corpus === undefined) {
    throw usageError(
      `--resume: ${resume} does not say which text it was trained on. Name it with --corpus FILE or --sample.`,
    );
  }
  const files = corpus === "sample" ? "sample" : await Promise.all(corpus.map((path) => checkFile("corpus", path)));
  const read = {
    encoding: choices.encoding ?? before?.read.encoding ?? null,
    layout: choices.layout ?? before?.read.layout ?? null,
    field: choices.field ?? before?.read.field ?? null,
  };
  return {
    corpus: files,
    corpusName: files === "sample" ? SAMPLE_NAME : nameOf(files),
    read,
    vocabulary,
    model,
    resumeFrom: resume === undefined ? null : resolve(resume),
    encoding: before?.encoding ?? null,
    out,
  };
}

/** "novel.txt", "novel.txt and 2 more". */
function nameOf(files: string[]): string {
  const first = basename(files[0]);
  return files.length === 1 ? first : `${first} and ${files.length - 1} more`;
}
