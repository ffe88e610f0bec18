// Models in and out: a zip or a folder becomes a checkpoint, a checkpoint becomes a zip on the person's disk.

import { create } from "zustand";
import type { CheckpointRecord } from "../checkpoints/types";
import { refreshModels, refreshTexts } from "./catalogue";
import type { NamedFile } from "./droppedFiles";
import { runJob } from "./jobs";
import { metricsCsv } from "./metricsHistory";
import { history } from "./run";
import { exchangeClient } from "./workers";

interface ExchangeState {
  /** What was found, translated or made fresh at the last import. */
  imported: { name: string; notes: string[] } | null;
}

export const useExchange = create<ExchangeState>(() => ({ imported: null }));

export function importModel(files: NamedFile[]): Promise<CheckpointRecord | undefined> {
  useExchange.setState({ imported: null });
  return runJob("importModel", "Reading the model", async ({ signal, report }) => {
    const { checkpoint, notes } = await exchangeClient.request(
      "importModel",
      { files },
      { signal, onProgress: report },
    );
    await Promise.all([refreshTexts(), refreshModels()]);
    useExchange.setState({ imported: { name: checkpoint.name, notes } });
    return checkpoint;
  });
}

/** Writes a checkpoint as a zip and hands it to the browser's download. */
export async function downloadZip(checkpointId: string, trainingState: boolean): Promise<void> {
  const made = await runJob("exportModel", "Writing the zip", ({ signal, report }) =>
    exchangeClient.request("exportModel", { checkpointId, trainingState }, { signal, onProgress: report }),
  );
  if (!made) return;
  save(made.blob, made.fileName);
}

/** The curves on screen as a table. */
export function downloadCsv(runName: string): void {
  save(new Blob([metricsCsv(history)], { type: "text/csv" }), `${runName.replace(/[^\p{L}\p{N}.]+/gu, "-")}.csv`);
}

function save(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  // The download has taken its own reference by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
