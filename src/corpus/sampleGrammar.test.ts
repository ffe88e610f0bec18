import { expect, test } from "vitest";
import { keyedDraws } from "../lib/random";
import { renderSentence, type Slots } from "./sampleGrammar";

const slots: Slots = {
  hero: { name: "Orla", his: "her", garment: "[old|old] cloak", pet: "{hero.garment} and owl" },
  thing: { name: "compass", a: "a(n) ivory compass", was: "was" },
};
const render = (template: string, index = 0) => renderSentence(template, slots, keyedDraws(1, "sampleCorpus", index));

test.each([
  ["{hero} lost {hero.his} {thing}.", "Orla lost her compass."],
  ["there {thing.was} {thing.a} of {hero}.", "There was an ivory compass of Orla."],
  ['"here is a(n) one-eyed cat," said a(n) honest man.', '"Here is a one-eyed cat," said an honest man.'],
  ["{hero.pet}", "Old cloak and owl"], // slots and choices within slots
])("%s", (template, sentence) => {
  expect(render(template)).toBe(sentence);
});

test("every choice is made sometimes", () => {
  const made = new Set(Array.from({ length: 40 }, (_, i) => render("[One|Two {thing}|Three]", i)));
  expect(made).toEqual(new Set(["One", "Two compass", "Three"]));
});

test("a slot that does not exist is an error of ours", () => {
  expect(() => render("{hero.shoe}")).toThrow(/^internal: /);
  expect(() => render("{villain}")).toThrow(/^internal: /);
});
