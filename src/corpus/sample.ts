// The built-in sample corpus: small stories written by rule, so that a person without a text of their own can begin at
// once. Story i is a pure function of (seed, i). See sampleWorld for who and where, samplePlots for what happens.

import { keyedDraws, type Draws } from "../lib/random";
import { pick, renderSentence, type Slots, type Words } from "./sampleGrammar";
import { CLOSING, OPENING, PLOTS, WEATHER_BEATS, WEATHER_END, type Beat } from "./samplePlots";
import { CHARACTERS, neighboursOf, PLACES, THINGS, WEATHERS, type Character, type Thing } from "./sampleWorld";
import type { Document } from "./types";

const DOCUMENTS = 2000;
const SAMPLE_SEED = 1;

/** Everyone, with those whom they may meet. */
const PEOPLE = CHARACTERS.map((character) => ({
  words: wordsOfCharacter(character),
  neighbours: neighboursOf(character).map(wordsOfCharacter),
}));
const THING_WORDS = THINGS.map(wordsOfThing);

/** All stories, one document each, one at a time. */
export function* sampleDocuments(seed = SAMPLE_SEED): Iterable<Document> {
  for (let index = 0; index < DOCUMENTS; index++) yield sampleDocument(seed, index);
}

/** Story number `index`: 13 to 15 sentences. */
export function sampleDocument(seed: number, index: number): Document {
  const draws = keyedDraws(seed, "sampleCorpus", index);
  const hero = pick(PEOPLE, draws);
  const slots: Slots = {
    hero: hero.words,
    friend: pick(hero.neighbours, draws),
    thing: pick(THING_WORDS, draws),
    place: pick(PLACES, draws),
    weather: pick(WEATHERS, draws),
  };
  return chooseBeats(draws).map((beat) => renderSentence(pick(beat, draws), slots, draws));
}

/** Opening, the weather now and then, a plot, closing. */
function chooseBeats(draws: Draws): Beat[] {
  const plot = pick(PLOTS, draws);
  if (draws.uniform() < 0.4) return [...OPENING, ...plot, ...CLOSING];
  return [...OPENING, ...WEATHER_BEATS, ...plot, WEATHER_END, CLOSING[1]];
}

function wordsOfCharacter({ trade, ...character }: Character): Words {
  const isShe = character.pronoun === "she";
  return {
    ...trade,
    ...character,
    trade: trade.name,
    he: character.pronoun,
    him: isShe ? "her" : "him",
    his: isShe ? "her" : "his",
  };
}

function wordsOfThing({ name, isMany }: Thing): Words {
  return {
    name,
    a: `${isMany ? "some" : "a(n)"} ${name}`,
    noun: name.replace(/^.* /, ""),
    it: isMany ? "them" : "it", // as an object
    they: isMany ? "they" : "it",
    this: isMany ? "these" : "this",
    is: isMany ? "are" : "is",
    was: isMany ? "were" : "was",
    hangs: isMany ? "hang" : "hangs",
    belongs: isMany ? "belong" : "belongs",
  };
}
