// Brings a fresh clone to where it can run: packages, production build, browser. Every step looks first and does nothing
// when there is nothing to do. Plain JavaScript without packages, since it runs before there are any.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./chromium.mjs";
import { EXIT, ExitError, say } from "./exit.mjs";

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const BUILD_FOLDER = join(PROJECT, "dist");
const BUILD_STAMP = join(BUILD_FOLDER, ".inputs");
const MINIMUM_NODE = [20, 19];

/**
 * Runs a program with its output on our stderr, so that stdout stays for results. Returns whether it succeeded.
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const { status } = spawnSync(program, args, {
    cwd: PROJECT,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32", // npm and npx are batch files there
  });
  return status === 0;
}

/** @param {string} version such as "20.19.0" */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new ExitError(
    EXIT.environment,
    `Cloze Studio needs Node ${MINIMUM_NODE.join(".")} or newer; this is Node ${version}. Install a newer Node, then try again.`,
  );
}

/**
 * Whether what npm recorded in node_modules is what the lock file asks for. Packages for other systems are optional.
 * @param {string} project
 */
export function isInstalled(project) {
  const record = join(project, "node_modules", ".package-lock.json"); // written last by npm
  if (!existsSync(record)) return false;
  /** @type {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} */
  const wanted = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")).packages;
  /** @type {typeof wanted} */
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || present[path]?.version === version || (!(path in present) && (optional || devOptional)),
  );
}

/** Installs the locked packages if they are not there. */
export function ensureInstalled() {
  checkNode();
  if (isInstalled(PROJECT)) return;
  say("Installing packages (once, about a minute) ...");
  if (run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"])) return;
  throw new ExitError(
    EXIT.environment,
    "The packages could not be installed; npm says why above. Check the network connection, then try again.",
  );
}

/** Hash of everything that the production build is made of. */
function hashInputs() {
  const hash = createHash("sha256");
  const folders = ["src", "public"].filter((folder) => existsSync(join(PROJECT, folder)));
  const files = folders.flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(test|bench)\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const single = ["index.html", "vite.config.ts", "tsconfig.json", "package-lock.json"].map((name) =>
    join(PROJECT, name),
  );
  for (const path of [...files.sort(), ...single]) {
    if (existsSync(path))
      hash
        .update(`${relative(PROJECT, path)}\0`)
        .update(readFileSync(path))
        .update("\0");
  }
  return hash.digest("hex");
}

/**
 * Builds the studio into dist/ if its sources changed. The stamp is written last, and the build empties the folder
 * first, so that an interrupted build is built again.
 */
export function ensureBuilt() {
  const inputs = hashInputs();
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, "utf8") === inputs) return;
  say("Building the studio ...");
  build();
  writeFileSync(BUILD_STAMP, inputs);
}

function build() {
  const vite = join(PROJECT, "node_modules", "vite", "bin", "vite.js");
  if (run(process.execPath, [vite, "build", "--logLevel", "warn"])) return;
  throw new ExitError(EXIT.failed, "The studio could not be built; the reason is above.");
}

/** Where Playwright keeps its own Chromium, if that is installed. */
async function findPlaywrightBrowser() {
  const { chromium } = await import("playwright-core");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** A file may be there and not run: Ubuntu's chromium package is a stub that asks for snap. @param {string | null} path */
function runs(path) {
  return path !== null && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

/** The ways to install a browser on this system, the best first. @returns {[string, () => boolean][]} */
function waysToInstall() {
  const playwright = join(PROJECT, "node_modules", "playwright-core", "cli.js");
  /** @type {[string, () => boolean][]} */
  const ways = [["with Playwright", () => run(process.execPath, [playwright, "install", "chromium"])]];
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const maySudo = asRoot.length === 0 || spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get") || !maySudo) return ways;
  /** @param {string[]} args */
  const apt = (args) => {
    const [program, ...rest] = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", ...args];
    return run(program, rest);
  };
  const packages = ["chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"];
  ways.unshift([
    "with apt-get",
    () => apt(["update"]) && apt(["install", "-y", "--no-install-recommends", ...packages]),
  ]);
  return ways;
}

/**
 * Path of a Chrome, Chromium or Edge; installs one if there is none.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH && !existsSync(CHROME_PATH)) {
    throw new ExitError(
      EXIT.environment,
      `CHROME_PATH says "${CHROME_PATH}", but there is no such file. Correct it, or unset it to use an installed browser.`,
    );
  }
  const present = findBrowser() ?? (await findPlaywrightBrowser());
  if (present) return present;
  for (const [how, install] of waysToInstall()) {
    say(`Installing Chromium ${how} (once) ...`);
    if (!install()) continue;
    const installed = findBrowser() ?? (await findPlaywrightBrowser());
    if (installed && runs(installed)) return installed;
  }
  throw new ExitError(
    EXIT.environment,
    "No browser was found and none could be installed. Install Google Chrome, Chromium or Microsoft Edge, " +
      "or set CHROME_PATH to one that is already there.",
  );
}
