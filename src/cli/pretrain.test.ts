// The command up to the point where a browser would start: its exit codes and sentences.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "./pretrain";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloze-pretrain-"));
  await writeFile(join(folder, "text.txt"), "A sentence.\n");
  await mkdir(join(folder, "empty"));
  await mkdir(join(folder, "model"));
  await writeFile(join(folder, "model/model.safetensors"), "");
  await mkdir(join(folder, "damaged"));
  await writeFile(join(folder, "damaged/pretrain.json"), "{");
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  [2, "--sample", "Say with --out DIR where the model goes."],
  [2, "--sample --out @/x --hidden-size 100 --heads 3", "multiple of the number of attention heads"],
  [2, "--sample --out @/model", "already holds a model"],
  [2, "--resume @/model", "does not say which text"],
  [3, "--corpus @/nothing.txt --out @/x", "there is no file"],
  [3, "--corpus @/empty --out @/x", "is a folder"],
  [3, "--corpus @/text.txt --init @/nowhere --out @/x", "there is no folder"],
  [3, "--corpus @/text.txt --init @/empty --out @/x", "holds no files"],
  [3, "--resume @/damaged", "pretrain.json is damaged"],
  [3, "--sample --out @/text.txt", "is a file, not a folder"],
  [3, "--sample --vocab @/vocab.txt --out @/x", "there is no file"],
])("exit code %i for %s", async (exitCode, line, sentence) => {
  const args = line.split(" ").map((word) => word.replace("@", folder));
  await expect(main(args)).rejects.toMatchObject({ exitCode, message: expect.stringContaining(sentence) });
});

test("the process ends with the exit code and the sentence alone, on standard error", async () => {
  const command = fileURLToPath(new URL("./run.mjs", import.meta.url));
  const ended = await new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [command, "pretrain", "--sampel"], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
  expect(ended.code).toBe(2);
  expect(ended.stdout).toBe("");
  expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  expect(ended.stderr).toContain("--sampel");
}, 20_000);
