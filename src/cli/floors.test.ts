import { expect, test } from "vitest";
import { importsOf, objection } from "./floors.mjs";

/** Objections to the imports of one module, as "target: reason". */
function objections(path: string, source: string): string[] {
  return importsOf(path, source).flatMap((dependency) => {
    const reason = objection(dependency);
    return reason === null ? [] : [`${dependency.to}: ${reason}`];
  });
}

test("imports go down and sideways, never up, types included", () => {
  expect(objections("training/trainer.ts", `import { a } from "../engine/engine"; import "../runs/types";`)).toEqual(
    [],
  );
  expect(objections("engine/x.ts", `import type { A } from "../training/config";`)).toEqual([
    "training/config: engine is on floor 2, training on floor 3: imports only go down",
  ]);
  expect(objections("lib/x.ts", `export { a } from "../bert/config";`)).toHaveLength(1);
  expect(objections("lib/x.ts", `const a = await import("../bert/config");`)).toHaveLength(1);
  expect(objections("training/x.ts", `new Worker(new URL("../workers/x.worker.ts", import.meta.url));`)).toHaveLength(
    1,
  );
});

test("ui takes values from store only and types from anywhere, in TSX too", () => {
  const source = `
    import type { RunConfig } from "../training/config";
    import { type PresetName, PRESETS } from "../bert/config";
    import { useRun } from "../store/run";
    export const Panel = (props: { config: RunConfig }) => <p>{useRun(props.config, PRESETS)}</p>;`;
  expect(objections("ui/Panel.tsx", source)).toEqual([
    "bert/config: ui imports values of store only, types from anywhere",
  ]);
});

test("the protocol is types, the store knows only the workers' client, nobody below imports the top floor", () => {
  expect(objections("workers/protocol.ts", `import { z } from "../bert/config";`)).toHaveLength(1);
  expect(objections("workers/protocol.ts", `import type { z } from "../bert/config";`)).toEqual([]);
  expect(objections("store/run.ts", `import { c } from "../workers/client";`)).toEqual([]);
  expect(objections("store/run.ts", `import { c } from "../workers/serve";`)).toHaveLength(1);
  expect(objections("ui/App.tsx", `import { run } from "../cli/setup.mjs";`)).toHaveLength(1);
  expect(objections("bench/main.ts", `import { EXIT } from "../cli/exit.mjs";`)).toEqual([]);
});

test("TensorFlow.js stays in the engine and React in ui and store", () => {
  const tensors = `import * as tf from "@tensorflow/tfjs";`;
  expect(objections("engine/reference/bert.ts", tensors)).toEqual([]);
  expect(objections("training/trainer.test.ts", tensors)).toEqual([]);
  expect(objections("training/trainer.ts", tensors)).toEqual(["@tensorflow/tfjs: TensorFlow.js belongs to the engine"]);
  expect(objections("workers/client.ts", `import { useState } from "react";`)).toHaveLength(1);
});

test("a room without a floor is named", () => {
  expect(objections("utils/x.ts", `import "../lib/errors";`)[0]).toContain("src/utils is no room of the house");
});
