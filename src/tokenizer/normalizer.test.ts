import { bertPreTokenizer, Tokenizer } from "tokenizers";
import { describe, expect, test } from "vitest";
import { CharacterRules } from "./characterRules";
import { combiningOrder } from "./codePointSets";
import { exampleDefinition } from "./exampleTokenizer";
import { normalizeText } from "./normalizedText";
import { writeTokenizerJson } from "./tokenizerJson";
import type { NormalizerOptions } from "./types";
import { WordScanner } from "./wordScanner";

function nativeNormalizer(options: NormalizerOptions): (text: string) => string {
  const normalizer = Tokenizer.fromString(writeTokenizerJson(exampleDefinition(options))).getNormalizer();
  return (text) => normalizer?.normalizeString(text) ?? text;
}

const preTokenizer = bertPreTokenizer();

function wordsOf(scanner: WordScanner, text: string): string[] {
  const words: string[] = [];
  scanner.start(text);
  while (scanner.next()) words.push(String.fromCharCode(...scanner.units.subarray(0, scanner.length)));
  return words;
}

const BASE: NormalizerOptions = { cleanText: true, handleChineseChars: true, stripAccents: null, lowercase: true };

// Wide stretches of one kind are sampled, for speed; EVERY_CODE_POINT=1 looks at each.
const WIDE = [
  [0x3400, 0x9fff], // ideographs
  [0xac00, 0xd7a3], // Hangul syllables
  [0xe000, 0xf8ff], // private use
  [0x13460, 0x16800],
  [0x17000, 0x1afef],
  [0x1b300, 0x1cbff],
  [0x1fc00, 0x10ffff],
];
const LANDMARKS = [0x2a6df, 0x2a6e0, 0x2a700, 0x2b81f, 0x2b820, 0x2b91f, 0x2b920, 0x2ceaf, 0x2ceb0, 0x2f800, 0x2fa1f];
const STEP = process.env.EVERY_CODE_POINT ? 1 : 61;

function* codePoints(): Generator<number> {
  let codePoint = 0;
  while (codePoint < 0x110000) {
    yield codePoint;
    const wide = WIDE.find(([first, last]) => codePoint >= first && codePoint < last);
    codePoint = wide ? Math.min(codePoint + STEP, wide[1]) : codePoint + 1;
    if (codePoint === 0xd800) codePoint = 0xe000; // no surrogates
  }
  yield* LANDMARKS;
}

/** Texts of code points alone and within a word. */
function* sweep(): Generator<string> {
  let text = "";
  for (const codePoint of codePoints()) {
    const character = String.fromCodePoint(codePoint);
    text += `${character} e${character}b `;
    if (text.length > 50_000) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** The first place where two texts part, to be read by a person. */
function difference(ours: string, theirs: string): string | null {
  if (ours === theirs) return null;
  let i = 0;
  while (ours[i] === theirs[i]) i++;
  const show = (text: string) =>
    JSON.stringify(text.slice(Math.max(0, i - 4), i + 8)).replace(/[^ -~]/gu, escapeCodePoint);
  return `ours ${show(ours)}, native ${show(theirs)}`;
}
const escapeCodePoint = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

describe("every code point, against the native package", { timeout: 120_000 }, () => {
  test.each<Partial<NormalizerOptions>>([
    {},
    { lowercase: false },
    { stripAccents: false, handleChineseChars: false },
    { lowercase: false, stripAccents: true, cleanText: false },
    { lowercase: false, stripAccents: false, cleanText: false, handleChineseChars: false },
  ])("the words of %j", (changes) => {
    const options = { ...BASE, ...changes };
    const native = nativeNormalizer(options);
    const scanner = new WordScanner(new CharacterRules(options));
    for (const text of sweep()) {
      const theirs = preTokenizer.preTokenizeString(native(text)).map(([word]) => word);
      expect(difference(wordsOf(scanner, text).join(" "), theirs.join(" "))).toBeNull();
    }
  });

  test.each<Partial<NormalizerOptions>>([{}, { lowercase: false, stripAccents: true, cleanText: false }])(
    "the normalized text of %j",
    (changes) => {
      const options = { ...BASE, ...changes };
      const native = nativeNormalizer(options);
      const rules = new CharacterRules(options);
      for (const text of sweep()) expect(difference(normalizeText(text, rules).text, native(text))).toBeNull();
    },
  );
});

test("marks that stay are put in canonical order, whatever stands between them", () => {
  const native = nativeNormalizer(BASE);
  const scanner = new WordScanner(new CharacterRules(BASE));
  const marks: string[] = [];
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    if (combiningOrder(codePoint) > 0) marks.push(String.fromCodePoint(codePoint));
  }
  expect(marks.length).toBeGreaterThan(80);
  const text = marks
    .flatMap((a) => marks.map((b, i) => `q${a}\u0301${b}\u00ad${marks[(i + 7) % marks.length]}é`))
    .join(" ");
  const theirs = native(text);
  expect(difference(normalizeText(text, new CharacterRules(BASE)).text, theirs)).toBeNull();
  expect(difference(wordsOf(scanner, text).join(" "), theirs)).toBeNull();
});

// Specification 8.
test.each([
  ["ΟΔΟΣ", "οδοσ"],
  ["İstanbul", "istanbul"],
  ["Éàüñ ß Å", "eaun ß a"],
  ["ﬁ Ⅷ", "ﬁ ⅷ"],
  ["a\u000bb", "ab"],
  ["a\u2028b", "a b"],
  ["a\ue000b", "ab"],
  ["\u0378", "\u0378"],
  ["\u08d4", "\u08d4"],
  ["한", "\u1112\u1161\u11ab"],
  ["ガ", "カ"],
  ["a\ud800b\udc00", "ab"], // lone surrogates are U+FFFD
])("%j becomes %j", (text, expected) => {
  expect(normalizeText(text, new CharacterRules(BASE)).text).toBe(expected);
});

test("punctuation stands alone, symbols stay in their word", () => {
  const scanner = new WordScanner(new CharacterRules({ ...BASE, lowercase: false }));
  expect(wordsOf(scanner, "How's it—ok? a$b 5€")).toEqual(["How", "'", "s", "it", "—", "ok", "?", "a", "$", "b", "5€"]);
});

test("origins point at the source", () => {
  expect(normalizeText("é中\u00ad한", new CharacterRules(BASE))).toEqual({
    text: "e 中 \u1112\u1161\u11ab",
    origins: [0, 1, 1, 1, 3, 3, 3],
  });
});
