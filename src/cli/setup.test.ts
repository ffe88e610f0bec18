import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findBrowser } from "./chromium.mjs";
import { checkNode, ensureBrowser, isInstalled } from "./setup.mjs";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "cloze-setup-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Writes what the lock file asks for and what npm recorded as installed. */
async function packages(wanted: object, present: object | null): Promise<void> {
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...wanted } }));
  if (!present) return;
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await writeFile(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: present }));
}

test("packages count as installed when npm's record equals the lock file, but for other systems' packages", async () => {
  const wanted = {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/mac-only": { version: "2.0.0", optional: true },
  };
  await packages(wanted, null);
  expect(isInstalled(folder)).toBe(false);
  await packages(wanted, { "node_modules/a": { version: "1.0.0" } });
  expect(isInstalled(folder)).toBe(true);
  await packages({ ...wanted, "node_modules/b": { version: "1.0.0" } }, { "node_modules/a": { version: "1.0.0" } });
  expect(isInstalled(folder)).toBe(false);
  await packages(wanted, { "node_modules/a": { version: "0.9.0" } });
  expect(isInstalled(folder)).toBe(false);
});

test("an old Node is told which one is needed", () => {
  expect(() => checkNode("18.20.1")).toThrow("needs Node 20.19 or newer; this is Node 18.20.1");
  expect(() => checkNode("20.18.3")).toThrow("20.19");
  for (const version of ["20.19.0", "22.0.0", "26.1.0"]) expect(() => checkNode(version)).not.toThrow();
});

test("CHROME_PATH decides, and a wrong one is an error rather than another browser", async () => {
  const path = join(folder, "chrome");
  await writeFile(path, "");
  expect(findBrowser({ CHROME_PATH: path, PATH: "" })).toBe(path);
  expect(findBrowser({ CHROME_PATH: join(folder, "nothing"), PATH: process.env.PATH })).toBeNull();
  const before = process.env.CHROME_PATH;
  process.env.CHROME_PATH = join(folder, "nothing");
  try {
    await expect(ensureBrowser()).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("CHROME_PATH"),
    });
  } finally {
    if (before === undefined) delete process.env.CHROME_PATH;
    else process.env.CHROME_PATH = before;
  }
});

test("a browser on the PATH is found", async () => {
  await writeFile(join(folder, "chromium"), "");
  expect(findBrowser({ PATH: `/nowhere:${folder}` })).toBe(join(folder, "chromium"));
});
