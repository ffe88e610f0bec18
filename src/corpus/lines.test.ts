import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter, MAX_LINE_PIECE, NewlineNormalizer } from "./lines";

/** Lines of `pieces`, with the pieces of long lines put together again. */
function read(pieces: string[]): string[] {
  const lines: string[] = [];
  let held = "";
  const splitter = new LineSplitter((text, complete) => {
    expect(text.length).toBeLessThanOrEqual(MAX_LINE_PIECE + 1_000);
    held += text;
    if (complete) lines.push(held);
    if (complete) held = "";
  });
  const newlines = new NewlineNormalizer();
  for (const piece of pieces) splitter.push(newlines.push(piece));
  splitter.push(newlines.end());
  splitter.end();
  return lines;
}

test("lines are the same however the text is cut and whatever ends them", () => {
  const text = fc
    .array(fc.constantFrom("a", "b\n", "\r", "\r\n", "\n", "c"), { maxLength: 20 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.nat(20), fc.nat(20), (whole, first, second) => {
      const [a, b] = [Math.min(first, second), Math.max(first, second)];
      const expected = whole.split(/\r\n|\r|\n/);
      if (expected.at(-1) === "") expected.pop();
      expect(read([whole.slice(0, a), whole.slice(a, b), whole.slice(b)])).toEqual(expected);
    }),
  );
});

test("a long line arrives in pieces, none of which cuts a surrogate pair", () => {
  const line = "😀".repeat(MAX_LINE_PIECE);
  const pieces: string[] = [];
  const splitter = new LineSplitter((text) => pieces.push(text));
  splitter.push(`x${line}`);
  splitter.end();
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.join("")).toBe(`x${line}`);
  for (const piece of pieces) expect(/[\ud800-\udbff]$/.test(piece)).toBe(false);
});
