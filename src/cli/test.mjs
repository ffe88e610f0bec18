// `npm test`: everything that must hold, in one run from a fresh clone. A passing stage is one line; a failing one shows
// its output, and the rest still runs. The last line is "N passed, N failed".

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EXIT, ExitError, runCommand } from "./exit.mjs";
import { ensureBrowser, ensureInstalled, PROJECT } from "./setup.mjs";
import { countPlaywright, countVitest } from "./testCounts.mjs";

const STAGE_LIMIT_MS = 10 * 60_000; // a hanging browser must not hang the whole run

/** @typedef {import("./testCounts.mjs").Counts} Counts */
/**
 * A stage runs one of our development tools. With `count`, the tool writes a report that tells how many tests there were;
 * without, the stage itself is one check.
 * @typedef {{
 *   name: string, title: string, tool: string, args: (report: string) => string[],
 *   environment?: (report: string) => Record<string, string>, count?: (report: string) => Counts,
 * }} Stage
 */

/** @param {string} project */
const vitest = (project) => (/** @type {string} */ report) => [
  "run",
  "--project",
  project,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
];

/** @type {Stage[]} */
const STAGES = [
  { name: "types", title: "type check", tool: "typescript/bin/tsc", args: () => ["--noEmit"] },
  { name: "lint", title: "lint", tool: "oxlint/bin/oxlint", args: () => ["--type-aware"] },
  {
    name: "format",
    title: "formatting",
    tool: "prettier/bin/prettier.cjs",
    args: () => ["--check", "--log-level=warn", "src", "e2e", "*.ts", "*.json", "!package-lock.json"],
  },
  { name: "floors", title: "floors between folders", tool: "../src/cli/floors.mjs", args: () => [] },
  { name: "unused", title: "unused code", tool: "knip/bin/knip.js", args: () => [] },
  { name: "unit", title: "unit tests", tool: "vitest/vitest.mjs", args: vitest("node"), count: countVitest },
  { name: "gpu", title: "browser tests", tool: "vitest/vitest.mjs", args: vitest("browser"), count: countVitest },
  { name: "build", title: "production build", tool: "vite/bin/vite.js", args: () => ["build", "--logLevel", "warn"] },
  {
    name: "e2e",
    title: "end-to-end journeys",
    tool: "@playwright/test/cli.js",
    args: () => ["test", "--reporter=line,json"],
    environment: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
    count: countPlaywright,
  },
];

const NAMES = STAGES.map(({ name }) => name);
const HELP = `Usage: npm test -- [--only NAME,NAME ...]

Stages, in order: ${NAMES.join(", ")}.
`;

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { only: { type: "string" }, help: { type: "boolean", default: false } },
    });
    const only = values.only?.split(",") ?? NAMES;
    const unknown = only.find((name) => !NAMES.includes(name));
    if (unknown !== undefined) throw new Error(`--only does not know "${unknown}".`);
    return { only, help: values.help };
  } catch (error) {
    throw new ExitError(EXIT.usage, `${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

/** @param {Stage} stage @param {string} report @returns {Promise<{ ok: boolean, output: string }>} */
function runTool({ tool, args, environment }, report) {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [join(PROJECT, "node_modules", tool), ...args(report)], {
      cwd: PROJECT,
      env: { ...process.env, ...environment?.(report), NO_COLOR: "1", CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // its own process group, so that a stuck browser ends with it
    });
    /** @type {string[]} */
    const output = [];
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => output.push(text));
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => output.push(text));
    const end = () => {
      if (child.pid !== undefined) process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
    };
    const limit = setTimeout(() => {
      output.push(`\nStopped after ${STAGE_LIMIT_MS / 60_000} minutes.\n`);
      end();
    }, STAGE_LIMIT_MS);
    process.once("SIGINT", end);
    child.on("close", (status) => {
      clearTimeout(limit);
      process.removeListener("SIGINT", end);
      settle({ ok: status === 0, output: output.join("") });
    });
  });
}

/** @param {Stage} stage @param {string} folder @returns {Promise<Counts>} */
async function runStage(stage, folder) {
  const started = performance.now();
  const report = join(folder, `${stage.name}.json`);
  const { ok, output } = await runTool(stage, report);
  const counts = stage.count?.(report) ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  // A tool may fail without a failing test: a file that does not load, a crashed browser.
  if (!ok && counts.failed === 0) counts.failed = 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const tests = stage.count ? `, ${counts.passed} of ${counts.passed + counts.failed} tests` : "";
  const good = counts.failed === 0;
  process.stdout.write(`${good ? "ok    " : "FAILED"} ${stage.title} (${seconds} s${tests})\n`);
  if (!good) process.stdout.write(`\n${output.trim()}\n\n`);
  return counts;
}

await runCommand(async () => {
  const { only, help } = parse(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return EXIT.done;
  }
  ensureInstalled();
  if (only.includes("gpu") || only.includes("e2e")) process.env.CHROME_PATH = await ensureBrowser();
  const folder = mkdtempSync(join(tmpdir(), "cloze-studio-test-"));
  let passed = 0;
  let failed = 0;
  try {
    for (const stage of STAGES.filter(({ name }) => only.includes(name))) {
      const counts = await runStage(stage, folder);
      passed += counts.passed;
      failed += counts.failed;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? EXIT.done : EXIT.failed;
});
