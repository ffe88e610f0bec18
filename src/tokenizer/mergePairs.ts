// The merge loop of vocabulary training (specification 1.8, steps 5 to 7): the most frequent pair of neighbouring pieces
// becomes a piece, again and again. It follows the library in what looks odd too: a pair's own count stays as it was when
// it is merged, and a pair may wait in the queue several times, each time with other words.

import { PairTable } from "./pairTable";
import { PriorityQueue } from "./priorityQueue";
import type { SymbolWords } from "./splitWords";

interface Merge {
  pair: number; // in the table
  left: number;
  right: number;
  /** The pair's count when this was queued. */
  count: number;
  /** Words that may hold the pair. */
  words: number[];
}

/** Words by the pair that appeared in them. */
type Appearances = Map<number, number[]>;

const before = (a: Merge, b: Merge) =>
  a.count !== b.count ? a.count > b.count : a.left !== b.left ? a.left < b.left : a.right < b.right;

/** Appends merged pieces to `vocab`, changing `words` on the way; yields after every merge. */
export function* mergePairs(
  words: SymbolWords,
  counts: readonly number[],
  vocab: string[],
  { vocabSize, minFrequency }: { vocabSize: number; minFrequency: number },
): Generator<void> {
  const ids = new Map(vocab.map((token, id) => [token, id]));
  const pairs = new PairTable();
  const queue = new PriorityQueue<Merge>(before);

  function enqueue(appearances: Appearances): void {
    for (const [pair, where] of appearances) {
      const count = pairs.counts[pair];
      if (count > 0) queue.push({ pair, left: pairs.lefts[pair], right: pairs.rights[pair], count, words: where });
    }
  }

  enqueue(countPairs(words, counts, pairs));
  while (vocab.length < vocabSize) {
    const merge = queue.pop();
    if (!merge) return;
    const count = pairs.counts[merge.pair];
    if (merge.count !== count) {
      queue.push({ ...merge, count });
      continue;
    }
    if (count < 1 || count < minFrequency) return;

    const token = vocab[merge.left] + vocab[merge.right].replace(/^##/, "");
    let id = ids.get(token);
    if (id === undefined) {
      id = vocab.push(token) - 1;
      ids.set(token, id);
    }
    const appearances: Appearances = new Map();
    for (const word of merge.words) mergeInWord(words, word, counts[word], merge, id, pairs, appearances);
    enqueue(appearances);
    yield;
  }
}

function countPairs(
  { symbols, starts, lengths }: SymbolWords,
  counts: readonly number[],
  pairs: PairTable,
): Appearances {
  const appearances: Appearances = new Map();
  for (let word = 0; word < lengths.length; word++) {
    const last = starts[word] + lengths[word] - 1;
    for (let i = starts[word]; i < last; i++) {
      appear(appearances, pairs.add(symbols[i], symbols[i + 1], counts[word]), word);
    }
  }
  return appearances;
}

/** Replaces the pair from left to right, each time moving the counts of the pairs that it had with its neighbours. */
function mergeInWord(
  { symbols, starts, lengths }: SymbolWords,
  word: number,
  count: number,
  { left, right }: Merge,
  id: number,
  pairs: PairTable,
  appearances: Appearances,
): void {
  const start = starts[word];
  const end = start + lengths[word];
  let write = start; // what lies before is done
  for (let read = start; read < end; read++) {
    if (symbols[read] !== left || read + 1 === end || symbols[read + 1] !== right) {
      symbols[write++] = symbols[read];
      continue;
    }
    read++;
    if (write > start) {
      const previous = symbols[write - 1];
      pairs.add(previous, left, -count);
      appear(appearances, pairs.add(previous, id, count), word);
    }
    if (read + 1 < end) {
      const following = symbols[read + 1];
      pairs.add(right, following, -count);
      appear(appearances, pairs.add(id, following, count), word);
    }
    symbols[write++] = id;
  }
  lengths[word] = write - start;
}

/** Words are visited one after the other, so a repeated one is the last. */
function appear(appearances: Appearances, pair: number, word: number): void {
  const words = appearances.get(pair);
  if (!words) appearances.set(pair, [word]);
  else if (words[words.length - 1] !== word) words.push(word);
}
