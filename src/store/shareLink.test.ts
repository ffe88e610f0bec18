import { expect, test } from "vitest";
import * as fc from "fast-check";
import { InputError } from "../lib/errors";
import { decodeChoices, encodeChoices, type Choices } from "./shareLink";

const choices: fc.Arbitrary<Choices> = fc.record({
  preset: fc.constantFrom(null, "pico", "base"),
  overrides: fc.dictionary(
    fc.constantFrom(
      "seed",
      "optimizer.learningRate",
      "schedule.kind",
      "examples.wholeWordMasking",
      "optimizer.clipNorm",
    ),
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      fc.boolean(),
      fc.string(),
      fc.constant(null),
    ),
  ),
  vocabulary: fc.record({ vocabSize: fc.integer({ min: 6, max: 1e6 }), lowercase: fc.boolean() }, { requiredKeys: [] }),
});

test("a link brings back what was put into it, in characters that a URL leaves alone", () => {
  fc.assert(
    fc.property(choices, (given) => {
      const link = encodeChoices(given);
      expect(link).toMatch(/^[\w-]*$/);
      // Object.is tells -0 from 0, JSON does not.
      expect(JSON.stringify(decodeChoices(link))).toBe(JSON.stringify(given));
    }),
  );
});

test("a link carries only what differs from the defaults", () => {
  const link = encodeChoices({ preset: null, overrides: { batchSize: 8 }, vocabulary: {} });
  expect(atob(link)).toBe('{"o":{"batchSize":8}}');
  expect(encodeChoices({ preset: null, overrides: {}, vocabulary: {} })).toBe(btoa("{}").replace(/=+$/, ""));
});

test.each([
  ["cut off", encodeChoices({ preset: "pico", overrides: { seed: 1 }, vocabulary: {} }).slice(0, -3)],
  ["not base64", "%%%"],
  ["not JSON", btoa("hello")],
  ["an unknown preset", btoa('{"p":"huge"}')],
  ["an object where a value belongs", btoa('{"o":{"seed":{}}}')],
  ["a vocabulary of no size", btoa('{"v":{"vocabSize":"many"}}')],
])("a link that is %s is refused with a sentence", (_, link) => {
  expect(() => decodeChoices(link)).toThrowError(InputError);
  expect(() => decodeChoices(link)).toThrowError(/cannot be read.*ask for the link again/);
});
