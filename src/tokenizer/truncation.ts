// LongestFirst truncation of a pair, as huggingface's fast tokenizers cut it (specification 1.6).

/** Lengths to keep of parts of `first` and `second` tokens, `budget` together: the longer gives way first. */
export function truncatePair(first: number, second: number, budget: number): [number, number] {
  if (first + second <= budget) return [first, second];
  const shorter = Math.min(first, second);
  const half = Math.floor(budget / 2);
  const keep = budget - shorter >= shorter ? [shorter, budget - shorter] : [half, budget - half];
  return first <= second ? [keep[0], keep[1]] : [keep[1], keep[0]];
}
