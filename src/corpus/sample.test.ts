import { describe, expect, test } from "vitest";
import { sampleDocument, sampleDocuments } from "./sample";
import { CLOSING, OPENING, PLOTS, WEATHER_BEATS, WEATHER_END } from "./samplePlots";
import { CHARACTERS, neighboursOf, TRADES } from "./sampleWorld";

const documents = [...sampleDocuments()];
const words = (text: string): string[] => text.toLowerCase().match(/[a-z]+(-[a-z]+)*|[^\sa-z]/g) ?? [];

describe("size and form", () => {
  test("is what was asked for", () => {
    const sentences = documents.flat();
    expect(documents.length).toBeGreaterThanOrEqual(1500);
    expect(sentences.length).toBeGreaterThanOrEqual(20_000);
    const vocabulary = new Set(sentences.flatMap(words).filter((word) => /[a-z]/.test(word)));
    expect(vocabulary.size).toBeGreaterThan(1000);
    expect(vocabulary.size).toBeLessThan(2000);
  });

  test("every sentence is one: a capital, a full stop, nothing left of the grammar", () => {
    const odd = documents.flat().filter((sentence) => !/^"?[A-Z][a-z]*[ ,][^{}[\]|~]*[a-z][.!?]"?$/.test(sentence));
    expect(odd).toEqual([]);
    expect(
      documents.flat().filter((sentence) => /\(n\)|  | ,|\b[Aa] (?!one)[aeiou]|\b[Aa]n [^aeiouh]/.test(sentence)),
    ).toEqual([]);
  });

  test("no two stories are alike", () => {
    expect(new Set(documents.map((document) => document.join(" "))).size).toBe(documents.length);
    // Little is repeated word for word beyond what says nothing of people.
    expect(new Set(documents.flat()).size).toBeGreaterThan(0.7 * documents.flat().length);
  });

  test("story i is a function of seed and i alone", () => {
    expect(sampleDocument(1, 1234)).toEqual(documents[1234]);
    expect(sampleDocument(2, 1234)).not.toEqual(documents[1234]);
    expect([...sampleDocuments(7)].slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((i) => sampleDocument(7, i)));
  });
});

describe("the world", () => {
  test("people differ in name, and neighbours in trade", () => {
    expect(new Set(CHARACTERS.map(({ name }) => name)).size).toBe(128);
    for (const character of CHARACTERS) {
      const neighbours = neighboursOf(character);
      expect(neighbours.length).toBe(7);
      expect(neighbours.map(({ trade }) => trade)).not.toContain(character.trade);
    }
    expect(new Set(CHARACTERS.map(({ trade }) => trade)).size).toBe(TRADES.length);
  });

  test("pronouns, trade and village go with the name in every story", () => {
    const wrong: string[] = [];
    for (const document of documents) {
      const text = document.join(" ");
      const hero = CHARACTERS.find(({ name }) => words(document[0]).includes(name.toLowerCase()));
      if (!hero || !text.includes(hero.trade.name)) wrong.push(document[0]);
      const friend = CHARACTERS.find(
        ({ name }) => name !== hero?.name && words(document[2]).includes(name.toLowerCase()),
      );
      if (friend?.village !== hero?.village) wrong.push(document[2]);
      // Where both are of one sex no pronoun of the other occurs.
      if (hero && hero.pronoun === friend?.pronoun) {
        const other = hero.pronoun === "she" ? /\b(he|him|his)\b/i : /\b(she|her|hers)\b/i;
        if (other.test(text)) wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("verbs agree with things that are many", () => {
    const many =
      /\b(glasses|shoes|spoons|cards|needles|boots) (is|was|hangs|belongs)\b|\b(is|was) my (glasses|cards)\b/;
    const one = /\b(key|flute|ring|purse|kite|drum|umbrella|chessboard) (are|were|hang|belong)\b/;
    expect(documents.flat().filter((sentence) => /reading glass|cards/.test(sentence) && many.test(sentence))).toEqual(
      [],
    );
    expect(documents.flat().filter((sentence) => one.test(sentence))).toEqual([]);
    expect(documents.flat().some((sentence) => /(glasses|shoes|cards|boots) (are|were|hang)\b/.test(sentence))).toBe(
      true,
    );
  });

  test("weather has its effect and its end", () => {
    const rainy = documents.filter((document) => document.some((sentence) => sentence.startsWith("It had rained")));
    expect(rainy.length).toBeGreaterThan(50);
    for (const document of rainy) {
      expect(document[4]).toMatch(/deep in mud/);
      expect(document[document.length - 2]).toMatch(/the rain stopped/);
    }
  });
});

test("hardly a sentence leaves both people unnamed", () => {
  let named = 0;
  for (const document of documents) {
    const people = CHARACTERS.filter(({ name }) => document.slice(0, 3).some((s) => s.includes(name)));
    named += document.filter((sentence) => people.some(({ name }) => sentence.includes(name))).length;
  }
  expect(named / documents.flat().length).toBeGreaterThan(0.9);
});

test("every way of telling a beat is told", () => {
  // Fixed words of each template: the longest run between slots and choices.
  const fixed = [...OPENING, ...CLOSING, ...WEATHER_BEATS.slice(1), WEATHER_END, ...PLOTS.flat()]
    .flat()
    .map((template) => template.split(/\{[^}]*\}|\[[^\]]*\]|a\(n\)/).sort((a, b) => b.length - a.length)[0]);
  const text = documents.flat().join("\n");
  expect(fixed.filter((run) => !text.includes(run))).toEqual([]);
});
