import * as fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bertPreTokenizer, Tokenizer, WordPiece } from "tokenizers";
import { describe, expect, test } from "vitest";
import { DEFAULT_SPECIAL_TOKENS, listSpecialTokens } from "./specialTokens";
import { VocabularyTrainer } from "./trainVocabulary";
import type { VocabularyTrainingOptions } from "./types";

const OPTIONS: VocabularyTrainingOptions = { vocabSize: 100, lowercase: true, minFrequency: 0, limitAlphabet: 1000 };
const SPECIALS = listSpecialTokens(DEFAULT_SPECIAL_TOKENS);

async function train(text: string, changes: Partial<VocabularyTrainingOptions> = {}): Promise<string[]> {
  const trainer = new VocabularyTrainer({ ...OPTIONS, ...changes });
  for (const line of text.split("\n")) trainer.addText(line);
  return (await trainer.train()).vocab.slice(SPECIALS.length);
}

describe("worked by hand", () => {
  test("specials, alphabet, continued characters, then merges by count and, on ties, by ids", async () => {
    // Symbols: a=5 b=6 c=7 ##a=8 ##b=9 ##c=10. abc 3 times, abca 2 times, cab once.
    // (a ##b) 5, (##b ##c) 5: a tie, and 5 < 9: "ab". Then (ab ##c) 5: "abc"; (abc ##a) 2: "abca";
    // (c ##a) 1 and (##a ##b) 1: 7 < 8, "ca"; then (ca ##b) 1: "cab".
    expect(await train("abc abc abc\nabca abca cab")).toEqual([
      "a",
      "b",
      "c",
      "##a",
      "##b",
      "##c",
      "ab",
      "abc",
      "abca",
      "ca",
      "cab",
    ]);
  });

  test("rare pairs stay apart", async () => {
    expect(await train("abc abc abc\nabca abca cab", { minFrequency: 2 })).toEqual([
      "a",
      "b",
      "c",
      "##a",
      "##b",
      "##c",
      "ab",
      "abc",
      "abca",
    ]);
  });

  test("merging stops at the size asked for", async () => {
    expect(await train("abc abc abc", { vocabSize: 11 })).toEqual(["a", "b", "c", "##b", "##c", "ab"]);
  });

  test("characters beyond the alphabet's limit vanish from words; what follows keeps its ##", async () => {
    // x is rarest: "xab" becomes ##a ##b. On equal counts the lower code point stays.
    expect(await train("aab aab xab", { limitAlphabet: 2, vocabSize: 10 })).toEqual(["a", "b", "##a", "##b", "##ab"]);
    expect(await train("z y", { limitAlphabet: 1 })).toEqual(["y"]);
  });

  test("repeated letters merge from left to right", async () => {
    // aaaa: a ##a ##a ##a. (##a ##a) 2 before (a ##a) 1: "##aa", giving a ##aa ##a; then 5 < 7 ...
    expect(await train("aaaa")).toEqual(["a", "##a", "##aa", "aaa", "aaaa"]);
  });

  test("text is normalized as the tokenizer will do it", async () => {
    const vocab = await train("É, é 🎉", { lowercase: true });
    expect(vocab).toEqual([",", "e", "🎉"]);
    expect(await train("Éa", { lowercase: false })).toEqual(["a", "É", "##a", "Éa"]);
  });
});

/** The algorithm of specification 1.8 in its plainest form: words as arrays of strings, everything searched anew. */
function slowReference(words: Map<string, number>, options: VocabularyTrainingOptions): string[] {
  const frequencies = new Map<string, number>();
  for (const [word, count] of words) for (const c of word) frequencies.set(c, (frequencies.get(c) ?? 0) + count);
  const codePoint = (text: string) => text.codePointAt(0) ?? 0;
  const alphabet = [...frequencies]
    .toSorted((a, b) => b[1] - a[1] || codePoint(a[0]) - codePoint(b[0]))
    .slice(0, options.limitAlphabet)
    .map(([c]) => c)
    .toSorted((a, b) => codePoint(a) - codePoint(b));
  const split = [...words].map(([word, count]) => ({
    count,
    symbols: Array.from(word).flatMap((c, i) => (alphabet.includes(c) ? [i === 0 ? c : `##${c}`] : [])),
  }));
  const used = new Set(split.flatMap(({ symbols }) => symbols));
  const vocab = [...SPECIALS, ...alphabet, ...alphabet.map((c) => `##${c}`).filter((c) => used.has(c))];

  const counts = new Map<string, number>();
  const queue: { pair: string; left: number; right: number; count: number; words: Set<number> }[] = [];
  const note = (touched: Map<string, Set<number>>, pair: string, word: number, change: number) => {
    counts.set(pair, (counts.get(pair) ?? 0) + change);
    if (change > 0) touched.set(pair, (touched.get(pair) ?? new Set()).add(word));
  };
  const push = (touched: Map<string, Set<number>>) => {
    for (const [pair, where] of touched) {
      const [left, right] = pair.split(" ").map((token) => vocab.indexOf(token));
      const count = counts.get(pair) ?? 0;
      if (count > 0) queue.push({ pair, left, right, count, words: where });
    }
  };
  const first = new Map<string, Set<number>>();
  split.forEach(({ symbols, count }, word) => {
    for (let i = 0; i + 1 < symbols.length; i++) note(first, `${symbols[i]} ${symbols[i + 1]}`, word, count);
  });
  push(first);
  while (vocab.length < options.vocabSize && queue.length > 0) {
    queue.sort((a, b) => b.count - a.count || a.left - b.left || a.right - b.right);
    const top = queue[0];
    const count = counts.get(top.pair) ?? 0;
    if (top.count !== count) {
      top.count = count;
      continue;
    }
    queue.shift();
    if (count < 1 || count < options.minFrequency) break;
    const [left, right] = top.pair.split(" ");
    const merged = left + right.slice(2);
    if (!vocab.includes(merged)) vocab.push(merged);
    const touched = new Map<string, Set<number>>();
    for (const word of top.words) {
      const { symbols, count: times } = split[word];
      for (let i = 0; i + 1 < symbols.length; i++) {
        if (symbols[i] !== left || symbols[i + 1] !== right) continue;
        if (i > 0) {
          note(touched, `${symbols[i - 1]} ${left}`, word, -times);
          note(touched, `${symbols[i - 1]} ${merged}`, word, times);
        }
        symbols.splice(i, 2, merged);
        if (i + 1 < symbols.length) {
          note(touched, `${right} ${symbols[i + 1]}`, word, -times);
          note(touched, `${merged} ${symbols[i + 1]}`, word, times);
        }
      }
    }
    push(touched);
  }
  return vocab.slice(SPECIALS.length);
}

test("equals the plain algorithm on random words", { timeout: 60_000 }, async () => {
  const word = fc.string({ unit: fc.constantFrom(...Array.from("aabbcdé🎉")), minLength: 1, maxLength: 9 });
  const words = fc.array(fc.tuple(word, fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 30 });
  const check = fc.asyncProperty(
    words,
    fc.constantFrom(0, 2),
    fc.constantFrom(3, 6, 100),
    async (list, minFrequency, limitAlphabet) => {
      const options = { vocabSize: 60, lowercase: false, minFrequency, limitAlphabet };
      const counts = new Map<string, number>();
      for (const [text, count] of list) counts.set(text, (counts.get(text) ?? 0) + count);
      const text = list.map(([token, count]) => `${token} `.repeat(count)).join("\n");
      expect(await train(text, options)).toEqual(slowReference(counts, options));
    },
  );
  await fc.assert(check, { numRuns: 300 });
});

// The native trainer breaks ties by the order of a hash map, so this text has none: words are the prefixes of two stems
// without a common letter, and shorter prefixes, being in all longer ones, always count more.
test("makes the native trainer's pieces where no ties decide", async () => {
  const prefixes = ["abcdefg", "hijklmn"].flatMap((stem) => Array.from(stem, (_, i) => stem.slice(0, i + 1)));
  const text = prefixes.map((prefix, i) => `${prefix} `.repeat(i + 1)).join("\n");
  const folder = mkdtempSync(join(tmpdir(), "vocabulary-"));
  try {
    writeFileSync(join(folder, "text.txt"), text);
    const native = new Tokenizer(WordPiece.empty());
    native.setPreTokenizer(bertPreTokenizer());
    native.train([join(folder, "text.txt")]);
    const theirs = Object.keys(native.getVocab());
    expect(theirs).toContain("abcdefg");
    expect((await train(text, { lowercase: false })).toSorted()).toEqual(theirs.toSorted());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the definition is ready for use", async () => {
  const trainer = new VocabularyTrainer({ ...OPTIONS, lowercase: false });
  trainer.addText("hello");
  const definition = await trainer.train();
  expect(definition.vocab.slice(0, 5)).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);
  expect(definition.addedTokens.map(({ id, content, special }) => [id, content, special])).toEqual(
    SPECIALS.map((token, id) => [id, token, true]),
  );
  expect(definition.normalizer.lowercase).toBe(false);
});

describe("what cannot be", () => {
  test.each<[Partial<VocabularyTrainingOptions>, string, string]>([
    [{}, " \u200b", "vocabulary-no-words"],
    [{ vocabSize: 9 }, "abc", "vocabulary-too-small"],
    [{ vocabSize: 5 }, "a", "vocabulary-options"],
    [{ vocabSize: Number.NaN }, "a", "vocabulary-options"],
    [{ limitAlphabet: 0 }, "a", "vocabulary-options"],
    [{ minFrequency: 1.5 }, "a", "vocabulary-options"],
  ])("%j on %j says %s", async (changes, text, code) => {
    await expect(train(text, changes)).rejects.toMatchObject({ kind: "input", code });
  });

  test("the sentence names what is needed", async () => {
    await expect(train("abc", { vocabSize: 9 })).rejects.toThrow(/3 different characters.* need 10/);
  });
});

test("progress is told and cancelling is heard", async () => {
  const trainer = new VocabularyTrainer({ ...OPTIONS, vocabSize: 200_000 });
  for (let i = 0; i < 60_000; i++) trainer.addText((i * 7919).toString(26));
  const controller = new AbortController();
  const seen: number[] = [];
  const training = trainer.train({
    signal: controller.signal,
    onProgress({ done, total }) {
      seen.push(done);
      expect(total).toBe(200_000);
      if (seen.length === 2) controller.abort();
    },
  });
  await expect(training).rejects.toMatchObject({ kind: "cancelled" });
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBeGreaterThan(seen[0]);
});
