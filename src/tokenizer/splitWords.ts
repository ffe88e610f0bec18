// The alphabet of a vocabulary, and words as sequences of its characters (specification 1.8, steps 3 and 4).

import type { WordTable } from "./wordTable";

/** Words as symbols (token ids); word w has lengths[w] of them from starts[w] on. */
export interface SymbolWords {
  symbols: Int32Array;
  starts: Uint32Array;
  lengths: Uint32Array;
}

export interface SplitWords {
  words: SymbolWords;
  /** Bare characters, then those with "##", each by code point; their ids begin at `firstId`. */
  characters: string[];
  alphabetSize: number;
}

export function splitWords(
  table: WordTable,
  counts: readonly number[],
  limitAlphabet: number,
  firstId: number,
): SplitWords {
  const frequencies = new Map<number, number>();
  const continued = new Set<number>();
  for (let word = 0; word < table.size; word++) {
    forEachCodePoint(table.word(word), (codePoint, position) => {
      frequencies.set(codePoint, (frequencies.get(codePoint) ?? 0) + counts[word]);
      if (position > 0) continued.add(codePoint);
    });
  }
  const alphabet = [...frequencies]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b) // of equally rare ones the higher code point goes
    .slice(0, limitAlphabet)
    .map(([codePoint]) => codePoint)
    .sort((a, b) => a - b);
  const bareIds = new Map(alphabet.map((codePoint, index) => [codePoint, firstId + index]));
  const continuing = alphabet.filter((codePoint) => continued.has(codePoint));
  const continuingIds = new Map(continuing.map((codePoint, index) => [codePoint, firstId + alphabet.length + index]));

  // Units are at least as many as code points, so the words' places in the table serve.
  const symbols = new Int32Array(table.starts[table.size]);
  const lengths = new Uint32Array(table.size);
  for (let word = 0; word < table.size; word++) {
    forEachCodePoint(table.word(word), (codePoint, position) => {
      const id = (position === 0 ? bareIds : continuingIds).get(codePoint);
      if (id !== undefined) symbols[table.starts[word] + lengths[word]++] = id;
    });
  }
  const characters = [
    ...alphabet.map((codePoint) => String.fromCodePoint(codePoint)),
    ...continuing.map((codePoint) => `##${String.fromCodePoint(codePoint)}`),
  ];
  return { words: { symbols, starts: table.starts, lengths }, characters, alphabetSize: alphabet.length };
}

function forEachCodePoint(units: Uint16Array, visit: (codePoint: number, position: number) => void): void {
  for (let i = 0, position = 0; i < units.length; i++, position++) {
    let codePoint = units[i];
    if ((codePoint & 0xfc00) === 0xd800) codePoint = 0x10000 + ((codePoint & 0x3ff) << 10) + (units[++i] & 0x3ff);
    visit(codePoint, position);
  }
}
