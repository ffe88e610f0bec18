// Every error a person may meet. `code` is stable (tests and the terminal rely on it), `kind` decides the exit code, and
// the message says what was found, what was expected and what to do. Across a worker boundary an error travels as data.

export type ErrorKind = "usage" | "input" | "environment" | "training" | "storage" | "cancelled" | "internal";

export class StudioError extends Error {
  override readonly name: string = "StudioError";

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    /** Technical detail for the copyable panel; never needed to understand the message. */
    readonly detail?: string,
  ) {
    super(message);
  }
}

/** The person's file, text or setting cannot be used as it is. */
export class InputError extends StudioError {
  override readonly name = "InputError";
  constructor(code: string, message: string, detail?: string) {
    super("input", code, message, detail);
  }
}

/** The person asked for it to stop. Never shown as a failure. */
export class CancelledError extends StudioError {
  override readonly name = "CancelledError";
  constructor(what = "The operation") {
    super("cancelled", "cancelled", `${what} was cancelled; nothing was kept.`);
  }
}

export interface SerializedError {
  kind: ErrorKind;
  code: string;
  message: string;
  detail?: string;
}

export function serializeError(error: unknown): SerializedError {
  if (error instanceof StudioError) {
    return { kind: error.kind, code: error.code, message: error.message, detail: error.detail ?? error.stack };
  }
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return {
      kind: "storage",
      code: "storage-full",
      message: "The browser's storage for this page is full. Delete old checkpoints or corpora, then try again.",
      detail: error.message,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "internal", code: "internal", message, detail: error instanceof Error ? error.stack : undefined };
}

export function deserializeError(data: SerializedError): StudioError {
  if (data.kind === "cancelled") return new CancelledError();
  return new StudioError(data.kind, data.code, data.message, data.detail);
}

/** Guards what only a defect of ours can break. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new StudioError("internal", "internal", `internal: ${what}`);
}

/** Throws CancelledError once `signal` has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined, what?: string): void {
  if (signal?.aborted) throw new CancelledError(what);
}
