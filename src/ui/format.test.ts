import { expect, test } from "vitest";
import {
  formatBytes,
  formatDuration,
  formatMagnitude,
  formatPercent,
  formatPlural,
  formatSmall,
  formatTime,
} from "./format";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [999_499, "999 kB"],
  [999_600, "1 MB"],
  [1_234_567, "1.23 MB"],
  [439_000_000, "439 MB"],
])("%d bytes", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0.42, "0.4 s"],
  [9.99, "10.0 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [200, "3 min 20 s"],
  [7500, "2 h 5 min"],
  [356_400, "4 d 3 h"],
])("%d seconds", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [812, "812"],
  [9_994, "9,994"],
  [263_380, "263 k"],
  [999_600, "1 M"],
  [110_106_428, "110 M"],
])("%d parameters", (value, text) => expect(formatMagnitude(value)).toBe(text));

test.each([
  [0, "0.00%"],
  [0.00001, "<0.01%"],
  [0.0042, "0.42%"],
  [0.123, "12.3%"],
  [0.9994, "99.9%"],
  [0.9996, "100%"],
  [1, "100%"],
])("a share of %d", (share, text) => expect(formatPercent(share)).toBe(text));

test.each([
  [0, "0"],
  [0.001, "0.001"],
  [5e-5, "5e-5"],
  [1.25e-4, "1.25e-4"],
  [1.2345, "1.23"],
])("a learning rate of %d", (value, text) => expect(formatSmall(value)).toBe(text));

test("one is not many", () => {
  expect([1, 0, 2].map((n) => formatPlural(n, "document"))).toEqual(["1 document", "0 documents", "2 documents"]);
});

test("a time is a clock today and a date before", () => {
  const noon = new Date(2026, 4, 17, 12, 5).getTime();
  expect(formatTime(noon, noon + 60_000)).toBe("12:05");
  expect(formatTime(noon, noon + 86_400_000)).toBe("17 May, 12:05");
});
