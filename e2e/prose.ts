// Plain English prose for the journeys: one sentence a line, a blank line between documents.

const PEOPLE = ["the captain", "her brother", "the old clerk", "a stranger", "the doctor", "my aunt", "the boy"];
const PLACES = ["the harbour", "the kitchen", "the garden", "the station", "the church", "the cellar"];
const THINGS = ["the letter", "a lantern", "the key", "some bread", "a black umbrella", "the ledger"];
const SENTENCES = [
  (who: string, where: string, what: string) => `In the morning ${who} came to ${where} and looked for ${what}.`,
  (who: string, where: string, what: string) => `${what} was in ${where}, where ${who} had left it.`,
  (who: string, where: string) => `It rained, and ${who} stayed in ${where} until the evening.`,
  (who: string, _: string, what: string) => `"Where is ${what}?" asked ${who} more than once.`,
  (who: string, where: string) => `Nobody in ${where} had seen ${who} for years.`,
  (who: string, where: string, what: string) => `At last ${who} carried ${what} out of ${where}.`,
];

/** `documents` documents of six sentences. The same every time. */
export function prose(documents: number): string {
  const text = Array.from({ length: documents }, (_, d) =>
    SENTENCES.map((sentence, s) => {
      const [who, where, what] = [PEOPLE[(d * 3 + s) % 7], PLACES[d % 6], THINGS[(d * 5) % 6]];
      const line = sentence(who, where, what);
      return line[0].toUpperCase() + line.slice(1);
    }).join("\n"),
  );
  return `${text.join("\n\n")}\n`;
}
