// A tokenizer from the files that a person chose or a model came with: vocab.txt or tokenizer.json, and
// tokenizer_config.json beside it, whose word counts where the two disagree (specification 1.7).

import { InputError } from "../lib/errors";
import { parseTokenizerConfig } from "./tokenizerConfig";
import { parseTokenizerJson } from "./tokenizerJson";
import type { TokenizerDefinition } from "./types";
import { parseVocabTxt } from "./vocabTxt";

export interface TextFile {
  path: string;
  text: string;
}

const nameOf = (file: TextFile) => file.path.replace(/^.*[/\\]/, "").toLowerCase();

// Files of models that are JSON but no tokenizer.
const BESIDE = ["tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "config.json"];

export function loadTokenizerFiles(files: readonly TextFile[]): TokenizerDefinition {
  const named = (name: string) => files.find((file) => nameOf(file) === name);
  const json =
    named("tokenizer.json") ?? files.find((file) => nameOf(file).endsWith(".json") && !BESIDE.includes(nameOf(file)));
  const txt = named("vocab.txt") ?? files.find((file) => nameOf(file).endsWith(".txt"));
  const main = json ?? txt;
  if (!main) {
    const found = files.length === 0 ? "no file" : files.map((file) => file.path).join(", ");
    throw new InputError(
      "tokenizer-files-missing",
      `No vocabulary among the chosen files (${found}). Choose vocab.txt or tokenizer.json of a BERT model.`,
    );
  }
  refuseBinary(main);
  const configFile = named("tokenizer_config.json");
  const config = configFile ? parseTokenizerConfig(configFile.text) : { normalizer: {}, specialTokens: {} };
  if (main !== json) return parseVocabTxt(main.text, config);
  const definition = parseTokenizerJson(main.text, config.specialTokens);
  return { ...definition, normalizer: { ...definition.normalizer, ...config.normalizer } };
}

function refuseBinary({ path, text }: TextFile): void {
  if (!text.includes("\0")) return;
  throw new InputError(
    "tokenizer-binary",
    `${path} is a binary file, not text. Expected vocab.txt (one token a line) or tokenizer.json of a BERT model.`,
  );
}
