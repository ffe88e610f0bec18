// A small static server for the built studio, on this machine only. Not Vite's preview: the terminal runner adds its own
// routes to it, the page shall be cross-origin isolated (WebAssembly threads), and a person needs no more than this.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { EXIT, ExitError } from "./exit.mjs";

const HOST = "127.0.0.1";

/** @type {Record<string, string>} */
const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const SAFETY_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/**
 * Answers a request and returns true, or returns false to let the static files answer.
 * @typedef {(request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>} Route
 */

/**
 * The file that a URL path names below `root`, or null if it leaves `root`, is hidden or is no valid path.
 * @param {string} root
 * @param {string} urlPath still percent-encoded
 */
export function fileBelow(root, urlPath) {
  let path;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null; // malformed percent-encoding
  }
  const parts = path.split(/[/\\]/).filter(Boolean);
  if (path.includes("\0") || parts.some((part) => part.startsWith(".") || part.includes(":"))) return null;
  const file = resolve(root, join(...parts, "."));
  return file.startsWith(resolve(root) + sep) ? file : null;
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
export function answer(response, status, text) {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
  response.end(text);
}

/**
 * Sends a file with its size; a HEAD request gets the headers only.
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {string} file
 * @param {string} cacheControl
 */
export async function sendFile(request, response, file, cacheControl) {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return answer(response, 404, "Not found.");
  const etag = `W/"${found.size}-${Math.floor(found.mtimeMs)}"`;
  const headers = { "Cache-Control": cacheControl, ETag: etag };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const type = CONTENT_TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
  response.writeHead(200, { ...headers, "Content-Type": type, "Content-Length": found.size });
  if (request.method === "HEAD") response.end();
  else await pipeline(createReadStream(file), response);
}

/**
 * @param {string} root
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {URL} url
 */
async function serveStatic(root, request, response, url) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return answer(response, 405, "Only GET and HEAD.");
  }
  const file = fileBelow(root, url.pathname === "/" ? "/index.html" : url.pathname);
  if (!file) return answer(response, 404, "Not found.");
  // Vite puts a hash of the content into the names below assets/.
  const immutable = url.pathname.startsWith("/assets/");
  return sendFile(request, response, file, immutable ? "public, max-age=31536000, immutable" : "no-cache");
}

/**
 * Serves `root` on 127.0.0.1. Port 0 takes any free port; `orNext` goes on to the following ports if `port` is taken.
 * @param {{ root: string, port: number, orNext?: boolean, route?: Route }} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ root, port, orNext = false, route }) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(SAFETY_HEADERS)) response.setHeader(name, value);
    void handle(request, response).catch((/** @type {unknown} */ error) => {
      if (response.headersSent) response.destroy();
      else answer(response, 500, error instanceof Error ? error.message : String(error));
    });
  });

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async function handle(request, response) {
    // A page elsewhere may resolve its own name to 127.0.0.1 (DNS rebinding): only our own names are answered.
    const host = request.headers.host ?? "";
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return answer(response, 403, "Unknown host.");
    const target = request.url ?? "/";
    if (!URL.canParse(target, `http://${host}`)) return answer(response, 400, "Malformed address.");
    const url = new URL(target, `http://${host}`);
    if (route && (await route(request, response, url))) return undefined;
    return serveStatic(root, request, response, url);
  }

  const chosen = await listen(server, port, orNext);
  return {
    url: `http://${HOST}:${chosen}/`,
    port: chosen,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @param {boolean} orNext
 * @returns {Promise<number>} the port that it listens on
 */
async function listen(server, port, orNext) {
  const last = orNext ? Math.min(port + 50, 65_535) : port;
  for (let candidate = port; candidate <= last; candidate++) {
    const free = await new Promise((settle, reject) => {
      server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
        if (error.code === "EADDRINUSE" || error.code === "EACCES") settle(false);
        else reject(error);
      });
      server.listen(candidate, HOST, () => settle(true));
    });
    server.removeAllListeners("error");
    const address = server.address();
    if (free && address !== null && typeof address === "object") return address.port;
    server.removeAllListeners("listening");
  }
  const ports = last === port ? `Port ${port} is` : `Ports ${port} to ${last} are`;
  throw new ExitError(EXIT.environment, `${ports} taken on this machine. Choose another with --port N.`);
}
