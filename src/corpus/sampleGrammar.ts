// The small grammar in which the built-in stories are written. A template is a sentence with choices, [walked|ran], and
// slots, {hero} or {hero.his}; what fills a slot may itself be a template. "a(n)" becomes the article that its word asks
// for. Agreement comes from the slots: {thing.was} is "was" or "were" as the thing is one or many.

import { invariant } from "../lib/errors";
import type { Draws } from "../lib/random";

/** What is said of one role, by field; the field "name" is what {role} alone means. */
export type Words = Readonly<Record<string, string>>;
export type Slots = Readonly<Record<string, Words>>;

const VOWEL_SOUND = /^(?!one|uni|use)[aeiou]|^hon(est|our)/i;

/** The sentence that `template` makes of `slots`, its choices drawn in order of appearance. */
export function renderSentence(template: string, slots: Slots, draws: Draws): string {
  return expand(template, slots, draws)
    .replace(/\b([Aa])\(n\) (\w+)/g, (_, article: string, next: string) =>
      VOWEL_SOUND.test(next) ? `${article}n ${next}` : `${article} ${next}`,
    )
    .replace(/^"?./, (start) => start.toUpperCase());
}

function expand(template: string, slots: Slots, draws: Draws): string {
  return template.replace(/\[([^\]]*)\]|\{(\w+)\.?(\w*)\}/g, (_, choices?: string, role = "", field?: string) => {
    if (choices !== undefined) return expand(pick(choices.split("|"), draws), slots, draws);
    const words = slots[role]?.[field || "name"];
    invariant(words !== undefined, "a sentence of the sample has an unknown slot");
    return expand(words, slots, draws);
  });
}

export function pick<T>(items: readonly T[], draws: Draws): T {
  return items[draws.integer(0, items.length - 1)];
}
