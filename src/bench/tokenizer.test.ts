import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { main } from "./main";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bench-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

async function output(args: string[]): Promise<string> {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  expect(await main(["tokenizer", ...args])).toBe(0);
  return text;
}

test("every contestant cuts the text into the same number of tokens", async () => {
  const file = join(folder, "text.txt");
  writeFileSync(file, "The cat sat.\nThe dog, too, sat!\n".repeat(50));
  const lines = (await output(["--file", file, "--rounds", "1", "--json"])).trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line));
  expect(rows.map((row) => row.tokens)).toEqual(Array(5).fill(50 * (4 + 7)));
  expect(rows.every((row) => row.megabytesPerSecond > 0 && row.sentences === 101)).toBe(true);
});

test.each([
  [["--rounds", "0"], 2],
  [["--nonsense"], 2],
  [["--file", "no-such-file.txt"], 3],
])("%j ends with exit code %i and a sentence", async (args, exitCode) => {
  await expect(main(["tokenizer", ...args])).rejects.toMatchObject({ exitCode });
});

test("an unknown benchmark is answered with those there are", async () => {
  await expect(main(["constructor"])).rejects.toThrow(/Usage: .*tokenizer/);
});
