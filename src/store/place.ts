// The seven places, and the one that is open. The place is the URL's hash, so that back, reload and a link work; a shared
// configuration travels there too ("#pretraining&c=...") and is taken out once it was read.

import { create } from "zustand";
import { applyChoices } from "./config";
import { runJob } from "./jobs";
import { decodeChoices, encodeChoices, type Choices } from "./shareLink";

export const PLACES = ["corpus", "tokenizer", "model", "pretraining", "train", "probe", "runs"] as const;
export type Place = (typeof PLACES)[number];

export const usePlace = create<{ place: Place }>(() => ({ place: "train" }));

/** "#place&c=configuration", both parts optional. */
export function parseHash(hash: string): { place: Place | null; configuration: string | null } {
  const parts = hash.replace(/^#/, "").split("&");
  const configuration = parts.find((part) => part.startsWith("c="))?.slice(2) ?? null;
  return { place: PLACES.find((place) => parts.includes(place)) ?? null, configuration };
}

export function goTo(place: Place): void {
  window.location.hash = place;
}

export function shareAddress(choices: Choices): string {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}#pretraining&c=${encodeChoices(choices)}`;
}

function moveOn(): void {
  followHash();
  window.scrollTo({ top: 0 });
}

function followHash(): void {
  const { place, configuration } = parseHash(window.location.hash);
  usePlace.setState({ place: place ?? (configuration ? "pretraining" : "train") });
  if (configuration === null) return;
  window.history.replaceState(null, "", `#${usePlace.getState().place}`);
  void runJob("link", "Reading the link", () => Promise.resolve(configuration).then(decodeChoices).then(applyChoices));
}

/** Called once at the start. */
export function watchHash(): void {
  followHash();
  window.addEventListener("hashchange", moveOn);
}
