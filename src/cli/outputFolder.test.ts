import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OutputFolder } from "./outputFolder";

let path: string;
beforeEach(async () => (path = await mkdtemp(join(tmpdir(), "cloze-output-"))));
afterEach(() => rm(path, { recursive: true }));

const bytes = (text: string) => Readable.from([Buffer.from(text)]);
const content = async (name: string) => readFile(join(path, name), "utf8");

test("pieces join up, and nothing shows before the commit", async () => {
  const folder = await OutputFolder.open(path);
  await writeFile(join(path, "config.json"), "old");
  await folder.write("config.json", 0, bytes("new"));
  await folder.write("onnx/model.bin", 0, bytes("abc"));
  await folder.write("onnx/model.bin", 3, bytes("def"));
  expect(await content("config.json")).toBe("old");
  await folder.commit([
    { path: "config.json", size: 3 },
    { path: "onnx/model.bin", size: 6 },
  ]);
  expect(await content("config.json")).toBe("new");
  expect(await content("onnx/model.bin")).toBe("abcdef");
  expect(await readdir(path)).not.toContain(".partial");
});

test("a missing piece, a short file or a path outside is refused, and the old export stays", async () => {
  const folder = await OutputFolder.open(path);
  await writeFile(join(path, "a"), "old");
  await folder.write("a", 0, bytes("12"));
  await expect(folder.write("a", 5, bytes("3"))).rejects.toThrow("has 2 bytes so far");
  await expect(folder.commit([{ path: "a", size: 3 }])).rejects.toThrow("a has 2 bytes, but should have 3");
  await expect(folder.write("../a", 0, bytes("x"))).rejects.toThrow("no path of an export");
  await expect(folder.commit([{ path: "..%2fa", size: 1 }])).rejects.toThrow("no path of an export");
  expect(await content("a")).toBe("old");
});

test("a new export begins a file anew, whatever an interrupted one left", async () => {
  const folder = await OutputFolder.open(path);
  await folder.write("a", 0, bytes("a long one that was cut off"));
  await folder.write("a", 0, bytes("short"));
  await folder.commit([{ path: "a", size: 5 }]);
  expect(await content("a")).toBe("short");
});

test("opening removes an incomplete export and finishes a complete one", async () => {
  await writeFile(join(path, "a"), "old");
  await mkdir(join(path, ".partial"));
  await writeFile(join(path, ".partial/a"), "ne");
  await OutputFolder.open(path);
  expect(await readdir(path)).toEqual(["a"]);
  expect(await content("a")).toBe("old");

  // As if the process had ended after the first of two files was moved.
  await mkdir(join(path, ".partial"));
  await writeFile(
    join(path, ".partial/.complete"),
    JSON.stringify([
      { path: "a", size: 3 },
      { path: "b", size: 3 },
    ]),
  );
  await writeFile(join(path, ".partial/b"), "new");
  await OutputFolder.open(path);
  expect((await readdir(path)).sort()).toEqual(["a", "b"]);
  expect(await content("b")).toBe("new");
});

test("a place that cannot hold a folder is an input error with a sentence", async () => {
  await writeFile(join(path, "file"), "");
  await expect(OutputFolder.open(join(path, "file", "dir"))).rejects.toMatchObject({
    kind: "input",
    code: "output-not-writable",
  });
});
