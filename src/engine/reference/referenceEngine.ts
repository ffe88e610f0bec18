// The reference engine: BERT in stock TensorFlow.js ops, on whatever backend is set. One forward pass per micro-batch, one
// readback per update; the loss of each masked position comes back and is summed here, in double precision.

import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../bert/config";
import { parameterSpecs, type NamedTensor } from "../../bert/parameters";
import { invariant } from "../../lib/errors";
import type { Batch } from "../../pretraining/types";
import { guardDevice } from "../deviceFaults";
import type {
  DeviceDescription,
  Engine,
  LossSums,
  PredictionInput,
  StatePart,
  StepResult,
  UpdateOptions,
} from "../engine";
import type { DropoutKey } from "./dropout";
import { BertModel, encoderInput, rowSelection, type EncoderInput, type RowSelection } from "./model";
import { Operations } from "./operations";
import { ParameterState } from "./parameterState";

const NEXT_SENTENCE_PARAMETERS = /^(bert\.pooler|cls\.seq_relationship)\./;

export class ReferenceEngine implements Engine {
  private readonly ops = new Operations();
  private readonly state: ParameterState;
  private readonly names: { all: string[]; withoutPairs: string[] };

  constructor(
    readonly config: BertConfig,
    readonly device: DeviceDescription,
  ) {
    this.state = new ParameterState(config, this.ops);
    const all = parameterSpecs(config).map(({ name }) => name);
    this.names = { all, withoutPairs: all.filter((name) => !NEXT_SENTENCE_PARAMETERS.test(name)) };
  }

  step(batches: readonly Batch[], update: UpdateOptions): Promise<StepResult> {
    return guardDevice(`step ${batches.map(shapeOf).join()}`, async () => {
      const { outcome, gradients } = tf.tidy(() => this.windowGradients(batches, update));
      const values = await takeValues(outcome);
      const sums = sumOutcome(batches, values);
      const gradNorm = Math.sqrt(values[values.length - 1]);
      const finite = Number.isFinite(gradNorm + sums.mlmLoss + sums.nspLoss);
      if (finite) this.state.update(gradients, clipFactor(gradNorm, update.clipNorm), update);
      tf.dispose(gradients);
      return { ...sums, gradNorm: finite ? gradNorm : Number.NaN };
    });
  }

  evaluate(batch: Batch): Promise<LossSums> {
    return guardDevice(`evaluate ${shapeOf(batch)}`, async () => {
      const outcome = tf.tidy(() => {
        const model = new BertModel(this.config, this.ops, this.state.weights, null);
        const { losses, hits } = this.losses(model, encoderInput(this.config, batch), this.targets(batch));
        return tf.concat([losses, hits]);
      });
      return sumOutcome([batch], await takeValues(outcome));
    });
  }

  predictTokens(input: PredictionInput, positions: readonly number[]): Promise<Float32Array> {
    return this.predict(`tokens ${positions.length}`, input, (model, hidden) =>
      model.maskedWordLogits(hidden, rowSelection(Int32Array.from(positions), hidden.shape[0])),
    );
  }

  predictNextSentence(input: PredictionInput): Promise<Float32Array> {
    return this.predict("pairs", input, (model, hidden) => model.nextSentenceLogits(hidden, firstRows(input)));
  }

  readState(part: StatePart): AsyncIterable<NamedTensor> {
    return this.state.read(part);
  }

  writeState(part: StatePart, tensors: AsyncIterable<NamedTensor> | Iterable<NamedTensor>): Promise<void> {
    return this.state.write(part, tensors);
  }

  dispose(): void {
    this.state.dispose();
    this.ops.dispose();
  }

  /**
   * Gradients of the whole window, and on one tensor what the CPU wants to know: for each micro-batch its losses and
   * hits, at the end the squared norm of the gradients.
   */
  private windowGradients(batches: readonly Batch[], update: UpdateOptions) {
    const { mlm, nsp } = update.lossWeights;
    const maskedCount = batches.reduce((sum, batch) => sum + countMasked(batch), 0);
    const pairCount = batches.reduce((sum, { batchSize }) => sum + batchSize, 0);
    const outcomes: tf.Tensor1D[] = [];
    const gradients: Record<string, tf.Tensor> = {};

    for (const [microBatch, batch] of batches.entries()) {
      // The loss is the sum of coefficient * loss over all rows: the coefficients are what enters the backward pass.
      const coefficients = Array.from(batch.maskedLmWeights, (weight) => (mlm * weight) / Math.max(1, maskedCount));
      if (batch.nextSentenceLabels) coefficients.push(...Array<number>(batch.batchSize).fill(nsp / pairCount));
      const key = { seed: update.seed, step: update.step, microBatch };
      const { losses, hits, grads } = tf.tidy(() => this.batchGradients(batch, tf.tensor1d(coefficients), key));
      outcomes.push(losses, hits);
      for (const [name, gradient] of Object.entries(grads)) {
        const sum = gradients[name];
        gradients[name] = sum ? tf.add(sum, gradient) : gradient;
        if (sum) tf.dispose([sum, gradient]);
      }
    }
    return { outcome: tf.concat([...outcomes, this.state.squaredNorm(gradients)]), gradients };
  }

  private batchGradients(batch: Batch, coefficients: tf.Tensor1D, key: DropoutKey) {
    const names = batch.nextSentenceLabels ? this.names.all : this.names.withoutPairs;
    const input = encoderInput(this.config, batch);
    const targets = this.targets(batch);
    let hits: tf.Tensor1D | undefined;
    const lossesOf = (...tensors: tf.Tensor[]) => {
      const weights = new Map(names.map((name, i) => [name, tensors[i]]));
      const outcome = this.losses(new BertModel(this.config, this.ops, weights, key), input, targets);
      hits = tf.keep(outcome.hits);
      return outcome.losses;
    };
    const current = names.map((name) => this.state.weights.get(name)!);
    const { value, grads } = tf.valueAndGrads(lossesOf)(current, coefficients);
    invariant(hits, "the forward pass did not run");
    const result = { losses: value, hits: tf.concat([hits]), grads: recordOf(names, grads) };
    hits.dispose(); // kept past the tape's own tidy, so no tidy frees it
    return result;
  }

  /** Losses in nats and hits (1 where the best guess is right): the B P predictions first, then the B sentence pairs. */
  private losses(model: BertModel, input: EncoderInput, targets: Targets): Outcome {
    const hidden = model.encode(input);
    const masked = model.maskedWordLogits(hidden, targets.maskedRows);
    const outcomes = [this.rowOutcome(masked, targets.words)];
    if (targets.pairs) {
      outcomes.push(this.rowOutcome(model.nextSentenceLogits(hidden, targets.firstRows), targets.pairs));
    }
    return { losses: tf.concat(outcomes.map((o) => o.losses)), hits: tf.concat(outcomes.map((o) => o.hits)) };
  }

  private rowOutcome(logits: tf.Tensor2D, labels: Labels): Outcome {
    const right = tf.equal(tf.argMax(logits, 1), labels.ids);
    // Not a cast: on WebGPU the cast of a boolean keeps its integer bits.
    return { losses: this.ops.crossEntropy(logits, labels.oneHot), hits: tf.where(right, labels.ones, labels.zeros) };
  }

  private targets(batch: Batch): Targets {
    const { maskedLmIds, maskedLmWeights, nextSentenceLabels } = batch;
    return {
      maskedRows: rowSelection(flatPositions(batch), batch.batchSize * batch.seqLength, maskedLmWeights),
      firstRows: firstRows(batch),
      words: labelTensors(maskedLmIds, this.config.vocabSize),
      pairs: nextSentenceLabels ? labelTensors(nextSentenceLabels, 2) : null,
    };
  }

  private predict(
    kind: string,
    input: PredictionInput,
    logits: (model: BertModel, hidden: tf.Tensor2D) => tf.Tensor2D,
  ): Promise<Float32Array> {
    return guardDevice(`${kind} ${input.batchSize} x ${input.seqLength}`, () => {
      const model = new BertModel(this.config, this.ops, this.state.weights, null);
      return takeValues(tf.tidy(() => logits(model, model.encode(encoderInput(this.config, input)))));
    });
  }
}

/** Labels of N rows over C classes, made before the tape starts: the backward pass needs them too. */
interface Labels {
  ids: tf.Tensor1D; // [N]
  oneHot: tf.Tensor2D; // [N, C]
  ones: tf.Tensor1D; // [N]
  zeros: tf.Tensor1D; // [N]
}

interface Targets {
  maskedRows: RowSelection;
  firstRows: RowSelection;
  words: Labels;
  pairs: Labels | null;
}

interface Outcome {
  losses: tf.Tensor1D;
  hits: tf.Tensor1D;
}

function labelTensors(labels: Int32Array, classes: number): Labels {
  const ids = tf.tensor1d(labels, "int32");
  const N = labels.length;
  return { ids, oneHot: tf.oneHot(ids, classes) as tf.Tensor2D, ones: tf.ones([N]), zeros: tf.zeros([N]) };
}

/** [B, P] positions within their sequences -> flat rows of [B S]. */
function flatPositions({ maskedLmPositions, maxPredictions, seqLength }: Batch): Int32Array {
  return maskedLmPositions.map((position, i) => Math.floor(i / maxPredictions) * seqLength + position);
}

/** The [CLS] row of every sequence. */
function firstRows({ batchSize, seqLength }: PredictionInput): RowSelection {
  const indices = Int32Array.from({ length: batchSize }, (_, i) => i * seqLength);
  return rowSelection(indices, batchSize * seqLength);
}

/** Sums over all micro-batches in double precision; `values` as `windowGradients` lays them out. */
function sumOutcome(batches: readonly Batch[], values: Float32Array): LossSums {
  const sums: LossSums = { mlmLoss: 0, mlmCorrect: 0, mlmCount: 0, nspLoss: 0, nspCorrect: 0, nspCount: 0 };
  let offset = 0;
  for (const { maskedLmWeights, nextSentenceLabels, batchSize } of batches) {
    const predictions = maskedLmWeights.length;
    const pairs = nextSentenceLabels ? batchSize : 0;
    const hits = offset + predictions + pairs;
    for (let i = 0; i < predictions; i++) {
      if (maskedLmWeights[i] === 0) continue;
      sums.mlmLoss += maskedLmWeights[i] * values[offset + i];
      sums.mlmCorrect += maskedLmWeights[i] * values[hits + i];
      sums.mlmCount += maskedLmWeights[i];
    }
    for (let i = predictions; i < predictions + pairs; i++) {
      sums.nspLoss += values[offset + i];
      sums.nspCorrect += values[hits + i];
      sums.nspCount += 1;
    }
    offset = hits + predictions + pairs;
  }
  return sums;
}

function countMasked({ maskedLmWeights }: Batch): number {
  return maskedLmWeights.reduce((sum, weight) => sum + weight, 0);
}

/** torch's clip_grad_norm_: min(1, limit / (norm + 1e-6)). */
function clipFactor(norm: number, limit: number | null): number {
  return limit === null ? 1 : Math.min(1, limit / (norm + 1e-6));
}

function shapeOf({ batchSize, seqLength, maxPredictions }: Batch): string {
  return `${batchSize} x ${seqLength}, ${maxPredictions}`;
}

function recordOf(names: string[], tensors: tf.Tensor[]): Record<string, tf.Tensor> {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
}

/** Reads a tensor and frees it. */
async function takeValues(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<"float32">();
  } finally {
    tensor.dispose();
  }
}
