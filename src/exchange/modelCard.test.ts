import { expect, test } from "vitest";
import { checkpointRecordSchema } from "../checkpoints/schema";
import { evaluationRow, exampleRun, trainingRow } from "../runs/exampleRun";
import { exampleTokenizer } from "./exampleModel";
import { modelCard, type ModelCardSource } from "./modelCard";

const record = checkpointRecordSchema.parse({
  id: "c",
  name: 'Say "hi": *now*',
  createdAt: 1,
  reason: "manual",
  model: exampleRun.config.model,
  tokenizerId: "t",
  training: {
    runId: "run",
    config: exampleRun.config,
    position: { step: 40, cursor: { epoch: 0, window: 0, index: 0 }, elapsedSeconds: 1 },
    lastMetrics: trainingRow(40),
    lastEvaluation: { ...evaluationRow(40), nspLoss: null, nspAccuracy: null },
  },
  entries: [],
  bytes: 0,
  chunkBytes: 1,
  chunks: 0,
});
const steps = Array.from({ length: 40 }, (_, i) => i + 1);
const source: ModelCardSource = {
  record,
  tokenizer: exampleTokenizer,
  history: {
    run: { ...exampleRun, corpusName: "a|b\n# c" },
    metrics: { training: steps.map(trainingRow), evaluation: steps.map(evaluationRow) },
  },
};

test("the front matter is what the Hub reads: objectives that were not trained are left out", () => {
  const [, frontMatter] = modelCard(source).split("---\n");
  expect(frontMatter).toBe(`library_name: transformers
pipeline_tag: fill-mask
tags:
- bert
- cloze-studio
metrics:
- perplexity
- accuracy
model-index:
- name: "Say \\"hi\\": *now*"
  results:
  - task:
      name: Masked Language Modeling
      type: fill-mask
    dataset:
      name: held-out documents
      type: held-out
    metrics:
    - name: Masked-word loss
      type: loss
      value: 0.0825
    - name: Perplexity
      type: perplexity
      value: 1.086
    - name: Masked-word accuracy
      type: accuracy
      value: 0.1
`);
});

test("names of a person's choosing cannot break the page", () => {
  const card = modelCard(source);
  expect(card).toContain('\n# Say "hi": \\*now\\*\n');
  expect(card).toContain("“a\\|b # c” in the browser");
  expect(card).not.toContain("\n# c");
});

test("says where the weights are from and how they were trained", () => {
  const card = modelCard(source);
  expect(card).toContain("pretrained from scratch");
  expect(card).toContain("after 40 of 100 updates");
  expect(card).toContain("- Parameters: 111,776"); // specification 3.5, by hand
  expect(card).toContain("- total_train_batch_size: 16");
  const resumed = { ...exampleRun, initialWeights: { kind: "checkpoint" as const, checkpointId: "x" } };
  expect(modelCard({ ...source, history: { ...source.history!, run: resumed } })).toContain(
    "from an earlier checkpoint",
  );
});

test("a long run's table is thinned, and its last row is the last evaluation", () => {
  const rows = modelCard(source).match(/^\| \d.*$/gm) ?? [];
  expect(rows).toHaveLength(20);
  expect(rows.at(-1)).toBe("| 0.1 | 40 | 0.0825 | 0.1 | 0.7 | 0.5 |");
});

test("imported weights make no claims about training", () => {
  const card = modelCard({ record: { ...record, training: null }, tokenizer: exampleTokenizer, history: null });
  expect(card).toContain("imported into Cloze Studio");
  expect(card).not.toMatch(/model-index|Training procedure|held-out/);
});
