// The studio opens without a complaint, and the terminal runner trains, saves and resumes as it says it does.

import { expect, test } from "@playwright/test";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

test("the studio opens without errors and loads nothing from elsewhere", async ({ page, baseURL }) => {
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(baseURL ?? "") && !/^(blob|data):/.test(request.url())) foreign.push(request.url());
  });
  await page.goto("/");
  await expect(page).toHaveTitle(/Cloze Studio/);
  await expect(page.getByRole("button", { name: "Start pretraining" }).first()).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

test.describe("npm run pretrain", () => {
  let folder: string;
  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cloze-terminal-"));
    await writeFile(join(folder, "text.txt"), text());
  });
  test.afterAll(() => rm(folder, { recursive: true }));

  /** 60 documents of 8 sentences, the same ones every time. */
  function text(): string {
    const pick = (words: string, i: number) => words.split(" ")[i % words.split(" ").length];
    const sentence = (i: number) =>
      `${pick("Anna Ben Clara David Emma", i * 7)} ${pick("sees finds likes paints", i * 5 + (i >> 2))} the ` +
      `${pick("house river apple dog book garden", i * 3 + (i >> 3))}.`;
    const document = (d: number) => Array.from({ length: 8 }, (_, s) => sentence(d * 8 + s)).join("\n");
    return Array.from({ length: 60 }, (_, d) => document(d)).join("\n\n");
  }

  /** Runs the command; `interruptAt` sends it what Ctrl-C sends, once it has reported that step. */
  function pretrain(args: string[], interruptAt?: number) {
    return new Promise<{ code: number | null; lines: Record<string, unknown>[]; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, ["src/cli/run.mjs", "pretrain", ...args, "--json", "--backend", "cpu"]);
      let stdout = "";
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (piece: string) => (stderr += piece));
      child.stdout.setEncoding("utf8").on("data", (piece: string) => {
        stdout += piece;
        if (interruptAt === undefined || !stdout.includes(`"step":${interruptAt},"loss"`)) return;
        interruptAt = undefined;
        child.kill("SIGINT");
      });
      child.on("close", (code) => {
        const lines = stdout.split("\n").filter(Boolean);
        resolve({ code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), stderr });
      });
    });
  }

  const small = ["--preset", "pico", "--vocab-size", "80", "--seq-len", "32", "--batch", "2", "--eval-every", "4"];

  async function losses(out: string): Promise<unknown[]> {
    const lines = (await readFile(join(out, "metrics.jsonl"), "utf8")).split("\n").filter(Boolean);
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    return rows.map((row) => [row.step, row.loss ?? row.eval_mlm_loss]);
  }

  test("a run ended by Ctrl-C and resumed cannot be told from one that never stopped", async () => {
    const corpus = ["--corpus", join(folder, "text.txt"), ...small, "--steps", "12"];
    const whole = join(folder, "whole");
    const resumed = join(folder, "resumed");
    expect(await pretrain([...corpus, "--out", whole])).toMatchObject({ code: 0 });

    const ended = await pretrain([...corpus, "--out", resumed], 3);
    expect(ended.code).toBe(130);
    expect(ended.lines.at(-1)).toMatchObject({ event: "done", status: "stopped" });
    expect(await pretrain(["--resume", resumed])).toMatchObject({ code: 0 });

    expect(await losses(resumed)).toEqual(await losses(whole));
    const weights = (out: string) => readFile(join(out, "model.safetensors"));
    expect((await weights(resumed)).equals(await weights(whole))).toBe(true);
    expect(await readdir(whole)).toEqual(
      expect.arrayContaining(["README.md", "config.json", "tokenizer.json", "trainer_state.json", "vocab.txt"]),
    );
  });
});
