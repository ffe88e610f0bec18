// The built-in sample corpus: small stories written by rule, so that a person without a text of their own can begin at
// once. Story i is a pure function of (seed, i). See sampleWorld for who and where, samplePlots for what happens.

import { keyedDraws, type Draws } from "../lib/random";
import { pick, renderSentence, type Slots } from "./sampleGrammar";
import { CLOSING, OPENING, PLOTS, WEATHER_BEAT, WEATHER_END, type Beat } from "./samplePlots";
import {
  CHARACTERS,
  neighboursOf,
  PLACES,
  THINGS,
  WEATHERS,
  type Character,
  type Place,
  type Weather,
} from "./sampleWorld";
import type { Document } from "./types";

export const SAMPLE_NAME = "Built-in stories";
export const SAMPLE_DOCUMENTS = 2000;
const SAMPLE_SEED = 1;

/** All stories, one document each, one at a time. */
export function* sampleDocuments(seed = SAMPLE_SEED): Iterable<Document> {
  for (let index = 0; index < SAMPLE_DOCUMENTS; index++) yield sampleDocument(seed, index);
}

/** Story number `index`: 12 to 14 sentences. */
export function sampleDocument(seed: number, index: number): Document {
  const draws = keyedDraws(seed, "sampleCorpus", index);
  const hero = pick(CHARACTERS, draws);
  const friend = pick(neighboursOf(hero), draws);
  const weather = pick(WEATHERS, draws);
  const slots: Slots = {
    ...characterSlots("hero", hero),
    ...characterSlots("friend", friend),
    ...thingSlots(pick(THINGS, draws)),
    ...placeSlots(pick(PLACES, draws)),
    ...weatherSlots(weather),
  };
  return chooseBeats(weather, draws).map((beat) => renderSentence(pick(beat, draws), slots, draws));
}

/** Opening, the weather now and then, a plot, closing. */
function chooseBeats(weather: Weather, draws: Draws): Beat[] {
  const plot = pick(PLOTS, draws);
  if (draws.uniform() < 0.4) return [...OPENING, ...plot, ...CLOSING];
  return [...OPENING, [weather.opening], WEATHER_BEAT, ...plot, WEATHER_END, CLOSING[1]];
}

function characterSlots(role: "hero" | "friend", character: Character): Slots {
  const { name, pronoun, trade } = character;
  const isShe = pronoun === "she";
  return {
    [role]: name,
    [`${role}.he`]: pronoun,
    [`${role}.him`]: isShe ? "her" : "him",
    [`${role}.his`]: isShe ? "her" : "his",
    [`${role}.trade`]: trade.name,
    [`${role}.shop`]: trade.shop,
    [`${role}.work`]: trade.work,
    [`${role}.goods`]: trade.goods,
    [`${role}.tool`]: trade.tool,
    [`${role}.detail`]: trade.detail,
    [`${role}.trait`]: character.trait,
    [`${role}.village`]: character.village,
    [`${role}.garment`]: character.garment,
    [`${role}.food`]: character.food,
    [`${role}.pet`]: character.pet,
  };
}

function thingSlots(entry: string): Slots {
  const isMany = entry.startsWith("~");
  const thing = entry.replace(/^~ /, "");
  return {
    thing,
    "thing.a": `${isMany ? "some" : "a(n)"} ${thing}`,
    "thing.noun": thing.replace(/^.* /, ""),
    "thing.it": isMany ? "them" : "it", // as an object
    "thing.they": isMany ? "they" : "it",
    "thing.this": isMany ? "these" : "this",
    "thing.that": isMany ? "those" : "that",
    "thing.is": isMany ? "are" : "is",
    "thing.was": isMany ? "were" : "was",
    "thing.hangs": isMany ? "hang" : "hangs",
    "thing.belongs": isMany ? "belong" : "belongs",
  };
}

function placeSlots(place: Place): Slots {
  return {
    place: place.name,
    "place.in": place.in,
    "place.first": place.first,
    "place.second": place.second,
    "place.many": place.many,
  };
}

function weatherSlots(weather: Weather): Slots {
  return {
    weather: weather.name,
    "weather.effect": weather.effect,
    "weather.trouble": weather.trouble,
    "weather.end": weather.end,
  };
}
