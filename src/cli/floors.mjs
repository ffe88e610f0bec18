// The floors of the house: who may import whom. The table is README's; `npm run floors` and `npm test` hold the code to it.
// Imports are read with Vite's own parser: dependency-cruiser cannot read TSX, nor tell types from values, while
// TypeScript 7 has no programming interface. Cycles are the linter's (import/no-cycle).

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/** Rooms by floor, the lowest first. A room may use its own floor and those below. */
const FLOORS = [
  ["lib", "formats"],
  ["bert", "corpus", "tokenizer", "pretraining"],
  ["engine"],
  ["training", "checkpoints", "exchange", "runs"],
  ["workers"],
  ["store"],
  ["ui"],
  ["main", "cli", "bench"],
];
const TOP = FLOORS.length - 1;

/**
 * `to` is a path below src without extension, or the name of a package.
 * @typedef {{ from: string, to: string, isPackage: boolean, typeOnly: boolean }} Import
 */

/** Room of a path below src: its first folder, or the file's own name (main.tsx). @param {string} path */
function roomOf(path) {
  return path.split("/")[0].replace(/\.tsx?$/, "");
}

/** @param {string} room */
function floorOf(room) {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

/**
 * The imports of one module, static and dynamic, `export ... from` and `new URL("./x", import.meta.url)`.
 * @param {string} path below src
 * @param {string} source
 * @returns {Import[]}
 */
export function importsOf(path, source) {
  const { module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  /** @type {Import[]} */
  const found = [];
  /**
   * @param {string} specifier
   * @param {boolean} typeOnly
   */
  const add = (specifier, typeOnly) => {
    const isPackage = !specifier.startsWith(".");
    const to = isPackage ? specifier : posix.join(posix.dirname(path), specifier).replace(/\.(tsx?|mjs)$/, "");
    found.push({ from: path, to, isPackage, typeOnly });
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType));
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) add(moduleRequest.value, isType);
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    add(source.slice(moduleRequest.start, moduleRequest.end).slice(1, -1), false);
  }
  for (const [, specifier] of source.matchAll(/new URL\("(\.[^"]+)", import\.meta\.url\)/g)) {
    add(specifier, false);
  }
  return found;
}

/**
 * Why an import is not allowed, or null.
 * @param {Import} dependency
 */
export function objection({ from, to, isPackage, typeOnly }) {
  const room = roomOf(from);
  const floor = floorOf(room);
  if (floor < 0) return `src/${room} is no room of the house; give it a floor in src/cli/floors.mjs`;
  if (isPackage) {
    const mayCompute = floor === floorOf("engine") || floor === TOP || /\.test\.tsx?$/.test(from);
    if (to.startsWith("@tensorflow/") && !mayCompute) return "TensorFlow.js belongs to the engine";
    const mayRender = floor >= floorOf("store"); // stores come with their hooks
    if (/^(react|react-dom|@mantine|@tabler|recharts)(\/|$)/.test(to) && !mayRender) return "React belongs to the ui";
    return null;
  }
  const otherRoom = roomOf(to);
  const otherFloor = floorOf(otherRoom);
  if (otherFloor > floor)
    return `${room} is on floor ${floor}, ${otherRoom} on floor ${otherFloor}: imports only go down`;
  if (typeOnly) return null;
  if (from === "workers/protocol.ts") return "protocol.ts imports types only";
  if (room === "store" && otherRoom === "workers" && to !== "workers/client")
    return "of workers, store uses the client only";
  if (room === "store" && otherRoom === "engine") return "no tensors in the store";
  if (room === "ui" && !["ui", "store"].includes(otherRoom))
    return "ui imports values of store only, types from anywhere";
  return null;
}

/**
 * Checks a source tree.
 * @param {string} root the src folder
 * @returns {{ files: number, imports: number, violations: string[] }}
 */
export function checkFloors(root) {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path));
  const imports = paths.flatMap((path) => importsOf(path, readFileSync(join(root, path), "utf8")));
  const violations = imports.flatMap((dependency) => {
    const reason = objection(dependency);
    return reason === null ? [] : [`src/${dependency.from} imports ${dependency.to}: ${reason}.`];
  });
  return { files: paths.length, imports: imports.length, violations };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { files, imports, violations } = checkFloors(root);
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  // A check that read nothing would pass for ever.
  if (files === 0 || imports === 0) process.stderr.write(`Nothing was read below ${relative(process.cwd(), root)}.\n`);
  process.stdout.write(`${files} files, ${imports} imports, ${violations.length} against the floors\n`);
  process.exitCode = violations.length > 0 || files === 0 || imports === 0 ? 1 : 0;
}
