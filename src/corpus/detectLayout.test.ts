// Realistic beginnings of each kind of text.
import { expect, test } from "vitest";
import { detectLayout, looksWrapped } from "./detectLayout";

const lines = (text: string) => text.replace(/^\n/, "").split("\n");

// Dickens, A Christmas Carol (1843), as Project Gutenberg wraps it.
const NOVEL = lines(`
Marley was dead: to begin with. There is no doubt whatever about that. The
register of his burial was signed by the clergyman, the clerk, the undertaker,
and the chief mourner. Scrooge signed it. And Scrooge's name was good upon
'Change, for anything he chose to put his hand to.

Old Marley was as dead as a door-nail.

Mind! I don't mean to say that I know, of my own knowledge, what there is
particularly dead about a door-nail. I might have been inclined, myself, to
regard a coffin-nail as the deadest piece of ironmongery in the trade. But the
wisdom of our ancestors is in the simile; and my unhallowed hands shall not
disturb it, or the Country's done for.`);

const SENTENCES = lines(`
The rain had only ceased with the gray streaks of morning at Blazing Star.
Indeed, it was recorded that a fortunate early riser had once picked up a solid chunk of gold quartz.
"Cass" Beard had risen early that morning, but not with a view to discovery.
A leak in his cabin roof had roused him at four A.M., with a flooded "bunk" and wet blankets.

The chips from his wood pile refused to kindle a fire to dry his bed-clothes.
This was nearly opposite.
Mr. Cassius crossed the highway, and stopped suddenly.`);

const WIKITEXT = lines(`
 = Homarus gammarus = 
 
 Homarus gammarus , known as the European lobster , is a species of <unk> lobster . It is closely related . 
 
 = = Description = = 
 
 Homarus gammarus is a large <unk> , with a body length up to 60 centimetres ( 24 in ) . `);

test("hard-wrapped prose", () => {
  expect(detectLayout(NOVEL)).toEqual({
    layout: "prose",
    shape: { wrapped: true, blankLines: true, blankEndsDocument: false },
  });
});

test("one sentence a line with blank lines between documents", () => {
  expect(detectLayout(SENTENCES)).toMatchObject({
    layout: "sentence-per-line",
    shape: { wrapped: false, blankLines: true },
  });
});

test("one sentence a line without punctuation or blank lines", () => {
  const found = detectLayout(
    lines("the cat sat on the mat\nit was happy\na dog came in from the rain and barked\nthe cat ran"),
  );
  expect(found).toMatchObject({ layout: "sentence-per-line", shape: { wrapped: false, blankLines: false } });
});

test("short sentences of like length are not taken for wrapped lines", () => {
  const stories = lines(
    "Tom went to the park.\nThe sun was very warm.\nHe saw a small dog.\nThe dog ran to Tom.\nTom was very glad.",
  );
  expect(detectLayout(stories).layout).toBe("sentence-per-line");
});

test("WikiText by its headings", () => {
  expect(detectLayout(WIKITEXT).layout).toBe("wikitext");
  expect(detectLayout(lines("x = y = z\na = 1 is set.\nThen = is typed.")).layout).not.toBe("wikitext");
});

test("a paragraph a line; blank lines between paragraphs or between documents", () => {
  const paragraph =
    "It was late. The street lay empty, and nobody came. He waited a little longer than he had meant to.";
  const apart = Array.from({ length: 8 }, () => [paragraph, ""]).flat();
  expect(detectLayout(apart)).toEqual({
    layout: "prose",
    shape: { wrapped: false, blankLines: true, blankEndsDocument: false },
  });
  const grouped = Array.from({ length: 4 }, () => [paragraph, paragraph, paragraph, ""]).flat();
  expect(detectLayout(grouped)).toEqual({
    layout: "prose",
    shape: { wrapped: false, blankLines: true, blankEndsDocument: true },
  });
});

test("one long line of several sentences is prose", () => {
  expect(detectLayout(["It rained. They stayed in. Nobody minded."]).layout).toBe("prose");
});

test("wrapping is seen at any width, and not in a list", () => {
  for (const width of [40, 72, 100]) {
    const words = NOVEL.join(" ").split(/\s+/);
    const wrapped: string[] = [""];
    for (const word of words) {
      if (`${wrapped.at(-1)} ${word}`.length > width) wrapped.push(word);
      else wrapped.push(`${wrapped.pop()} ${word}`.trim());
    }
    expect(looksWrapped(wrapped), `width ${width}`).toBe(true);
  }
  expect(looksWrapped(["apples", "two dozen ripe pears", "a bag of flour for the weekend", "salt", "milk"])).toBe(
    false,
  );
});
