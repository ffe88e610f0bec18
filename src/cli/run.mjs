// `npm run pretrain` and `npm run bench`: installs if need be, then runs a TypeScript entry in this very process, so that
// signals and the exit code are its own.

import { runCommand, EXIT, ExitError } from "./exit.mjs";
import { ensureInstalled } from "./setup.mjs";

/** @type {Record<string, string>} */
const ENTRIES = { pretrain: "./pretrain.ts", bench: "../bench/main.ts" };

await runCommand(async () => {
  const [name, ...args] = process.argv.slice(2);
  const entry = ENTRIES[name];
  if (!entry)
    throw new ExitError(EXIT.usage, `Usage: node src/cli/run.mjs ${Object.keys(ENTRIES).join("|")} [options]`);
  ensureInstalled();
  const { register } = await import("tsx/esm/api");
  register();
  /** @type {{ main: (args: string[]) => Promise<number> }} */
  const { main } = await import(entry);
  return main(args);
});
