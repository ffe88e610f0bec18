// The text of `npm run pretrain -- --help`, with the defaults read from the recipes themselves.

import { EXIT } from "./exit.mjs";
import { OPTIONS, type OptionName } from "./options";
import { planConfig, vocabularyOptions } from "./plan";

const WIDTH = 26;

/** The default of an option: for the built-in stories, and for own text where that differs. */
function defaultOf(name: OptionName): string | null {
  const { recipe, fallback }: (typeof OPTIONS)[OptionName] = OPTIONS[name];
  if (!recipe) return fallback ?? null;
  const [sample, own] = [{ sample: true }, {}].map((choices) => {
    const value = recipe(planConfig(choices, vocabularyOptions(choices).vocabSize, null));
    return typeof value === "boolean" ? (value ? "yes" : "no") : String(value ?? "none");
  });
  return sample === own ? own : `${own}; ${sample} with --sample`;
}

export function helpText(): string {
  const names = Object.keys(OPTIONS) as OptionName[];
  const groups = [...new Set(names.map((name) => OPTIONS[name].group))];
  const line = (name: OptionName) => {
    const { value, help } = OPTIONS[name];
    const byDefault = defaultOf(name);
    const flag = `  --${name}${value === undefined ? "" : ` ${value}`}`;
    return `${flag.padEnd(WIDTH)} ${help}${byDefault === null ? "" : ` (default ${byDefault})`}`;
  };
  const sections = groups.map((group) =>
    [`${group}:`, ...names.filter((name) => OPTIONS[name].group === group).map(line)].join("\n"),
  );
  return `Usage: npm run -s pretrain -- --corpus FILE [--corpus FILE ...] --out DIR [options]
       npm run -s pretrain -- --sample --out DIR [options]
       npm run -s pretrain -- --resume DIR [options]

Pretrains a BERT in a headless browser, with the same code as the studio. DIR receives the model as Hugging Face
knows it, what a resume needs, and metrics.jsonl. Ctrl-C saves and ends; a second Ctrl-C ends at once.

${sections.join("\n\n")}

Exit codes: ${EXIT.done} done, ${EXIT.usage} wrong usage, ${EXIT.input} bad input, ${EXIT.environment} no usable browser or adapter, ${EXIT.training} training failed,
${EXIT.interrupted} ended by Ctrl-C after saving.
`;
}
