import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startJobServer, type JobServer } from "./jobServer";
import { OutputFolder } from "./outputFolder";
import { uploadExport } from "./uploadExport";

let folder: string;
let server: JobServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloze-job-"));
  server = await startJobServer(await OutputFolder.open(join(folder, "out")));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test("the page reads a shared file under a token that cannot be guessed, and no other file", async () => {
  await writeFile(join(folder, "text.txt"), "Some text.");
  const { url, size, path } = await server.share({ path: join(folder, "text.txt"), shownAs: "text.txt" });
  expect(size).toBe(10);
  expect(path).toBe("text.txt");
  expect(await (await fetch(url)).text()).toBe("Some text.");
  expect((await fetch(url.replace(/job\/[0-9a-f]{6}/, "job/000000"))).status).toBe(404);
  expect((await fetch(url.replace(/0$/, "1"))).status).toBe(404);
  expect((await fetch(`${new URL(url).origin}/job/`)).status).toBe(404);
});

test("an export arrives in pieces, whole and in order", async () => {
  const large = new Uint8Array(9 * 2 ** 20 + 17).map((_, i) => (i * 31 + (i >> 8)) % 251);
  const file = (path: string, data: Uint8Array<ArrayBuffer>) => ({
    path,
    size: data.byteLength,
    stream: () => new Blob([data]).stream(),
  });
  const sent = await uploadExport(server.outputUrl, [
    file("model.safetensors", large),
    file("empty.txt", new Uint8Array()),
  ]);
  expect(sent).toBe(large.byteLength);
  expect(Buffer.compare(await readFile(join(folder, "out/model.safetensors")), large)).toBe(0);
  expect((await readFile(join(folder, "out/empty.txt"))).byteLength).toBe(0);
});

test("an export that is cut short is refused, and the reason reaches the page as a storage error", async () => {
  const short = { path: "a", size: 5, stream: () => new Blob(["abc"]).stream() };
  await expect(uploadExport(server.outputUrl, [short])).rejects.toMatchObject({ kind: "storage" });
  await expect(readFile(join(folder, "out/a"))).rejects.toThrow("ENOENT");
});
