// Reading JSON files of others: what is wrong is said with the file's name and the place in it.

import { z } from "zod";
import { InputError } from "../lib/errors";

/** Checks `data`, or the JSON text that it is, against `schema`. `place` is where in the file `data` stands. */
export function parseJson<T extends z.ZodType>(file: string, data: unknown, schema: T, place?: string): z.infer<T> {
  const result = schema.safeParse(typeof data === "string" ? parseText(file, data) : data);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => {
    const path = [...(place ? [place] : []), ...issue.path].join(".");
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
  throw new InputError(
    "tokenizer-json-invalid",
    `${file} is not what a BERT tokenizer's file looks like (${issues.slice(0, 3).join("; ")}). ` +
      "Choose the file that came with the model, unchanged.",
    issues.join("\n"),
  );
}

function parseText(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new InputError(
      "tokenizer-json-invalid",
      `${file} is not valid JSON. It may be cut off, or a page saved in its place; get it again from the model's source.`,
      error instanceof Error ? error.message : String(error),
    );
  }
}

export function unsupported(file: string, part: string, found: string, supported: string): InputError {
  return new InputError(
    "tokenizer-unsupported",
    `${file} has the ${part} ${found}, which this studio cannot run: it needs ${supported}. ` +
      "Choose the tokenizer of a BERT model, or train a vocabulary here.",
  );
}
