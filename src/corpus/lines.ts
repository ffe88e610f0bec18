// Cuts streaming text into lines (\n, \r\n or \r) without ever holding a long one: what exceeds the limit is handed on in
// pieces, so that a line of 50 MB passes through in a few kilobytes.

/** `complete` is false where the line goes on in the next call. */
export type LineSink = (text: string, complete: boolean) => void;

export const MAX_LINE_PIECE = 64 * 1024; // UTF-16 units

/** Where to cut a long line: after white space if there is some near the end, never inside a surrogate pair. */
function cutPosition(text: string, limit: number): number {
  const space = text.lastIndexOf(" ", limit - 1);
  if (space > limit / 2) return space + 1;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code < 0xdc00 ? limit - 1 : limit;
}

/** Turns \r\n and \r into \n across the boundaries of pieces. */
export class NewlineNormalizer {
  private heldReturn = false;

  push(text: string): string {
    if (!this.heldReturn && !text.includes("\r")) return text;
    const whole = this.heldReturn ? `\r${text}` : text;
    this.heldReturn = whole.endsWith("\r");
    return (this.heldReturn ? whole.slice(0, -1) : whole).replace(/\r\n?/g, "\n");
  }

  end(): string {
    return this.heldReturn ? "\n" : "";
  }
}

export class LineSplitter {
  private held = "";

  constructor(private readonly sink: LineSink) {}

  /** `text` has \n line ends. */
  push(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.sink(this.held + text.slice(start, end), true);
      this.held = "";
      start = end + 1;
    }
    this.held += text.slice(start);
    while (this.held.length > MAX_LINE_PIECE) {
      const cut = cutPosition(this.held, MAX_LINE_PIECE);
      this.sink(this.held.slice(0, cut), false);
      this.held = this.held.slice(cut);
    }
  }

  end(): void {
    if (this.held !== "") this.sink(this.held, true);
    this.held = "";
  }
}
