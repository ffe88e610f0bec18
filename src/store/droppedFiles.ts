// Files and whole folders from a drop or a file dialog, each with the path by which the person knows it.

export interface NamedFile {
  path: string;
  file: File;
}

/** Everything in a drop, folders walked. Must be called within the drop event: the items are gone after it. */
export async function filesOfDrop(items: DataTransferItemList): Promise<NamedFile[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map((entry) => filesOfEntry(entry)))).flat();
}

/** The files below an entry, in the order of their paths; hidden files and folders (".git", ".DS_Store") left out. */
export async function filesOfEntry(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.name.startsWith(".")) return [];
  const path = entry.fullPath.replace(/^\//, "");
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file }];
  }
  if (!isDirectory(entry)) return [];
  const children = await childrenOf(entry.createReader());
  const files = await Promise.all(children.map((child) => filesOfEntry(child)));
  return files.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A reader answers with about a hundred entries at a time until there are none. */
async function childrenOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** The files of an `<input type="file">`, with their path inside a chosen folder. */
export function filesOfInput(list: FileList | null): NamedFile[] {
  return Array.from(list ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file })).filter(
    ({ path }) => !path.split("/").some((part) => part.startsWith(".")),
  );
}
