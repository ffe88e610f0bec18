import { expect, test } from "vitest";
import { bfloat16ToFloat32, float16ToFloat32, float16ToNumber } from "./halfPrecision";

test("float16: the vectors of specification 8 and the corners of IEEE 754", () => {
  expect(float16ToNumber(0x3c00)).toBe(1);
  expect(float16ToNumber(0x0001)).toBe(2 ** -24);
  expect(float16ToNumber(0x7bff)).toBe(65504);
  expect(float16ToNumber(0x8000)).toBe(-0);
  expect(float16ToNumber(0x03ff)).toBe((1023 / 1024) * 2 ** -14); // largest subnormal
  expect(float16ToNumber(0x7c00)).toBe(Infinity);
  expect(float16ToNumber(0xfc00)).toBe(-Infinity);
  expect(float16ToNumber(0x7e00)).toBeNaN();
  expect([...float16ToFloat32(Uint16Array.of(0x3555, 0xc000))]).toEqual([0.333251953125, -2]);
});

test("float16: larger bits are larger numbers, for every finite positive value", () => {
  for (let bits = 1; bits < 0x7c00; bits++) expect(float16ToNumber(bits)).toBeGreaterThan(float16ToNumber(bits - 1));
});

test("bfloat16 is a float32 without its lower half", () => {
  const values = bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc049, 0x7f80, 0x0001, 0x7fc0));
  expect([...values]).toEqual([1, -3.140625, Infinity, 2 ** -133, NaN]);
});
