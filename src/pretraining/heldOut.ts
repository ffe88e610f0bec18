// Which documents are held out of training. The split has its own seed, so that runs on one corpus compare whatever
// theirs is, and it is a function of the document's number alone: nothing to store.

import { keyedDraws } from "../lib/random";

const SPLIT_SEED = 0x5eed;

/** How many of `documents` are held out: the nearest whole number, but at least one if there are two to share out. */
export function heldOutCount(documents: number, fraction: number): number {
  if (fraction === 0 || documents < 2) return 0;
  return Math.max(1, Math.min(documents - 1, Math.round(documents * fraction)));
}

/**
 * Says of a document's number whether it is held out. The documents are cut into as many equal runs as there are
 * documents to hold out, and one is drawn from each run: the number is exact and no part of the corpus is missed.
 */
export function heldOutSplit(documents: number, fraction: number): (document: number) => boolean {
  const runs = heldOutCount(documents, fraction);
  if (runs === 0) return () => false;
  const firstOf = (run: number) => Math.ceil((run * documents) / runs);
  return (document) => {
    const run = Math.floor((document * runs) / documents);
    return document === keyedDraws(SPLIT_SEED, "heldOutSplit", run).integer(firstOf(run), firstOf(run + 1) - 1);
  };
}
