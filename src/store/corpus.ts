// The Corpus place: files chosen but not yet read, what their first bytes say, how they will be read.

import { create } from "zustand";
import {
  DETECT,
  SAMPLE_NAME,
  type CorpusInput,
  type CorpusRecord,
  type InputInspection,
  type ReadOptions,
} from "../corpus/types";
import { refreshTexts } from "./catalogue";
import { dismissFailure, runJob } from "./jobs";
import { selectCorpus } from "./selection";
import { corpusClient } from "./workers";

interface CorpusState {
  inputs: CorpusInput[];
  inspections: InputInspection[];
  options: ReadOptions;
}

const NOTHING: CorpusState = { inputs: [], inspections: [], options: DETECT };

export const useCorpus = create<CorpusState>(() => NOTHING);

export function chooseFiles(files: { path: string; file: File }[]): Promise<void> {
  return chooseInputs(files.map(({ path, file }) => ({ kind: "file", path, file })));
}

export function chooseText(text: string): Promise<void> {
  return chooseInputs([{ kind: "text", path: "Pasted text", text }]);
}

async function chooseInputs(inputs: CorpusInput[]): Promise<void> {
  if (inputs.length === 0) return;
  useCorpus.setState({ ...NOTHING, inputs });
  dismissFailure("readCorpus"); // it was about what was chosen before
  await inspect();
}

/** Changes how the chosen files will be read, and looks at them again. */
export async function setReadOptions(change: Partial<ReadOptions>): Promise<void> {
  useCorpus.setState(({ options }) => ({ options: { ...options, ...change } }));
  await inspect();
}

async function inspect(): Promise<void> {
  const { inputs, options } = useCorpus.getState();
  const inspections = await runJob("inspect", "Looking at the files", ({ signal }) =>
    corpusClient.request("inspect", { inputs, options }, { signal }),
  );
  if (inspections) useCorpus.setState({ inspections });
}

export function forgetInputs(): void {
  dismissFailure("inspect");
  dismissFailure("readCorpus");
  useCorpus.setState(NOTHING);
}

/** Reads the chosen files into a corpus and selects it. The files stay chosen if that fails. */
export async function readChosen(): Promise<CorpusRecord | undefined> {
  const { inputs, options } = useCorpus.getState();
  const corpus = await read(corpusName(inputs), inputs, options);
  if (corpus) forgetInputs();
  return corpus;
}

export function readSample(): Promise<CorpusRecord | undefined> {
  return read(SAMPLE_NAME, [{ kind: "sample" }], DETECT);
}

async function read(name: string, inputs: CorpusInput[], options: ReadOptions): Promise<CorpusRecord | undefined> {
  dismissFailure("inspect");
  return runJob("readCorpus", "Reading", async ({ signal, report }) => {
    const corpus = await corpusClient.request("readCorpus", { name, inputs, options }, { signal, onProgress: report });
    await refreshTexts();
    selectCorpus(corpus.id);
    return corpus;
  });
}

/** A name that a person recognises: the file, the folder, or the first file and how many more. */
export function corpusName(inputs: readonly CorpusInput[]): string {
  const paths = inputs.map((input) => (input.kind === "sample" ? SAMPLE_NAME : input.path));
  if (paths.length === 1) return paths[0].split("/").pop() ?? paths[0];
  const folders = new Set(paths.map((path) => (path.includes("/") ? path.split("/")[0] : "")));
  const [folder] = folders;
  return folders.size === 1 && folder ? folder : `${paths[0]} and ${paths.length - 1} more`;
}
