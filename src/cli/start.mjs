// `npm start`: installs, builds and serves the studio. `npm run dev`: the same with Vite's development server.

import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { EXIT, ExitError, runCommand } from "./exit.mjs";
import { serve } from "./server.mjs";
import { BUILD_FOLDER, ensureBuilt, ensureInstalled, PROJECT } from "./setup.mjs";

const DEFAULT_PORT = 5173;
const HELP = `Usage: npm start -- [options]

Serves Cloze Studio on this machine. Nothing leaves it.

  --port N   port to serve on (default ${DEFAULT_PORT}, or the next free one)
  --open     open the studio in the browser
  --dev      serve the sources and follow changes (npm run dev)
  --help     show this text
`;

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: "string" },
        open: { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const port = values.port === undefined ? null : Number(values.port);
    if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
      throw new Error(`--port needs a number from 1 to 65535, not "${values.port}".`);
    }
    return { ...values, port };
  } catch (error) {
    throw new ExitError(EXIT.usage, `${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

/** @param {string} url */
function openBrowser(url) {
  const [program, ...args] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => process.stderr.write("No browser could be opened; open the address above by hand.\n"));
  child.unref();
}

/** @param {{ port: number | null, open: boolean }} options */
async function startDevelopment({ port, open }) {
  const { createServer } = await import("vite");
  const server = await createServer({
    root: PROJECT,
    server: { host: "127.0.0.1", port: port ?? DEFAULT_PORT, strictPort: port !== null, open },
  });
  await server.listen();
  server.printUrls();
}

/** @param {{ port: number | null, open: boolean }} options */
async function startProduction({ port, open }) {
  ensureBuilt();
  const server = await serve({ root: BUILD_FOLDER, port: port ?? DEFAULT_PORT, orNext: port === null });
  process.stdout.write(`Cloze Studio is at ${server.url} (Ctrl-C ends it)\n`);
  if (open) openBrowser(server.url);
}

await runCommand(async () => {
  const options = parse(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return EXIT.done;
  }
  ensureInstalled();
  await (options.dev ? startDevelopment(options) : startProduction(options));
  return EXIT.done;
});
