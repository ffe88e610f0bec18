// Splits a paragraph into sentences: Unicode's rules (UAX 29, Intl.Segmenter), then the breaks undone that only an
// abbreviation, an initial, a list number or a quotation inside a sentence has caused.

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

const WINDOW = 4_096; // UTF-16 units

const words = (list: string) => new Set(list.split(" "));

// A name or a number follows: never the end of a sentence.
const BEFORE_NAME = words(
  "Mr Mrs Ms Messrs Mme Mlle Dr Drs Prof Rev Hon Gen Col Capt Cpt Lt Sgt Maj Cmdr Adm Gov Sen Rep Pres Supt St Ste Mt Ft Fr",
);
const ALWAYS = words(
  "e.g i.e eg ie viz vs cf ca approx Fig Figs fig figs Eq Eqs Sec Secs Ref Refs Tab Vol Vols vol vols Chap chap ed eds trans resp bzw z.B",
);
// The end of a sentence unless a number (or a capital standing for one) follows.
const BEFORE_NUMBER = words(
  "No Nos no nos Nr nr p pp Art Op op Ch Bd S Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec c b d",
);
// May end a sentence; it does when the next begins with a word that seldom follows in a name.
const AMBIGUOUS = words(
  "Inc Ltd Co Corp Bros Jr Sr Esq al etc Ph.D M.D B.A M.A a.m p.m A.M P.M A.D B.C Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ave Blvd Rd Mass Calif Wash Conn Pa Va",
);
const STARTERS = words(
  "The A An He She It They We I You This That These Those There Here His Her Its Their Our My Your In On At By For From With " +
    "But And Or So If When While As After Before Although Though Because Since What Who Where Why How Not No Yes Then Now " +
    "However Some Many Most All Both Each Every One Two To Of",
);

const INITIAL = /^\p{Lu}$/u;
const ACRONYM = /^(\p{L}\.)+\p{L}$/u;
const ENUMERATION = /^[^\p{L}\p{N}]*(\d{1,3}|[IVXLC]{1,6}|[ivxlc]{1,6}|\p{L})[.)]+$/u;
const ENDS_WITH_DOT = /(\S+)\.$/u;
const FIRST_WORD = /^[^\p{L}\p{N}]*([\p{L}\p{N}]+)/u;
const OPENS_LOWER = /^[^\p{L}\p{N}]*\p{Ll}/u;
const NUMBER_LIKE = /^[^\p{L}\p{N}]*(\d|[IVXLC]+\b|\p{Lu}\b)/u;

/** Whether `after` belongs to the sentence that so far reads `sentence` and ends with the piece `before`. */
function continues(sentence: string, before: string, after: string): boolean {
  if (OPENS_LOWER.test(after)) return true; // "What?" he said.
  // Only the tail is looked at: no abbreviation is longer, and a paragraph may be one endless word.
  const dotted = ENDS_WITH_DOT.exec(before.slice(-24))?.[1];
  if (dotted === undefined) return false;
  if (sentence.length < 12 && ENUMERATION.test(sentence)) return true; // "3." or "IV." alone
  const word = dotted.replace(/^[^\p{L}\p{N}]+/u, "");
  if (BEFORE_NAME.has(word) || ALWAYS.has(word)) return true;
  const next = FIRST_WORD.exec(after)?.[1];
  if (next === undefined || STARTERS.has(next)) return false;
  if (BEFORE_NUMBER.has(word) && NUMBER_LIKE.test(after)) return true;
  return INITIAL.test(word) || ACRONYM.test(word) || AMBIGUOUS.has(word);
}

/**
 * Unicode's sentences as [start, end) without the white space after them. The segmenter's time grows with the square of
 * its text (V8), so it gets a window at a time; a window's last sentence, perhaps cut, begins the next window.
 */
function* unicodeSentences(text: string): Generator<[number, number]> {
  let size = WINDOW;
  for (let from = 0; from < text.length;) {
    const window = text.slice(from, from + size);
    const reachesEnd = from + size >= text.length;
    const starts = Array.from(segmenter.segment(window), ({ index }) => index);
    if (starts.length === 1 && !reachesEnd) {
      size *= 2; // one sentence fills the window
      continue;
    }
    const whole = reachesEnd ? starts.length : starts.length - 1;
    for (let i = 0; i < whole; i++) {
      const segment = window.slice(starts[i], starts[i + 1]);
      const length = segment.trimEnd().length;
      const leading = segment.length - segment.trimStart().length;
      if (length > 0) yield [from + starts[i] + leading, from + starts[i] + length];
    }
    if (reachesEnd) return;
    from += starts[whole];
    size = WINDOW;
  }
}

/** Sentences of `paragraph`, trimmed, in order; together they are its text without the white space between them. */
export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let sentence = ""; // under way
  let sentenceStart = 0;
  let last = ""; // its last piece
  for (const [start, end] of unicodeSentences(paragraph)) {
    const piece = paragraph.slice(start, end);
    if (last !== "" && !continues(sentence, last, piece)) {
      sentences.push(sentence);
      last = "";
    }
    if (last === "") sentenceStart = start;
    sentence = paragraph.slice(sentenceStart, end);
    last = piece;
  }
  if (last !== "") sentences.push(sentence);
  return sentences;
}
