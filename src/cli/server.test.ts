import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileBelow, serve } from "./server.mjs";

let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloze-server-"));
  await mkdir(join(folder, "site/assets"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "not for the page");
  await writeFile(join(folder, "site/index.html"), "<title>home</title>");
  await writeFile(join(folder, "site/.inputs"), "hidden");
  await writeFile(join(folder, "site/assets/app-1a2b.js"), "export {};");
  server = await serve({ root: join(folder, "site"), port: 0 });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A request whose path is sent as it is: fetch would tidy it up first. */
function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: server.port, path, ...options }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    sent.on("error", reject).end();
  });
}

test("the page is served with its type, isolated, and asked for anew; hashed assets are kept for ever", async () => {
  const home = await ask("/");
  expect(home.body).toBe("<title>home</title>");
  expect(home.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-cache",
  });
  const script = await ask("/assets/app-1a2b.js");
  expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(script.headers["cache-control"]).toContain("immutable");
});

test("an unchanged file is not sent twice", async () => {
  const etag = String((await ask("/index.html")).headers.etag);
  expect(await ask("/index.html", { headers: { "If-None-Match": etag } })).toMatchObject({ status: 304, body: "" });
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/assets/..%5c..%5csecret.txt",
  "/%2e%2e%2fsecret.txt%00.js",
  "/.inputs",
  "/assets",
  "/%zz",
  "/missing.js",
])("%s is not found", async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test("HEAD has no body, other methods are refused", async () => {
  expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  expect((await ask("/", { method: "POST" })).status).toBe(405);
});

test("a foreign host name that resolves to this machine gets nothing", async () => {
  expect((await ask("/", { headers: { Host: "evil.example" } })).status).toBe(403);
});

test("fileBelow keeps every path below its root", () => {
  expect(fileBelow("/site", "/a/b.js")).toBe("/site/a/b.js");
  expect(fileBelow("/site", "/")).toBeNull();
  expect(fileBelow("/site", "/a/../../etc/passwd")).toBeNull();
});

test("a taken port is an error when asked for, and passed over otherwise", async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(serve({ root: folder, port })).rejects.toThrow(`Port ${port} is taken`);
  const next = await serve({ root: folder, port, orNext: true });
  expect(next.port).toBeGreaterThan(port);
  await next.close();
  taken.close();
});
