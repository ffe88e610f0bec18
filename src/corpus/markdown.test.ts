// Inline marks by CommonMark's rules, as a reader would see the text.
import { expect, test } from "vitest";
import { stripInline } from "./markdown";

test.each([
  ["**bold**, *slanted*, __both__ and _that_", "bold, slanted, both and that"],
  ["snake_case_name and 2 * 3 * 4 stay", "snake_case_name and 2 * 3 * 4 stay"],
  ["a [link](http://x.y/z), a [reference][1] and <https://x.y>", "a link, a reference and https://x.y"],
  ["before ![picture](a.png) after", "before  after"],
  ["``code with ` tick`` and `code`", "code with ` tick and code"],
  ["a <br/> tag, 1 < 2 and 3 > 2", "a  tag, 1 < 2 and 3 > 2"],
  ["\\*not slanted\\* <!-- unseen -->", "*not slanted* "],
])("%s", (marked, plain) => {
  expect(stripInline(marked)).toBe(plain);
});

test("a line full of marks takes no time to speak of", () => {
  const start = performance.now();
  for (const mark of ["*", "_", "`", "[", "<!--", "![]("]) stripInline(mark.repeat(9_000 / mark.length));
  expect(performance.now() - start).toBeLessThan(5_000);
});
