import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findDuplicateKey } from "./duplicateKeys";

test.each([
  ['{"a":1,"b":2,"a":3}', "a"],
  ['{"a":{"x":1,"x":2}}', "x"],
  ['[{"a":1},{"a":1,"\\u0061":2}]', "a"],
  ['{"a":{"b":1},"b":[{"a":1}],"c":"\\"a\\":,{","\\"":"a"}', null],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['{"a":["a","a","b"],"b":"a"}', null],
  ["{}", null],
  ['"a"', null],
])("%s holds %s twice", (json, expected) => {
  expect(findDuplicateKey(json)).toBe(expected);
});

test("what JSON.stringify writes never repeats a key, and repeating one is always found", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
      const json = JSON.stringify(object);
      expect(findDuplicateKey(json)).toBeNull();
      const key = Object.keys(object)[0];
      expect(findDuplicateKey(`${json.slice(0, -1)},${JSON.stringify(key)}:0}`)).toBe(key);
    }),
  );
});
