// Project Gutenberg wraps a book in a header and a licence, which are not part of the text: what lies outside of
// "*** START OF ..." and "*** END OF ..." is left out and counted.

import type { SkipList } from "./documentBuilder";
import type { LineSink } from "./lines";

const START = /^\s*\*{3} ?START OF (THE|THIS) PROJECT GUTENBERG/im;
const END = /^\s*\*{3} ?END OF (THE|THIS) PROJECT GUTENBERG/i;

/** Whether the first lines announce a book's header. */
export function hasGutenbergHeader(head: string): boolean {
  return START.test(head);
}

/** Passes on the lines of the books themselves. `outside`: the file begins with a header. */
export function withoutGutenbergFrame(sink: LineSink, skipped: SkipList, outside: boolean): LineSink {
  let midLine = false;
  return (text, complete) => {
    const isMark = !midLine && text.length < 400 && (START.test(text) || END.test(text));
    midLine = !complete;
    if (isMark) outside = END.test(text);
    if (isMark || outside) skipped.add("Lines of Project Gutenberg's header and licence");
    else sink(text, complete);
  };
}
