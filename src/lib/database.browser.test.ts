import { deleteDB } from "idb";
import { afterEach, expect, test } from "vitest";
import { chunksOf, openStudioDatabase } from "./database";

const NAME = "database-test";
afterEach(() => deleteDB(NAME));

test("chunksOf finds every chunk of its owner and no other's", async () => {
  const database = await openStudioDatabase(NAME);
  for (const owner of ["a", "a/b", "b"]) {
    for (const chunk of [0, 1, 70_000]) await database.put("textChunks", `${owner} ${chunk}`, [owner, chunk]);
  }
  await database.delete("textChunks", chunksOf("a"));
  expect(await database.getAll("textChunks")).toEqual(["a/b 0", "a/b 1", "a/b 70000", "b 0", "b 1", "b 70000"]);
  database.close();
});

test("a newer database is left alone with a sentence", async () => {
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1_000);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  newer.close();
  await expect(openStudioDatabase(NAME)).rejects.toMatchObject({ code: "storage-newer" });
});
