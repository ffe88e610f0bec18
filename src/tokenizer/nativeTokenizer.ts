// Huggingface's native tokenizer as the oracle of tests and the measure of benchmarks; a dev dependency, never bundled.

import { Tokenizer } from "tokenizers";
import { writeTokenizerJson } from "./tokenizerJson";
import type { TokenizerDefinition } from "./types";

export function nativeTokenizer(definition: TokenizerDefinition): Tokenizer {
  return Tokenizer.fromString(writeTokenizerJson(definition));
}

/** Ids without [CLS] and [SEP]. */
export async function nativeIds(tokenizer: Tokenizer, text: string): Promise<number[]> {
  return (await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds();
}
