// A worker's end of the wire: a table of handlers becomes answers, progress and errors as data.

import { serializeError, StudioError } from "../lib/errors";
import type { Command, RequestMap, RunEvent, WorkerMessage } from "./protocol";

export interface Context<Progress> {
  /** Aborted when the page cancels this request. */
  signal: AbortSignal;
  /** Tells the page how far it is; at most one message every 50 ms gets through, the last one always. */
  onProgress: (progress: Progress) => void;
}

export type Handlers<M extends { [K in keyof M]: RequestMap[string] }> = {
  [K in keyof M]: (params: M[K]["params"], context: Context<M[K]["progress"]>) => Promise<M[K]["result"]>;
};

const PROGRESS_INTERVAL_MS = 50;

function post(message: WorkerMessage): void {
  self.postMessage(message);
}

export function sendEvent(event: RunEvent): void {
  post({ type: "event", event });
}

/** Answers every request of M with its handler. Requests run side by side; a handler that must not overlap says so itself. */
export function serve<M extends { [K in keyof M]: RequestMap[string] }>(handlers: Handlers<M>): void {
  const underWay = new Map<number, AbortController>();

  async function answer<K extends keyof M>(type: K, requestId: number, params: M[K]["params"]): Promise<void> {
    const controller = new AbortController();
    underWay.set(requestId, controller);
    let lastSent = 0;
    let held: { progress: M[K]["progress"] } | null = null;
    const onProgress = (progress: M[K]["progress"]) => {
      const now = performance.now();
      held = { progress };
      if (now - lastSent < PROGRESS_INTERVAL_MS) return;
      lastSent = now;
      held = null;
      post({ type: "progress", requestId, progress });
    };
    try {
      const handler = handlers[type];
      if (!handler) throw new StudioError("internal", "internal", `internal: no handler for "${String(type)}"`);
      const result = await handler(params, { signal: controller.signal, onProgress });
      if (held) post({ type: "progress", requestId, progress: (held as { progress: unknown }).progress });
      post({ type: "result", requestId, result });
    } catch (error) {
      post({ type: "error", requestId, error: serializeError(error) });
    } finally {
      underWay.delete(requestId);
    }
  }

  self.addEventListener("message", ({ data }: MessageEvent<Command<M>>) => {
    if (data.type === "cancel") {
      underWay.get(data.requestId)?.abort();
      return;
    }
    const { type, requestId, params } = data as { type: keyof M; requestId: number; params: M[keyof M]["params"] };
    void answer(type, requestId, params);
  });
}
