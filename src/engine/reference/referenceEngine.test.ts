import { beforeAll, expect, test } from "vitest";
import gelu from "../../../parity/fixtures/gelu.json";
import { chooseBackend } from "../backend";
import { createEngine } from "../createEngine";
import type { DeviceDescription, StepResult } from "../engine";
import { parityTests } from "./parityCases";
import { decodeFixture, GRADIENT_PROBE, readAll, relativeError } from "./parityFixture";

const fixture = decodeFixture(gelu);
const { weights, batches } = fixture;
const [batch] = batches;

let device: DeviceDescription;
beforeAll(async () => {
  ({ device } = await chooseBackend("cpu"));
});

parityTests(() => device);

test("with dropout the gradient is the slope of the loss under the same masks", async () => {
  const config = { ...fixture.config, hiddenDropoutProb: 0.3, attentionProbsDropoutProb: 0.3 };
  const engine = await createEngine(config, device, weights);
  const still = { ...GRADIENT_PROBE, step: 5 };
  const loss = ({ mlmLoss, mlmCount, nspLoss, nspCount }: StepResult) => mlmLoss / mlmCount + nspLoss / nspCount;
  const { gradNorm, ...sums } = await engine.step([batch], still);
  const gradients = await readAll(engine, "firstMoment");
  // Along the gradient the slope is its norm.
  const reach = 2e-3;
  const lossAt = async (distance: number) => {
    const moved = weights.map(({ name, shape, data }) => {
      const gradient = gradients.get(name)!;
      return { name, shape, data: data.map((x, i) => x + (distance / gradNorm) * gradient[i]) };
    });
    await engine.writeState("weights", moved);
    return loss(await engine.step([batch], still));
  };
  const slope = ((await lossAt(reach)) - (await lossAt(-reach))) / (2 * reach);
  expect(relativeError([slope], [gradNorm])).toBeLessThan(5e-3);
  // The masks are on, and another step draws others.
  await engine.writeState("weights", weights);
  expect(loss({ ...(await engine.step([batch], still)) })).toBe(loss({ ...sums, gradNorm }));
  const others = await engine.step([batch], { ...still, step: 6 });
  expect(others.mlmLoss).not.toBe(sums.mlmLoss);
  expect((await engine.evaluate(batch)).mlmLoss / sums.mlmCount).toBeCloseTo(fixture.mlmLoss, 4);
  engine.dispose();
});

test("a gradient that overflows is reported and changes nothing", async () => {
  const engine = await createEngine(fixture.config, device, weights);
  const update = { ...GRADIENT_PROBE, learningRate: 0.1, lossWeights: { mlm: 1e38, nsp: 1e38 } };
  expect((await engine.step([batch], update)).gradNorm).toBeNaN();
  const found = await readAll(engine, "weights");
  expect(found).toEqual(new Map(weights.map(({ name, data }) => [name, data])));
  expect([...(await readAll(engine, "firstMoment")).values()].every((data) => data.every((x) => x === 0))).toBe(true);
  engine.dispose();
});

test("without sentence pairs the masked-words gradient is the same, and the pooler is left alone", async () => {
  const alone = await createEngine(fixture.config, device, weights);
  const weighted = await createEngine(fixture.config, device, weights);
  const update = { ...GRADIENT_PROBE, learningRate: 0.01, weightDecay: 0.1, lossWeights: { mlm: 1, nsp: 0 } };
  const sums = await alone.step([{ ...batch, nextSentenceLabels: null }], update);
  expect(sums).toMatchObject({ nspLoss: 0, nspCount: 0 });
  await weighted.step([batch], update);
  const expected = await readAll(weighted, "firstMoment");
  for (const [name, gradient] of await readAll(alone, "firstMoment")) {
    expect(relativeError(gradient, expected.get(name)!, 1e-2), name).toBeLessThan(1e-5);
  }
  const pooler = "bert.pooler.dense.weight";
  expect((await readAll(alone, "weights")).get(pooler)).toEqual(weights.find(({ name }) => name === pooler)!.data);
  alone.dispose();
  weighted.dispose();
});
