// Random access to a zip that lies in a Blob (APPNOTE 6.3): the central directory is read, nothing else. A stored entry
// is a slice of the Blob, whatever its size; a deflated one is inflated as a stream, within limits.

import { InputError } from "../lib/errors";

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_OF_DIRECTORY = 0x06064b50;
const ZIP64_END_OF_DIRECTORY_BYTES = 56;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;
const MAX_DIRECTORY_BYTES = 64 * 2 ** 20;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;

/** Above the first size, an entry that swells more than this is taken for an attack rather than for weights. */
const SUSPICIOUS_BYTES = 64 * 2 ** 20;
const SUSPICIOUS_RATIO = 100;

export interface ZipEntry {
  name: string;
  size: number; // inflated
  compressedSize: number;
  method: number;
  encrypted: boolean;
  headerOffset: number;
}

/** Whether it begins as zips do. */
export async function looksLikeZip(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return start.length === 4 && start[0] === 0x50 && start[1] === 0x4b && start[2] <= 8 && start[2] === start[3] - 1;
}

/** Whether opening it takes memory. */
export function isDeflated({ method }: ZipEntry): boolean {
  return method === DEFLATED;
}

/** All entries but folders. Throws `zip-damaged`. */
export async function readZipDirectory(zip: Blob): Promise<ZipEntry[]> {
  const { offset, size, count } = await findDirectory(zip);
  if (size > MAX_DIRECTORY_BYTES) throw damaged(`its directory claims ${size} bytes`);
  const view = await viewOf(zip, offset, size);
  const entries: ZipEntry[] = [];
  let position = 0;
  for (let i = 0; i < count; i++) {
    if (position + DIRECTORY_ENTRY_BYTES > size || view.getUint32(position, true) !== DIRECTORY_ENTRY) {
      throw damaged(`its directory ends after ${i} of ${count} files`);
    }
    const nameLength = view.getUint16(position + 28, true);
    const extraLength = view.getUint16(position + 30, true);
    const end = position + DIRECTORY_ENTRY_BYTES + nameLength + extraLength + view.getUint16(position + 32, true);
    if (end > size) throw damaged(`its directory ends after ${i} of ${count} files`);
    const entry = readEntry(view, position, nameLength, extraLength);
    if (!entry.name.endsWith("/")) entries.push(entry);
    position = end;
  }
  return entries;
}

/** The contents of an entry. Throws `zip-damaged`, `zip-unsupported` or `zip-suspicious`. */
export async function openZipEntry(zip: Blob, entry: ZipEntry): Promise<Blob> {
  const { name, size, compressedSize, method } = entry;
  if (entry.encrypted) throw unsupported(name, "is encrypted");
  if (method !== STORED && !isDeflated(entry)) throw unsupported(name, `is compressed by method ${method}`);
  const header = await viewOf(zip, entry.headerOffset, LOCAL_HEADER_BYTES);
  if (header.getUint32(0, true) !== LOCAL_HEADER) throw damaged(`${name} is not where its directory says`);
  const nameAndExtra = header.getUint16(26, true) + header.getUint16(28, true);
  const begin = entry.headerOffset + LOCAL_HEADER_BYTES + nameAndExtra;
  if (begin + compressedSize > zip.size) throw damaged(`${name} reaches beyond its end`);
  const data = zip.slice(begin, begin + compressedSize);
  if (isDeflated(entry)) return inflate(data, entry);
  if (size !== compressedSize) throw damaged(`${name} has ${compressedSize} bytes instead of ${size}`);
  return data;
}

async function inflate(data: Blob, { name, size }: ZipEntry): Promise<Blob> {
  if (size > SUSPICIOUS_BYTES && size > SUSPICIOUS_RATIO * data.size) {
    throw new InputError(
      "zip-suspicious",
      `In the zip, ${name} would grow from ${data.size} to ${size} bytes, as in files made to fill a computer's memory. ` +
        "If you trust it, unzip it yourself and choose the folder.",
    );
  }
  let inflated = 0;
  const exactly = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      inflated += chunk.length;
      if (inflated > size) throw damaged(`${name} is longer than the ${size} bytes it claims`);
      controller.enqueue(chunk);
    },
    flush() {
      if (inflated < size) throw damaged(`${name} has ${inflated} bytes instead of ${size}`);
    },
  });
  try {
    const stream = data.stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(exactly);
    return await new Response(stream).blob(); // large ones are kept on disk by the browser
  } catch (error) {
    throw error instanceof InputError ? error : damaged(`${name} cannot be inflated`);
  }
}

async function findDirectory(zip: Blob): Promise<{ offset: number; size: number; count: number }> {
  const tailStart = Math.max(0, zip.size - END_OF_DIRECTORY_BYTES - MAX_COMMENT_BYTES);
  const tail = await viewOf(zip, tailStart, zip.size - tailStart);
  let end = tail.byteLength - END_OF_DIRECTORY_BYTES;
  const isEnd = () =>
    tail.getUint32(end, true) === END_OF_DIRECTORY &&
    end + END_OF_DIRECTORY_BYTES + tail.getUint16(end + 20, true) === tail.byteLength;
  while (end >= 0 && !isEnd()) end--;
  if (end < 0) throw damaged("its directory, at the end, is missing, as when a download is cut short");

  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const offset = tail.getUint32(end + 16, true);
  if (count !== 0xffff && size !== IN_ZIP64 && offset !== IN_ZIP64) return { offset, size, count };

  const locator = await viewOf(zip, tailStart + end - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR) return { offset, size, count };
  const zip64 = await viewOf(zip, uint64(locator, 8), ZIP64_END_OF_DIRECTORY_BYTES);
  if (zip64.getUint32(0, true) !== ZIP64_END_OF_DIRECTORY) throw damaged("its 64-bit directory is missing");
  return { offset: uint64(zip64, 48), size: uint64(zip64, 40), count: uint64(zip64, 32) };
}

function readEntry(view: DataView, start: number, nameLength: number, extraLength: number): ZipEntry {
  const nameStart = start + DIRECTORY_ENTRY_BYTES;
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, nameStart, nameLength));
  const zip64 = zip64Fields(view, nameStart + nameLength, extraLength);
  // A field that overflowed is in the 64-bit extra field, in this order.
  const wide = (offset: number): number => {
    const value = view.getUint32(start + offset, true);
    return value === IN_ZIP64 ? (zip64.shift() ?? value) : value;
  };
  const size = wide(24);
  const compressedSize = wide(20);
  const headerOffset = wide(42);
  const encrypted = (view.getUint16(start + 8, true) & ENCRYPTED_FLAG) !== 0;
  return { name, size, compressedSize, method: view.getUint16(start + 10, true), encrypted, headerOffset };
}

function zip64Fields(view: DataView, start: number, length: number): number[] {
  for (let position = start; position + 4 <= start + length;) {
    const id = view.getUint16(position, true);
    const end = position + 4 + view.getUint16(position + 2, true);
    if (end > start + length) break;
    if (id === ZIP64_EXTRA) {
      const fields: number[] = [];
      for (let field = position + 4; field + 8 <= end; field += 8) fields.push(uint64(view, field));
      return fields;
    }
    position = end;
  }
  return [];
}

async function viewOf(zip: Blob, offset: number, length: number): Promise<DataView<ArrayBuffer>> {
  if (offset < 0 || offset + length > zip.size) throw damaged("its directory points beyond its end");
  return new DataView(await zip.slice(offset, offset + length).arrayBuffer());
}

/** Beyond 2^53 it is only compared with sizes, and larger than any. */
function uint64(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true));
}

function damaged(reason: string): InputError {
  return new InputError("zip-damaged", `The zip is damaged: ${reason}. Download or make it again.`);
}

function unsupported(name: string, what: string): InputError {
  return new InputError(
    "zip-unsupported",
    `In the zip, ${name} ${what}, which this studio cannot read. Unzip it yourself and choose the folder.`,
  );
}
