// The small grammar in which the built-in stories are written. A template is a sentence with choices, [walked|ran], and
// slots, {hero} or {hero.his}; what fills a slot may itself be a template. "a(n)" becomes the article that its word asks
// for. Agreement comes from the slots: {thing.was} is "was" or "were" as the thing is one or many.

import { invariant } from "../lib/errors";
import type { Draws } from "../lib/random";

const VOWEL_SOUND = /^(?!one|uni|use)[aeiou]|^hon(est|our)/i;

export type Slots = Readonly<Record<string, string>>;

/** The sentence that `template` makes of `slots`, its choices drawn in order of appearance. */
export function renderSentence(template: string, slots: Slots, draws: Draws): string {
  const words = expand(template, slots, draws).replace(
    /\b([Aa])\(n\) (\w+)/g,
    (_, article: string, next: string) => `${article}${VOWEL_SOUND.test(next) ? "n" : ""} ${next}`,
  );
  return words.replace(/^"?./, (start) => start.toUpperCase());
}

function expand(template: string, slots: Slots, draws: Draws): string {
  return template.replace(/\[([^\]]*)\]|\{([^}]*)\}/g, (_, choices?: string, slot?: string) => {
    if (choices !== undefined) return expand(pick(choices.split("|"), draws), slots, draws);
    const value = slots[slot ?? ""];
    invariant(value !== undefined, `no slot {${slot}} in "${template}"`);
    return expand(value, slots, draws);
  });
}

export function pick<T>(items: readonly T[], draws: Draws): T {
  return items[draws.integer(0, items.length - 1)];
}
