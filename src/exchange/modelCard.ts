// README.md of an export: a model card for people and for the Hub (specification 6).

import { parameterCount } from "../bert/parameters";
import type { CheckpointRecord } from "../checkpoints/types";
import type { RunMetrics } from "../runs/runStore";
import type { EvaluationMetrics, RunRecord } from "../runs/types";
import type { TokenizerDefinition } from "../tokenizer/types";
import type { RunConfig } from "../training/config";

const RESULT_ROWS = 20;

const USAGE = `\`\`\`python
from transformers import pipeline

fill_mask = pipeline("fill-mask", model="path/to/this/folder")
\`\`\``;

export interface ModelCardSource {
  record: CheckpointRecord;
  tokenizer: TokenizerDefinition;
  /** The run behind the checkpoint and its curves; null for imported weights. */
  history: { run: RunRecord; metrics: RunMetrics } | null;
}

export function modelCard(source: ModelCardSource): string {
  const { record, history } = source;
  const sections = [
    frontMatter(source),
    `# ${inline(record.name)}`,
    statement(source),
    ...(record.training ? evaluationSection(record.training.lastEvaluation) : []),
    "## Model description",
    description(source),
    "## Intended uses & limitations",
    "Filling masked words, scoring sentence pairs, and as a starting point for fine-tuning. " +
      "It knows only what its text taught it, and repeats that text's errors and biases.",
    USAGE,
    ...(record.training && history ? trainingSections(record.training.config, history) : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function frontMatter({ record }: ModelCardSource): string {
  const evaluation = record.training?.lastEvaluation;
  const lines = ["---", "library_name: transformers", "pipeline_tag: fill-mask", "tags:", "- bert", "- cloze-studio"];
  if (evaluation) {
    lines.push("metrics:", "- perplexity", "- accuracy");
    lines.push("model-index:", `- name: ${yamlText(record.name)}`, "  results:");
    lines.push("  - task:", "      name: Masked Language Modeling", "      type: fill-mask");
    lines.push("    dataset:", "      name: held-out documents", "      type: held-out", "    metrics:");
    for (const { name, type, value } of results(evaluation)) {
      lines.push(`    - name: ${name}`, `      type: ${type}`, `      value: ${value}`);
    }
  }
  return [...lines, "---"].join("\n");
}

function results({ mlmLoss, mlmAccuracy, nspLoss, nspAccuracy, perplexity }: EvaluationMetrics) {
  const rows = [
    { name: "Masked-word loss", type: "loss", value: mlmLoss },
    { name: "Perplexity", type: "perplexity", value: perplexity },
    { name: "Masked-word accuracy", type: "accuracy", value: mlmAccuracy },
    { name: "Next-sentence loss", type: "loss", value: nspLoss },
    { name: "Next-sentence accuracy", type: "accuracy", value: nspAccuracy },
  ];
  return rows.filter(({ value }) => Number.isFinite(value)).map((row) => ({ ...row, value: digits(row.value) }));
}

function statement({ record, history }: ModelCardSource): string {
  if (!record.training || !history) return "A BERT whose weights were imported into Cloze Studio.";
  const { run } = history;
  const origin = run.initialWeights.kind === "fresh" ? "from scratch" : "from an earlier checkpoint";
  const { step } = record.training.position;
  return (
    `A BERT pretrained ${origin} on “${inline(run.corpusName)}” in the browser, with Cloze Studio. ` +
    `This is the state after ${step} of ${run.totalSteps} updates.`
  );
}

function evaluationSection(evaluation: EvaluationMetrics | null): string[] {
  if (!evaluation) return [];
  const values = results(evaluation).map(({ name, value }): [string, string] => [name, value]);
  return [`On held-out documents, after ${evaluation.step} updates (losses in nats):`, list(values)];
}

function description({ record: { model }, tokenizer }: ModelCardSource): string {
  const casing = tokenizer.normalizer.lowercase ? "lowercased" : "cased";
  return list([
    ["Architecture", "BertForPreTraining (masked words and next sentence)"],
    ["Layers, hidden size, heads", `${model.numHiddenLayers}, ${model.hiddenSize}, ${model.numAttentionHeads}`],
    ["Intermediate size", model.intermediateSize],
    ["Positions", model.maxPositionEmbeddings],
    ["Vocabulary", `${model.vocabSize} WordPieces, ${casing}`],
    ["Parameters", parameterCount(model).toLocaleString("en")],
  ]);
}

function trainingSections(config: RunConfig, { run, metrics }: NonNullable<ModelCardSource["history"]>): string[] {
  const { examples, optimizer, schedule, lossWeights } = config;
  const objective = examples.nextSentencePrediction
    ? `masked words (weight ${lossWeights.mlm}) and next sentence (weight ${lossWeights.nsp})`
    : "masked words";
  const masking =
    `${digits(100 * examples.maskedLmProb)}% of ${examples.wholeWordMasking ? "whole words" : "tokens"}, ` +
    `at most ${examples.maxPredictionsPerSeq} a sequence`;
  return [
    "## Training and evaluation data",
    `“${inline(run.corpusName)}”; ${digits(100 * examples.heldOutFraction)}% of its documents were held out for ` +
      `evaluation. The unigram entropy of the text, ${digits(run.references.unigramEntropy)} nats, is the masked-word ` +
      "loss of the best model that ignores context.",
    "## Training procedure",
    "### Training hyperparameters",
    list([
      ["objective", objective],
      ["max_seq_length", examples.maxSeqLength],
      ["masking", masking],
      ["learning_rate", optimizer.learningRate],
      ["train_batch_size", config.batchSize],
      ["seed", config.seed],
      ["gradient_accumulation_steps", config.accumulationSteps],
      ["total_train_batch_size", config.batchSize * config.accumulationSteps],
      [
        "optimizer",
        `AdamW with betas=(${optimizer.beta1},${optimizer.beta2}), epsilon=${optimizer.epsilon}, ` +
          `weight_decay=${optimizer.weightDecay}`,
      ],
      ["max_grad_norm", optimizer.clipNorm ?? "none"],
      ["lr_scheduler_type", schedule.kind],
      ["lr_scheduler_warmup_steps", schedule.warmupSteps],
      ["training_steps", run.totalSteps],
      ["dropout", `${config.model.hiddenDropoutProb} (attention ${config.model.attentionProbsDropoutProb})`],
    ]),
    "### Training results",
    resultsTable(metrics),
    "### Device",
    `${run.device.backend}, ${inline(run.device.adapter)}`,
  ];
}

/** Evaluations, evenly thinned, each beside the training loss of its update. */
function resultsTable({ training, evaluation }: RunMetrics): string {
  if (evaluation.length === 0) return "No evaluation was made before this checkpoint.";
  const every = Math.ceil(evaluation.length / RESULT_ROWS);
  const shown = evaluation.filter((_, i) => (evaluation.length - 1 - i) % every === 0);
  const lossAt = new Map(training.map(({ step, loss }) => [step, loss]));
  const rows = shown.map(({ step, mlmLoss, mlmAccuracy, nspLoss, nspAccuracy }) => [
    digits(lossAt.get(step) ?? null),
    step,
    ...[mlmLoss, mlmAccuracy, nspLoss, nspAccuracy].map(digits),
  ]);
  const header = ["Training loss", "Step", "MLM loss", "MLM accuracy", "NSP loss", "NSP accuracy"];
  return [header, header.map(() => "---:"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function list(items: [string, string | number][]): string {
  return items.map(([name, value]) => `- ${name}: ${value}`).join("\n");
}

function digits(value: number | null): string {
  return value === null ? "–" : String(Number(value.toPrecision(4)));
}

/** A person's words within a line of Markdown. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|]/g, "\\$&")
    .trim();
}

/** JSON's strings are YAML's double-quoted ones. */
function yamlText(text: string): string {
  return JSON.stringify(text);
}
