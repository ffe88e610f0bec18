// A configuration as a link: "#c=" and only what differs from the defaults, as JSON in base64url. Whatever a link says is
// checked on the way in, since anybody may have written it.

import { z } from "zod";
import { PRESETS, type PresetName } from "../bert/config";
import { InputError } from "../lib/errors";
import type { VocabularyTrainingOptions } from "../tokenizer/types";
import type { Overrides } from "./overrides";

/** Everything a person may change about a run besides its text and its weights. */
export interface Choices {
  preset: PresetName | null; // null: the recipe's own size
  overrides: Overrides;
  vocabulary: Partial<VocabularyTrainingOptions>;
}

const PRESET_NAMES = Object.keys(PRESETS) as [PresetName, ...PresetName[]];

const linkSchema = z.object({
  p: z.enum(PRESET_NAMES).optional(),
  o: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  v: z
    .object({
      vocabSize: z.int().min(6),
      lowercase: z.boolean(),
      minFrequency: z.int().min(1),
      limitAlphabet: z.int().min(1),
    })
    .partial()
    .optional(),
});

export function encodeChoices({ preset, overrides, vocabulary }: Choices): string {
  const link: z.infer<typeof linkSchema> = {
    ...(preset && { p: preset }),
    ...(Object.keys(overrides).length > 0 && { o: overrides }),
    ...(Object.keys(vocabulary).length > 0 && { v: vocabulary }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(link));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Throws InputError `link-invalid`. */
export function decodeChoices(text: string): Choices {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const json = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
    const { p, o, v } = linkSchema.parse(JSON.parse(json));
    return { preset: p ?? null, overrides: o ?? {}, vocabulary: v ?? {} };
  } catch (error) {
    throw new InputError(
      "link-invalid",
      "The link carries a configuration that cannot be read; it may have been cut off. " +
        "Your own configuration was kept: ask for the link again.",
      error instanceof Error ? error.message : String(error),
    );
  }
}
