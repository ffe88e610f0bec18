// The tests of an engine against transformers on torch, for any backend: called by a test file per environment.

import { expect, test } from "vitest";
import gelu from "../../../parity/fixtures/gelu.json";
import geluNew from "../../../parity/fixtures/geluNew.json";
import type { Batch } from "../../pretraining/types";
import { createEngine } from "../createEngine";
import type { DeviceDescription } from "../engine";
import { decodeFixture, GRADIENT_PROBE, readAll, relativeError } from "./parityFixture";

/** Relative Euclidean error of each tensor against double precision. */
const TOLERANCE = 1e-4;

const FIXTURES = { gelu: decodeFixture(gelu), geluNew: decodeFixture(geluNew) };

/** On slow devices `updates` of them are enough: each loss rests on all updates before it. */
export function parityTests(device: () => DeviceDescription, updates = Infinity): void {
  for (const [name, fixture] of Object.entries(FIXTURES)) {
    const { config, weights, batches } = fixture;
    const [batch] = batches;
    const pairs = batch.batchSize;

    test(`${name}: losses and predictions are those of transformers`, async () => {
      const engine = await createEngine(config, device(), weights);
      const sums = await engine.evaluate(batch);
      expect(sums.mlmLoss / sums.mlmCount).toBeCloseTo(fixture.mlmLoss, 4);
      expect(sums.nspLoss / sums.nspCount).toBeCloseTo(fixture.nspLoss, 4);
      expect(sums.mlmCorrect).toBe(countRight(fixture.mlmLogits, batch.maskedLmIds, batch.maskedLmWeights));
      expect(sums.nspCorrect).toBe(countRight(fixture.nspLogits, batch.nextSentenceLabels!));
      const flat = [...batch.maskedLmPositions].map(
        (position, i) => Math.floor(i / batch.maxPredictions) * batch.seqLength + position,
      );
      expect(relativeError(await engine.predictTokens(batch, flat), fixture.mlmLogits)).toBeLessThan(TOLERANCE);
      expect(relativeError(await engine.predictNextSentence(batch), fixture.nspLogits)).toBeLessThan(TOLERANCE);
      engine.dispose();
    });

    test(`${name}: every gradient is that of torch`, async () => {
      const engine = await createEngine(config, device(), weights);
      await engine.step([batch], GRADIENT_PROBE);
      const found = await readAll(engine, "firstMoment");
      const errors = fixture.gradients.map((tensor) => ({
        name: tensor.name,
        // The keys' bias shifts all scores of a query alike: its gradient is zero but for rounding.
        error: relativeError(found.get(tensor.name)!, tensor.data, 1e-2),
      }));
      expect(errors.filter(({ error }) => !(error < TOLERANCE))).toEqual([]);
      engine.dispose();
    });

    const steps = fixture.steps.slice(0, updates);
    test(`${name}: the losses of ${steps.length} AdamW updates are those of torch`, async () => {
      const engine = await createEngine(config, device(), weights);
      for (const { batch: used, update, mlmLoss, nspLoss, gradNorm } of steps) {
        const sums = await engine.step([used], update);
        expect(relativeError([sums.mlmLoss / sums.mlmCount], [mlmLoss])).toBeLessThan(TOLERANCE);
        expect(relativeError([sums.nspLoss / sums.nspCount], [nspLoss])).toBeLessThan(TOLERANCE);
        expect(relativeError([sums.gradNorm], [gradNorm])).toBeLessThan(TOLERANCE);
      }
      if (steps.length < fixture.steps.length) return engine.dispose();
      const found = await readAll(engine, "weights");
      const errors = fixture.finalWeights.map(({ name: key, data }) => ({
        key,
        error: relativeError(found.get(key)!, data),
      }));
      // Adam makes full steps of the rounding in the keys' bias, in torch as here.
      expect(errors.filter(({ key, error }) => !(error < TOLERANCE) && !key.endsWith("self.key.bias"))).toEqual([]);
      engine.dispose();
    });

    test(`${name}: micro-batches of unequal masked counts equal one big batch`, async () => {
      const parts = rowsOf(batch);
      const whole = await createEngine(config, device(), weights);
      const wholeSums = await whole.step([batch], GRADIENT_PROBE);
      const accumulated = await createEngine(config, device(), weights);
      const sums = await accumulated.step(parts, GRADIENT_PROBE);
      expect(parts).toHaveLength(pairs);
      expect(sums.mlmCount).toBe(wholeSums.mlmCount);
      expect(relativeError([sums.mlmLoss, sums.gradNorm], [wholeSums.mlmLoss, wholeSums.gradNorm])).toBeLessThan(1e-5);
      const expected = await readAll(whole, "firstMoment");
      for (const [key, gradient] of await readAll(accumulated, "firstMoment")) {
        expect(relativeError(gradient, expected.get(key)!, 1e-2), key).toBeLessThan(1e-5);
      }
      whole.dispose();
      accumulated.dispose();
    });
  }
}

/** Each sequence as a batch of its own. */
function rowsOf(batch: Batch): Batch[] {
  return Array.from({ length: batch.batchSize }, (_, i) => {
    const row = <T extends Int32Array | Float32Array>(array: T, width: number) =>
      array.slice(i * width, (i + 1) * width) as T;
    return {
      batchSize: 1,
      seqLength: batch.seqLength,
      maxPredictions: batch.maxPredictions,
      inputIds: row(batch.inputIds, batch.seqLength),
      attentionMask: row(batch.attentionMask, batch.seqLength),
      tokenTypeIds: row(batch.tokenTypeIds, batch.seqLength),
      maskedLmPositions: row(batch.maskedLmPositions, batch.maxPredictions),
      maskedLmIds: row(batch.maskedLmIds, batch.maxPredictions),
      maskedLmWeights: row(batch.maskedLmWeights, batch.maxPredictions),
      nextSentenceLabels: row(batch.nextSentenceLabels!, 1),
    };
  });
}

function countRight(logits: Float32Array, labels: Int32Array, weights?: Float32Array): number {
  const classes = logits.length / labels.length;
  return labels.reduce((count, label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    return count + (row.indexOf(Math.max(...row)) === label ? (weights?.[i] ?? 1) : 0);
  }, 0);
}
