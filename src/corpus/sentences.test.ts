// Sentence breaks decided by hand, as an editor would put them.
import { expect, test } from "vitest";
import { splitSentences } from "./sentences";

const cases: [string, string[]][] = [
  ["One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]],
  ["Mr. Smith met Dr. Jones at St. Paul's. They talked.", ["Mr. Smith met Dr. Jones at St. Paul's.", "They talked."]],
  ["J. R. R. Tolkien wrote it. It sold well.", ["J. R. R. Tolkien wrote it.", "It sold well."]],
  ["See Fig. 3. The curve falls.", ["See Fig. 3.", "The curve falls."]],
  ["In Vol. II. No. 5 was missing. No. He had it.", ["In Vol. II.", "No. 5 was missing.", "No.", "He had it."]],
  ["It cost 3.50 dollars. A bargain, e.g. Anna said so.", ["It cost 3.50 dollars.", "A bargain, e.g. Anna said so."]],
  ["He left the U.S. The ship was slow.", ["He left the U.S.", "The ship was slow."]],
  ["He joined the U.S. Navy in May.", ["He joined the U.S. Navy in May."]],
  ["“What?” he said. “Go!” cried Ann.", ["“What?” he said.", "“Go!” cried Ann."]],
  ["He stopped ... and went on. Then he slept.", ["He stopped ... and went on.", "Then he slept."]],
  ["1. Wash it. 2. Dry it.", ["1. Wash it.", "2. Dry it."]],
  [
    "Acme Inc. Bought it? No, Acme Inc. The firm is gone.",
    ["Acme Inc. Bought it?", "No, Acme Inc.", "The firm is gone."],
  ],
  ["他来了。她走了！真的吗？", ["他来了。", "她走了！", "真的吗？"]],
  ["We met at 5 p.m. He was late.", ["We met at 5 p.m.", "He was late."]],
  ["The lobster is H. americanus . It grows .", ["The lobster is H. americanus .", "It grows ."]],
  ["   ", []],
];

test.each(cases)("%s", (paragraph, expected) => {
  expect(splitSentences(paragraph)).toEqual(expected);
});

test("no character but white space between sentences is lost", () => {
  const text = "A. B. C! \u00a0 d?? “E.” (F.) 7. ... G\tH.  \n I. ".repeat(20);
  expect(splitSentences(text).join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
});

test("windows do not show: a long paragraph is split like its parts", () => {
  const parts = [
    "It was late.",
    "“Who is there?” he asked.",
    "Nobody, said Mr. Brown, who knew.",
    "x".repeat(5_000) + ".",
  ];
  const many = Array.from({ length: 400 }, (_, i) => parts[(i * 7) % (i % 50 === 0 ? 4 : 3)]);
  expect(splitSentences(many.join(" "))).toEqual(many);
});

test("an endless word and an endless row of initials take linear time", () => {
  for (const text of [`${"a".repeat(200_000)}. B`, "A. ".repeat(60_000), `${".".repeat(100_000)} b`]) {
    const start = performance.now();
    expect(splitSentences(text).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(3_000);
  }
});
