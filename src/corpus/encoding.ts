// From bytes to characters: which encoding (byte order mark, else valid UTF-8, else a guess), and a decoder that counts
// the invalid sequences it replaces. Decoding follows the WHATWG Encoding Standard (TextDecoder).

import chardet from "chardet";
import { InputError } from "../lib/errors";
import type { InputInspection } from "./types";

const REPLACEMENT = "\ufffd";
const GUESS_BYTES = 64 * 1024;

export interface DetectedEncoding {
  encoding: string; // a TextDecoder label
  source: InputInspection["encodingSource"];
}

function byteOrderMark(head: Uint8Array): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return null;
}

/** UTF-16 without a mark: mostly ASCII characters leave zeros in every other byte. */
function looksLikeUtf16(head: Uint8Array): string | null {
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]++;
  const half = head.length / 2;
  if (zeros[1] > 0.4 * half && zeros[0] < 0.01 * half) return "utf-16le";
  if (zeros[0] > 0.4 * half && zeros[1] < 0.01 * half) return "utf-16be";
  return null;
}

/** The standard's name of `label`; null where browsers do not know it. */
function standardName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** A damaged UTF-8 file is still UTF-8 while its good sequences outnumber the bad ones by far. */
function looksLikeUtf8(head: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(head, { stream: true });
  const invalid = text.split(REPLACEMENT).length - 1;
  const beyondAscii = text.match(/[\u0080-\uffff]/g)?.length ?? 0;
  return beyondAscii - invalid >= 10 * invalid;
}

/** `whole` is false where `head` may end in the middle of a character. */
export function detectEncoding(head: Uint8Array, whole: boolean): DetectedEncoding {
  const mark = byteOrderMark(head);
  if (mark) return { encoding: mark, source: "bom" };
  const wide = looksLikeUtf16(head);
  if (wide) return { encoding: wide, source: "guessed" };
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: !whole });
    return { encoding: "utf-8", source: "valid-utf-8" };
  } catch {
    if (looksLikeUtf8(head)) return { encoding: "utf-8", source: "guessed" };
  }
  const firstHigh = head.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, firstHigh - 1024);
  const guess = chardet.detect(head.subarray(from, from + GUESS_BYTES))?.toLowerCase();
  // The standard reads ISO-8859-1 as windows-1252; the name shown is the one that is used.
  const encoding = (guess && guess !== "utf-8" && standardName(guess)) || "windows-1252";
  return { encoding, source: "guessed" };
}

/** The standard's name of a chosen label. Throws `encoding-unknown`. */
export function chosenEncoding(label: string): DetectedEncoding {
  const encoding = standardName(label);
  if (encoding === null) {
    throw new InputError(
      "encoding-unknown",
      `"${label}" is not an encoding that browsers know. ` +
        "Choose e.g. utf-8, utf-16le, windows-1252, iso-8859-2, gb18030 or shift_jis.",
    );
  }
  return { encoding, source: "chosen" };
}

/** Counts U+FFFD that are really written in the bytes, so that they are not taken for decoding errors. */
class WrittenReplacements {
  private readonly pattern: readonly number[]; // empty where the encoding cannot express it (or cannot be scanned for it)
  private readonly step: number;
  private held = new Uint8Array(0);
  private position = 0;

  constructor(encoding: string) {
    this.pattern = { "utf-8": [0xef, 0xbf, 0xbd], "utf-16le": [0xfd, 0xff], "utf-16be": [0xff, 0xfd] }[encoding] ?? [];
    this.step = encoding === "utf-8" ? 1 : 2;
  }

  count(bytes: Uint8Array): number {
    const { pattern, step } = this;
    if (pattern.length === 0) return 0;
    // Up to two bytes of the last piece: a sequence may lie across the boundary.
    const joined = new Uint8Array(this.held.length + bytes.length);
    joined.set(this.held);
    joined.set(bytes, this.held.length);
    const start = this.position - this.held.length;
    let found = 0;
    for (let i = joined.indexOf(pattern[0]); i !== -1; i = joined.indexOf(pattern[0], i + 1)) {
      if ((start + i) % step === 0 && pattern.every((byte, offset) => joined[i + offset] === byte)) found++;
    }
    this.position += bytes.length;
    this.held = joined.slice(Math.max(0, joined.length - pattern.length + 1));
    return found;
  }
}

/** Decodes a stream of bytes. `invalidSequences` counts what became U+FFFD without being U+FFFD. */
export class CountingDecoder {
  private readonly decoder: TextDecoder;
  private readonly written: WrittenReplacements;
  private unexplained = 0;

  constructor(encoding: string) {
    this.decoder = new TextDecoder(encoding);
    this.written = new WrittenReplacements(encoding);
  }

  get invalidSequences(): number {
    return Math.max(0, this.unexplained);
  }

  decode(bytes: Uint8Array): string {
    this.unexplained -= this.written.count(bytes);
    return this.counted(this.decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.counted(this.decoder.decode());
  }

  private counted(text: string): string {
    for (let i = text.indexOf(REPLACEMENT); i !== -1; i = text.indexOf(REPLACEMENT, i + 1)) this.unexplained++;
    return text;
  }
}
