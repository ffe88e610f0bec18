import { expect, test } from "vitest";
import * as fc from "fast-check";
import { axisEnd, niceDomain, roundUp, tableOf, ticksOf } from "./chartData";

test("series meet in one table by x, each with holes where it has no point", () => {
  const training = { key: "training", points: [1, 2, 4].map((x) => ({ x, y: 10 * x })) };
  const heldOut = { key: "heldOut", points: [0, 4].map((x) => ({ x, y: x })) };
  expect(tableOf([training, heldOut])).toEqual([
    { x: 0, heldOut: 0 },
    { x: 1, training: 10 },
    { x: 2, training: 20 },
    { x: 4, training: 40, heldOut: 4 },
  ]);
});

test.each([
  [0.3, 0.5],
  [1, 1],
  [1.01, 2],
  [7, 10],
  [1000, 1000],
])("%d rounds up to %d", (value, round) => expect(roundUp(value)).toBeCloseTo(round, 12));

test("the axis holds the last point and ends less than a quarter beyond it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 1e7 }), (last) => {
      expect(axisEnd(last)).toBeGreaterThanOrEqual(last);
      expect(axisEnd(last)).toBeLessThan(1.25 * last + 1e-6);
    }),
  );
  expect(axisEnd(0)).toBe(10);
});

test("a domain holds all values, its ends are ticks, and there are few of them", () => {
  const values = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(values, (list) => {
      const domain = niceDomain(list, false);
      expect(domain).not.toBeNull();
      const [from, to] = domain ?? [0, 0];
      expect(from).toBeLessThanOrEqual(Math.min(...list) * (1 + 1e-6));
      expect(to).toBeGreaterThanOrEqual(Math.max(...list) * (1 - 1e-6));
      const ticks = ticksOf([from, to], false);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(12);
      expect(ticks.every((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9))).toBe(true);
    }),
  );
});

test("hand-worked domains", () => {
  expect(niceDomain([7.6, 5.31], false)).toEqual([5, 8]);
  expect(niceDomain([0.66, 0.72, 0.7], false)).toEqual([0.66, 0.72]);
  expect(niceDomain([], false)).toBeNull();
  expect(niceDomain([0, -1], true)).toBeNull();
});

test.each([
  [
    [0.4, 1.6],
    [0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6],
  ],
  [
    [0, 14],
    [0, 5, 10],
  ],
  [
    [5.5, 8],
    [5.5, 6, 6.5, 7, 7.5, 8],
  ],
] as [[number, number], number[]][])("ticks within %j are multiples of one round step", (domain, ticks) => {
  expect(ticksOf(domain, false)).toEqual(ticks);
});

test("on a logarithmic axis the values that it cannot show do not count", () => {
  const [from, to] = niceDomain([0, 0.5, 50], true) ?? [0, 0];
  expect(from).toBeCloseTo(0.4545, 3);
  expect(to).toBeCloseTo(55, 3);
  expect(ticksOf([from, to], true)).toEqual([0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50]);
});
