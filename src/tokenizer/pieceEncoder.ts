// WordPiece proper (specification 1.4): a scanned word to the ids of its pieces, longest match first, remembered by word.

import { PieceTrie } from "./pieceTrie";
import { TokenBuffer } from "./tokenBuffer";
import type { WordScanner } from "./wordScanner";
import { grown, WordTable } from "./wordTable";

/** A piece of a word: its units [start, end). */
export interface MatchedPiece {
  id: number;
  start: number;
  end: number;
}

// Text repeats itself: a few ten thousand words make up nearly all of a corpus. When they are full, begin anew.
const REMEMBERED_WORDS = 1 << 16;
const REMEMBERED_UNITS = 1 << 20;

export class PieceEncoder {
  private readonly trie: PieceTrie;
  private readonly words = new WordTable(1024);
  /** Ids of the pieces of all remembered words; word n has those from idStarts[n] to idStarts[n + 1] - 1. */
  private readonly ids = new TokenBuffer(4096);
  private idStarts = new Uint32Array(1025);

  constructor(
    pieces: readonly string[],
    private readonly unkId: number,
    private readonly maxInputCharsPerWord: number,
  ) {
    this.trie = new PieceTrie(pieces);
  }

  /** Appends the ids of the word that `scanner` stands at. */
  append(scanner: WordScanner, out: TokenBuffer): void {
    const { units, length, hash } = scanner;
    if (this.isTooLong(scanner)) {
      out.push(this.unkId); // never remembered: one such word may be as long as a file
      return;
    }
    let number = this.words.find(units, length, hash);
    if (number < 0) number = this.remember(scanner);
    const { ids } = this.ids;
    const end = this.idStarts[number + 1];
    for (let i = this.idStarts[number]; i < end; i++) out.push(ids[i]);
  }

  /** The pieces of the word that `scanner` stands at; one unknown piece when it cannot be covered. */
  match(scanner: WordScanner): MatchedPiece[] {
    const unknown = [{ id: this.unkId, start: 0, end: scanner.length }];
    if (this.isTooLong(scanner)) return unknown;
    const pieces: MatchedPiece[] = [];
    for (let start = 0; start < scanner.length;) {
      const length = this.trie.match(scanner.units, start, scanner.length);
      if (length === 0) return unknown;
      pieces.push({ id: this.trie.matchedId, start, end: start + length });
      start += length;
    }
    return pieces;
  }

  private isTooLong(scanner: WordScanner): boolean {
    return scanner.length > this.maxInputCharsPerWord && scanner.countCodePoints() > this.maxInputCharsPerWord;
  }

  private remember(scanner: WordScanner): number {
    const full = this.words.size >= REMEMBERED_WORDS || this.words.starts[this.words.size] >= REMEMBERED_UNITS;
    if (full) {
      this.words.clear();
      this.ids.clear();
    }
    const number = this.words.add(scanner.units, scanner.length, scanner.hash);
    for (const piece of this.match(scanner)) this.ids.push(piece.id);
    if (number + 1 === this.idStarts.length)
      this.idStarts = grown(this.idStarts, new Uint32Array(2 * this.idStarts.length));
    this.idStarts[number + 1] = this.ids.length;
    return number;
  }
}
