// What happens once when the page opens.

import { loadCatalogue } from "./catalogue";
import { describeDevice } from "./device";
import { watchHash } from "./place";
import { restoreLastRun, useRun } from "./run";

export async function openStudio(): Promise<void> {
  watchHash();
  window.addEventListener("beforeunload", askBeforeLeaving);
  await Promise.all([describeDevice(), loadCatalogue().then(restoreLastRun)]);
}

/** What was trained since the last checkpoint would be lost. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  const { state } = useRun.getState();
  if (state?.status === "running") event.preventDefault();
}
