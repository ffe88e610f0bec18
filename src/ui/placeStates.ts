// What the rail says about each place: empty, ready, working or a problem, and a few words.

import { useShallow } from "zustand/react/shallow";
import { useCatalogue } from "../store/catalogue";
import { sizeName, useChoices, usePlan } from "../store/config";
import { useJobs, type JobName } from "../store/jobs";
import type { Place } from "../store/place";
import { useRun } from "../store/run";
import {
  useSelectedCorpus,
  useSelectedEncoding,
  useSelectedTokenizer,
  useStartingCheckpoint,
} from "../store/selection";
import { formatCount, formatPlural } from "./format";

export interface PlaceState {
  kind: "empty" | "ready" | "working" | "problem";
  text: string;
}

const JOBS_OF: Partial<Record<Place, JobName[]>> = {
  corpus: ["inspect", "readCorpus"],
  tokenizer: ["trainVocabulary", "loadTokenizer", "encodeCorpus"],
  train: ["startRun", "run", "control"],
  probe: ["fillMask", "scorePair"],
  runs: ["importModel", "exportModel", "library"],
};

export function usePlaceStates(): Record<Place, PlaceState> {
  const corpus = useSelectedCorpus();
  const tokenizer = useSelectedTokenizer();
  const encoding = useSelectedEncoding();
  const checkpoint = useStartingCheckpoint();
  const { config, problems } = usePlan();
  const changes = useChoices((s) => Object.keys(s.overrides).length);
  const run = useRun(useShallow((s) => ({ status: s.state?.status, step: s.state?.step ?? s.record?.step })));
  const lists = useCatalogue(useShallow((s) => ({ runs: s.runs.length, checkpoints: s.checkpoints.length })));
  const busy = useBusyPlaces();

  const quiet: Record<Place, PlaceState> = {
    corpus: { kind: "ready", text: corpus?.name ?? "Built-in stories" },
    tokenizer: tokenizer
      ? { kind: encoding ? "ready" : "empty", text: formatPlural(tokenizer.vocabSize, "piece") }
      : { kind: "empty", text: "Made at the start" },
    model: { kind: "ready", text: checkpoint ? "From a checkpoint" : capitalised(sizeName(config.model)) },
    pretraining:
      Object.keys(problems).length > 0
        ? { kind: "problem", text: "Needs a change" }
        : { kind: "ready", text: changes > 0 ? formatPlural(changes, "change") : "Recipe" },
    train:
      run.status === "running"
        ? { kind: "working", text: `Step ${formatCount(run.step ?? 0)}` }
        : run.status === "failed"
          ? { kind: "problem", text: "Failed" }
          : run.step !== undefined
            ? { kind: "ready", text: `Step ${formatCount(run.step)}` }
            : { kind: "empty", text: "Not started" },
    probe:
      run.status || lists.checkpoints > 0
        ? { kind: "ready", text: "Ask the model" }
        : { kind: "empty", text: "No model yet" },
    runs: { kind: lists.runs + lists.checkpoints > 0 ? "ready" : "empty", text: formatPlural(lists.runs, "run") },
  };
  return { ...quiet, ...busy };
}

/** Places with a job under way or a failure not yet dismissed. */
function useBusyPlaces(): Partial<Record<Place, PlaceState>> {
  const { jobs, failures } = useJobs();
  const busy: Partial<Record<Place, PlaceState>> = {};
  for (const [place, names] of Object.entries(JOBS_OF) as [Place, JobName[]][]) {
    const working = names.map((name) => jobs[name]).find(Boolean);
    if (working && place !== "runs" && place !== "train") busy[place] = { kind: "working", text: working.phase };
    if (names.some((name) => failures[name])) busy[place] = { kind: "problem", text: "Something went wrong" };
  }
  return busy;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
