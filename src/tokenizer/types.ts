// What a WordPiece tokenizer is, as data: enough to rebuild it, to store it and to write vocab.txt and tokenizer.json.

/** Fields of the huggingface BertNormalizer (specification 1.2). */
export interface NormalizerOptions {
  cleanText: boolean;
  handleChineseChars: boolean;
  stripAccents: boolean | null; // null: same as `lowercase`
  lowercase: boolean;
}

export interface AddedToken {
  id: number;
  content: string;
  singleWord: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}

export interface TokenizerDefinition {
  /** Token by id. An empty string stands for an id that no token has. */
  vocab: string[];
  /** Tokens from this id on are added tokens that WordPiece itself does not know; all are known when absent. */
  modelVocabSize?: number;
  normalizer: NormalizerOptions;
  addedTokens: AddedToken[];
  unkToken: string;
  padToken: string;
  clsToken: string;
  sepToken: string;
  maskToken: string;
  maxInputCharsPerWord: number; // code points
}

/** Ids that building examples needs. */
export interface SpecialTokenIds {
  pad: number;
  unk: number;
  cls: number;
  sep: number;
  mask: number;
}

export interface TokenizerRecord {
  id: string; // hex SHA-256 of the definition, first 16 characters
  name: string; // "trained on Stories, 2,000 pieces", "vocab.txt"
  createdAt: number;
  vocabSize: number;
  definition: TokenizerDefinition;
}

/** Specification 1.8; the defaults are those of BertWordPieceTokenizer.train. */
export interface VocabularyTrainingOptions {
  vocabSize: number;
  lowercase: boolean;
  minFrequency: number;
  limitAlphabet: number;
}

/** A piece of text as the tokenizer cuts it, for display. */
export interface Piece {
  token: string;
  id: number;
  /** UTF-16 range in the text it comes from; pieces of one word touch, unless characters between them vanished. */
  start: number;
  end: number;
}
