// `npm run bench -- NAME [options]`: one line for each benchmark.

import { EXIT, ExitError } from "../cli/exit.mjs";
import { StudioError } from "../lib/errors";

type Benchmark = (args: string[]) => Promise<void>;

const BENCHMARKS: Record<string, () => Promise<{ run: Benchmark }>> = {
  tokenizer: () => import("./tokenizer"),
};

export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (!Object.hasOwn(BENCHMARKS, name ?? "")) {
    const names = Object.keys(BENCHMARKS).join("|");
    throw new ExitError(
      EXIT.usage,
      `Usage: npm run bench -- ${names} [options]; --help after the name shows its options.`,
    );
  }
  try {
    const { run } = await BENCHMARKS[name]();
    await run(rest);
    return EXIT.done;
  } catch (error) {
    if (error instanceof StudioError) throw new ExitError(exitCodeOf(error), error.message);
    throw error;
  }
}

function exitCodeOf(error: StudioError): number {
  if (error.kind === "usage") return EXIT.usage;
  return error.kind === "input" ? EXIT.input : EXIT.failed;
}
