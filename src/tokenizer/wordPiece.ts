// The tokenizer: text to ids and back, equal to huggingface's fast BertTokenizer (specification 1.1 to 1.6).
// A lone surrogate counts as U+FFFD, as in every conversion to UTF-8; clean text removes it.

import { AddedTokenFinder } from "./addedTokens";
import { CharacterRules, NO_NORMALIZATION } from "./characterRules";
import { decodeTokens } from "./decoder";
import { normalizeText } from "./normalizedText";
import { wellFormedCodePointAt } from "./normalizer";
import { PieceEncoder } from "./pieceEncoder";
import { isContinuationPiece } from "./pieceTrie";
import { findSpecialTokenIds } from "./specialTokens";
import { TokenBuffer } from "./tokenBuffer";
import { truncatePair } from "./truncation";
import type { AddedToken, Piece, SpecialTokenIds, TokenizerDefinition } from "./types";
import { WordScanner } from "./wordScanner";

/** A sequence as a model takes it. */
export interface ModelInput {
  ids: number[];
  tokenTypeIds: number[];
}

/** A stretch of the source: an added token, or text to be cut into words. */
type Stretch =
  | { token: AddedToken; start: number; end: number }
  | {
      token: null;
      scanner: WordScanner;
      text: string;
      start: number;
      end: number;
      toSource: (index: number) => number;
    };

const same = (index: number) => index;

/** Where the character that begins at `index` ends. */
const characterEnd = (text: string, index: number) => index + (wellFormedCodePointAt(text, index) > 0xffff ? 2 : 1);

export class WordPieceTokenizer {
  readonly vocabSize: number;
  readonly specialIds: SpecialTokenIds;
  /** [V], 1 for pieces that continue a word. */
  readonly isContinuation: Uint8Array;

  private readonly ids = new Map<string, number>();
  private readonly specialTokenIds: Set<number>;
  private readonly pieces: PieceEncoder;
  private readonly rules: CharacterRules;
  private readonly scanner: WordScanner;
  private readonly plainScanner = new WordScanner(new CharacterRules(NO_NORMALIZATION));
  private readonly rawTokens: AddedTokenFinder;
  private readonly normalizedTokens: AddedTokenFinder;
  private readonly buffer = new TokenBuffer();

  constructor(readonly definition: TokenizerDefinition) {
    const { vocab, addedTokens, normalizer } = definition;
    this.vocabSize = vocab.length;
    vocab.forEach((token, id) => this.ids.set(token, id));
    this.specialIds = findSpecialTokenIds(this.ids, definition);
    this.specialTokenIds = new Set(addedTokens.filter((token) => token.special).map((token) => token.id));
    this.isContinuation = Uint8Array.from(vocab, (token) => Number(isContinuationPiece(token)));
    const pieces = vocab.slice(0, definition.modelVocabSize);
    this.pieces = new PieceEncoder(pieces, this.specialIds.unk, definition.maxInputCharsPerWord);
    this.rules = new CharacterRules(normalizer);
    this.scanner = new WordScanner(this.rules);
    this.rawTokens = new AddedTokenFinder(addedTokens.filter((token) => !token.normalized));
    this.normalizedTokens = new AddedTokenFinder(
      addedTokens.filter((token) => token.normalized),
      (content) => normalizeText(content, this.rules).text,
    );
  }

  /** Ids of the text's tokens, without [CLS] and [SEP]. */
  encode(text: string): number[] {
    this.buffer.clear();
    this.encodeInto(text, this.buffer);
    return this.buffer.toArray();
  }

  /** Appends what `encode` returns; the way to encode a corpus. */
  encodeInto(text: string, out: TokenBuffer): void {
    if (this.normalizedTokens.isEmpty && !this.rawTokens.mayOccurIn(text)) {
      this.scanner.start(text);
      while (this.scanner.next()) this.pieces.append(this.scanner, out);
      return;
    }
    for (const stretch of this.stretches(text)) {
      if (stretch.token) {
        out.push(stretch.token.id);
      } else {
        stretch.scanner.start(stretch.text, stretch.start, stretch.end);
        while (stretch.scanner.next()) this.pieces.append(stretch.scanner, out);
      }
    }
  }

  /** The tokens of the text with the range that each comes from. */
  encodeWithOffsets(text: string): Piece[] {
    const pieces: Piece[] = [];
    for (const stretch of this.stretches(text)) {
      if (stretch.token) {
        const { token, start, end } = stretch;
        pieces.push({ token: token.content, id: token.id, start, end });
        continue;
      }
      const { scanner, toSource } = stretch;
      scanner.start(stretch.text, stretch.start, stretch.end);
      while (scanner.next()) {
        for (const { id, start, end } of this.pieces.match(scanner)) {
          pieces.push({
            token: this.idToToken(id),
            id,
            start: toSource(scanner.origins[start]),
            end: characterEnd(text, toSource(scanner.origins[end - 1])),
          });
        }
      }
    }
    return pieces;
  }

  /** [CLS] first [SEP], or [CLS] first [SEP] second [SEP], the longer part cut first so that `maxLength` ids are enough. */
  encodeForModel(first: string, second: string | null, maxLength: number): ModelInput {
    const { cls, sep } = this.specialIds;
    const a = this.encode(first);
    if (second === null) {
      const ids = [cls, ...a.slice(0, Math.max(0, maxLength - 2)), sep];
      return { ids, tokenTypeIds: ids.map(() => 0) };
    }
    const b = this.encode(second);
    const [aLength, bLength] = truncatePair(a.length, b.length, Math.max(0, maxLength - 3));
    const ids = [cls, ...a.slice(0, aLength), sep, ...b.slice(0, bLength), sep];
    return { ids, tokenTypeIds: ids.map((_, index) => (index < aLength + 2 ? 0 : 1)) };
  }

  decode(ids: Iterable<number>, options: { skipSpecialTokens: boolean } = { skipSpecialTokens: true }): string {
    const kept = Array.from(ids).filter((id) => !options.skipSpecialTokens || !this.specialTokenIds.has(id));
    return decodeTokens(kept.map((id) => this.idToToken(id)));
  }

  tokenToId(token: string): number | undefined {
    return this.ids.get(token);
  }

  /** The token of `id`; throws a RangeError outside the vocabulary. */
  idToToken(id: number): string {
    const token = this.definition.vocab[id];
    if (token === undefined)
      throw new RangeError(`Token id ${id} is outside the vocabulary of ${this.vocabSize} tokens.`);
    return token;
  }

  /** Added tokens are found in the raw text first, then, those that ask for it, in what the normalizer makes of the rest. */
  private *stretches(text: string): Generator<Stretch> {
    for (const { token, start, end } of this.rawTokens.split(text)) {
      if (token) yield { token, start, end };
      else if (this.normalizedTokens.isEmpty) yield { token, scanner: this.scanner, text, start, end, toSource: same };
      else yield* this.normalizedStretches(text.slice(start, end), start);
    }
  }

  private *normalizedStretches(source: string, offset: number): Generator<Stretch> {
    const { text, origins } = normalizeText(source, this.rules);
    const toSource = (index: number) => offset + origins[index];
    for (const { token, start, end } of this.normalizedTokens.split(text)) {
      if (token) yield { token, start: toSource(start), end: offset + characterEnd(source, origins[end - 1]) };
      else yield { token, scanner: this.plainScanner, text, start, end, toSource };
    }
  }
}
