// Long work in a worker must pause now and then: only between tasks does it hear that it was cancelled, and only so often
// does anybody want to know how far it is.

import { throwIfCancelled } from "../lib/errors";

const INTERVAL_MS = 100;

/**
 * Returns a function to call often. It throws CancelledError once `signal` is aborted, and ten times a second lets other
 * tasks run and calls `tell`.
 */
export function breathing(what: string, signal: AbortSignal | undefined, tell: () => void): () => Promise<void> {
  let last = performance.now();
  return async () => {
    throwIfCancelled(signal, what);
    if (performance.now() - last < INTERVAL_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    throwIfCancelled(signal, what);
    tell();
    last = performance.now();
  };
}
