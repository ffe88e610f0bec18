// Tokens back to text, as the huggingface WordPiece decoder with prefix "##" and cleanup (specification 1.6).

// Applied to each token alone and in this order, which is why "don ' t" stays as it is.
const CLEANUPS = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" do not", " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;

export function decodeTokens(tokens: readonly string[]): string {
  return tokens.map((token, index) => cleanUp(index === 0 ? token : joined(token))).join("");
}

function joined(token: string): string {
  return token.startsWith("##") ? token.slice(2) : ` ${token}`;
}

function cleanUp(token: string): string {
  return CLEANUPS.reduce((text, [from, to]) => text.replaceAll(from, to), token);
}
