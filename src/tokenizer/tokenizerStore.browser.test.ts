import { expect, test } from "vitest";
import type { Database } from "../lib/database";
import { eachWithDatabase } from "../lib/databaseTest";
import { exampleDefinition } from "./exampleTokenizer";
import { deleteTokenizer, getTokenizer, listTokenizers, saveTokenizer } from "./tokenizerStore";

let db: Database;
eachWithDatabase("tokenizer-store-test", (opened) => {
  db = opened;
});

test("the same tokenizer is kept once, under the hash of its definition", async () => {
  const definition = exampleDefinition();
  const first = await saveTokenizer(db, "vocab.txt", definition);
  expect(first.id).toMatch(/^[0-9a-f]{16}$/);
  expect(first.vocabSize).toBe(definition.vocab.length);
  const reordered = Object.fromEntries(Object.entries(definition).toReversed()) as typeof definition;
  expect(await saveTokenizer(db, "again", reordered)).toEqual(first);
  expect(await listTokenizers(db)).toEqual([first]);
  expect(await getTokenizer(db, first.id)).toEqual(first);
});

test("another definition is another tokenizer", async () => {
  const first = await saveTokenizer(db, "a", exampleDefinition());
  const second = await saveTokenizer(db, "b", exampleDefinition({ lowercase: false }));
  expect(second.id).not.toBe(first.id);
  expect((await listTokenizers(db)).map(({ name }) => name).sort()).toEqual(["a", "b"]);
  await deleteTokenizer(db, first.id);
  expect(await listTokenizers(db)).toEqual([second]);
  await expect(getTokenizer(db, first.id)).rejects.toMatchObject({ kind: "storage", code: "tokenizer-missing" });
});

test("a damaged record is refused", async () => {
  await db.put("tokenizers", { id: "x", definition: { vocab: 5 } });
  await expect(getTokenizer(db, "x")).rejects.toMatchObject({ code: "tokenizer-damaged" });
});
