import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countPlaywright, countVitest } from "./testCounts.mjs";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "cloze-counts-"))));
afterEach(() => rm(folder, { recursive: true }));

async function report(content: object): Promise<string> {
  const path = join(folder, "report.json");
  await writeFile(path, JSON.stringify(content));
  return path;
}

test("vitest: tests are counted, and a file that does not load is a failure", async () => {
  const testResults = [
    { status: "passed", assertionResults: [{}, {}] },
    { status: "failed", assertionResults: [{}] },
    { status: "failed", assertionResults: [] },
  ];
  expect(countVitest(await report({ numPassedTests: 2, numFailedTests: 1, testResults }))).toEqual({
    passed: 2,
    failed: 2,
  });
});

test("Playwright: a flaky test and an error outside tests are failures", async () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 3 };
  expect(countPlaywright(await report({ stats, errors: [{}] }))).toEqual({ passed: 5, failed: 3 });
});

test("no report, or a report without tests, proves nothing and fails", async () => {
  expect(countVitest(join(folder, "missing.json"))).toEqual({ passed: 0, failed: 1 });
  expect(countVitest(await report({ numPassedTests: 0, numFailedTests: 0, testResults: [] })).failed).toBe(1);
  const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 2 };
  expect(countPlaywright(await report({ stats, errors: [] })).failed).toBe(1);
});
