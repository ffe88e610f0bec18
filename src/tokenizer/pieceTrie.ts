// Longest match over a WordPiece vocabulary (specification 1.4): a trie by UTF-16 unit whose edges lie in one hash table of
// typed arrays. Pieces are well-formed, so a match never ends within a surrogate pair.

const CONTINUATION_PREFIX = "##";
const WORD_START = 0;
const WORD_MIDDLE = 1;
const NONE = -1;

export function isContinuationPiece(token: string): boolean {
  return token.startsWith(CONTINUATION_PREFIX);
}

export class PieceTrie {
  // Open addressing: the edge in a slot leads from node `from` by `unit` to node `to`.
  private readonly from: Int32Array;
  private readonly unit: Uint16Array;
  private readonly to: Int32Array;
  private readonly slotMask: number;
  /** Id of the piece that ends at a node. */
  private readonly pieceIds: Int32Array;
  private nodes = 2;

  /** `pieces` by id; the last of equal pieces is found. */
  constructor(pieces: readonly string[]) {
    let units = 2;
    for (const piece of pieces) units += 2 * piece.length;
    const slots = 2 ** Math.ceil(Math.log2(2 * units));
    this.slotMask = slots - 1;
    this.from = new Int32Array(slots).fill(NONE);
    this.unit = new Uint16Array(slots);
    this.to = new Int32Array(slots);
    this.pieceIds = new Int32Array(units).fill(NONE);
    pieces.forEach((piece, id) => {
      this.add(WORD_START, piece, id);
      if (isContinuationPiece(piece)) this.add(WORD_MIDDLE, piece.slice(CONTINUATION_PREFIX.length), id);
    });
  }

  /** Length of the longest piece that begins at `start` of the word's `length` units, 0 if none; see `matchedId`. */
  match(word: Uint16Array, start: number, length: number): number {
    let node = start === 0 ? WORD_START : WORD_MIDDLE;
    let longest = 0;
    for (let i = start; i < length; i++) {
      const slot = this.slot(node, word[i]);
      if (this.from[slot] === NONE) break;
      node = this.to[slot];
      if (this.pieceIds[node] !== NONE) {
        longest = i + 1 - start;
        this.matchedId = this.pieceIds[node];
      }
    }
    return longest;
  }

  /** Id of the piece that the last successful `match` found. */
  matchedId = NONE;

  private add(root: number, text: string, id: number): void {
    if (text === "") return;
    let node = root;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const slot = this.slot(node, unit);
      if (this.from[slot] === NONE) {
        this.from[slot] = node;
        this.unit[slot] = unit;
        this.to[slot] = this.nodes++;
      }
      node = this.to[slot];
    }
    this.pieceIds[node] = id;
  }

  /** The slot of the edge, or the empty one where it belongs. */
  private slot(node: number, unit: number): number {
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & this.slotMask;
    while (this.from[slot] !== NONE && (this.from[slot] !== node || this.unit[slot] !== unit)) {
      slot = (slot + 1) & this.slotMask;
    }
    return slot;
  }
}
