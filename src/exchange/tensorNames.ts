// The names under which files hold BERT's tensors, brought to ours (specification 5.2): LayerNorm's gamma and beta, the
// tied decoder, bare models without `bert.`; and what a file may leave out.

import type { ParameterSpec } from "../bert/parameters";

/** Buffers that old files store beside the parameters. */
const BUFFERS = /(^|\.)embeddings\.(position_ids|token_type_ids)$/;

/** The tied decoder is the word embedding, and its bias the one of the predictions. */
const TIED: Record<string, string> = {
  "cls.predictions.decoder.weight": "bert.embeddings.word_embeddings.weight",
  "cls.predictions.decoder.bias": "cls.predictions.bias",
};

/** Parts that a file may lack as a whole: they begin fresh. */
const OPTIONAL_PARTS = [
  { prefix: "bert.pooler.", name: "the pooler" },
  { prefix: "cls.predictions.", name: "the masked-word head" },
  { prefix: "cls.seq_relationship.", name: "the next-sentence head" },
];

export interface TensorMatch {
  /** Names in the file by our name; more than one must hold the same numbers. */
  found: Map<string, string[]>;
  /** Optional parts that the file does not have at all. */
  absentParts: { name: string; parameters: string[] }[];
  /** Parameters without which there is no BERT. */
  missing: string[];
  /** Names in the file that mean nothing here. */
  extra: string[];
}

export function matchTensors(names: Iterable<string>, specs: readonly ParameterSpec[]): TensorMatch {
  const known = new Set(specs.map(({ name }) => name));
  const found = new Map<string, string[]>();
  const extra: string[] = [];
  for (const name of names) {
    const ours = canonicalName(name, known);
    if (ours !== null) found.set(ours, [...(found.get(ours) ?? []), name]);
    else if (!BUFFERS.test(name)) extra.push(name);
  }

  const absent = specs.map(({ name }) => name).filter((name) => !found.has(name));
  const absentParts = OPTIONAL_PARTS.flatMap(({ prefix, name }) => {
    const parameters = [...known].filter((parameter) => parameter.startsWith(prefix));
    return parameters.some((parameter) => found.has(parameter)) ? [] : [{ name, parameters }];
  });
  const optional = new Set(absentParts.flatMap(({ parameters }) => parameters));
  return { found, absentParts, missing: absent.filter((name) => !optional.has(name)), extra };
}

/** Our name of a tensor of a file, or null. */
function canonicalName(name: string, known: ReadonlySet<string>): string | null {
  const modern = name
    .replace(/\.LayerNorm\.gamma$/, ".LayerNorm.weight")
    .replace(/\.LayerNorm\.beta$/, ".LayerNorm.bias");
  const candidates = [modern, Object.hasOwn(TIED, modern) ? TIED[modern] : modern, `bert.${modern}`];
  return candidates.find((candidate) => known.has(candidate)) ?? null;
}
