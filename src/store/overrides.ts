// A configuration as what differs from a recipe: values by dotted path ("optimizer.learningRate"). Small enough for a
// link, and a recipe can change under it.

import type { RunConfig } from "../training/config";

export type OptionValue = string | number | boolean | null;
export type Overrides = Record<string, OptionValue>;

/** Dotted paths of the plain values in T, one level of sections deep. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends OptionValue ? K : `${K}.${keyof T[K] & string}`;
}[keyof T & string];

export type ConfigPath = Paths<RunConfig>;

type Section = Record<string, OptionValue>;

/** The value at `path`; undefined where a configuration has no such place of its own. */
export function valueAt(config: RunConfig, path: ConfigPath): OptionValue | undefined {
  const [name, key] = path.split(".");
  if (!Object.hasOwn(config, name)) return undefined;
  const value = (config as Record<string, OptionValue | Section>)[name];
  if (typeof value !== "object" || value === null) return key === undefined ? value : undefined;
  return key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `recipe` with the overrides put in. Paths that it does not know are left out; values are not judged here. */
export function withOverrides(recipe: RunConfig, overrides: Overrides): RunConfig {
  const config = structuredClone(recipe) as RunConfig & Record<string, OptionValue | Section>;
  for (const [path, value] of Object.entries(overrides)) {
    if (valueAt(recipe, path as ConfigPath) === undefined) continue;
    const [name, key] = path.split(".");
    const section = config[name];
    if (key === undefined) Object.assign(config, { [name]: value });
    else if (typeof section === "object" && section !== null) Object.assign(section, { [key]: value });
  }
  return config;
}

/** The paths of all values in which two configurations differ, for showing what is special about a run. */
export function differences(a: RunConfig, b: RunConfig): ConfigPath[] {
  return allPaths(a).filter((path) => valueAt(a, path) !== valueAt(b, path));
}

function allPaths(config: RunConfig): ConfigPath[] {
  return Object.entries(config).flatMap(([name, value]) =>
    typeof value === "object" ? Object.keys(value).map((key) => `${name}.${key}`) : [name],
  ) as ConfigPath[];
}
