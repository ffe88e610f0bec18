import { expect, test } from "vitest";
import { filesOfEntry } from "./droppedFiles";

/** An entry as browsers give it: a reader hands out a hundred children at a time, then none. */
function entry(fullPath: string, children?: FileSystemEntry[]): FileSystemEntry {
  const name = fullPath.split("/").pop() ?? "";
  const base = {
    name,
    fullPath,
    isFile: !children,
    isDirectory: Boolean(children),
    filesystem: {},
    getParent: () => undefined,
  };
  const file = { file: (resolve: (file: File) => void) => resolve(new File([fullPath], name)) };
  const directory = {
    createReader: () => {
      let given = 0;
      return {
        readEntries: (resolve: (entries: FileSystemEntry[]) => void) => {
          const batch = children?.slice(given, given + 100) ?? [];
          given += batch.length;
          resolve(batch);
        },
      };
    },
  };
  return { ...base, ...(children ? directory : file) } as unknown as FileSystemEntry;
}

test("a dropped folder gives all its files with their paths, hidden ones left out", async () => {
  const many = Array.from({ length: 250 }, (_, i) => entry(`/books/part/${String(i).padStart(3, "0")}.txt`));
  const folder = entry("/books", [
    entry("/books/b.txt"),
    entry("/books/.DS_Store"),
    entry("/books/part", many),
    entry("/books/.git", [entry("/books/.git/config")]),
    entry("/books/a.txt"),
  ]);
  const files = await filesOfEntry(folder);
  expect(files).toHaveLength(252);
  expect(files.slice(0, 3).map(({ path }) => path)).toEqual(["books/a.txt", "books/b.txt", "books/part/000.txt"]);
  expect(await files[2].file.text()).toBe("/books/part/000.txt");
});
