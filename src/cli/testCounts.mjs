// How many tests passed and failed, from the JSON reports of vitest and Playwright. A report that is missing or shows no
// test at all counts as a failure: nothing was proven.

import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number }} Counts */

/** @param {string} path */
function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/** @param {Counts} counts @returns {Counts} */
function proven(counts) {
  return counts.passed + counts.failed > 0 ? counts : { passed: 0, failed: 1 };
}

/** A file that does not load is a failed suite without tests. @param {string} path */
export function countVitest(path) {
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: unknown[] }[] } | null} */
  const report = read(path);
  if (report === null) return proven({ passed: 0, failed: 0 });
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return proven({ passed: report.numPassedTests, failed: report.numFailedTests + broken.length });
}

/** A flaky test has failed once: it counts as failed. @param {string} path */
export function countPlaywright(path) {
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] } | null} */
  const report = read(path);
  if (report === null) return proven({ passed: 0, failed: 0 });
  const { expected, unexpected, flaky } = report.stats;
  return proven({ passed: expected, failed: unexpected + flaky + report.errors.length });
}
