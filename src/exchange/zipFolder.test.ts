import * as fc from "fast-check";
import { unzipSync, zipSync, type Zippable } from "fflate";
import { expect, test } from "vitest";
import { InputError } from "../lib/errors";
import type { ExportFile } from "./exportModel";
import { openFolder, zipStream } from "./zipFolder";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const blobOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

function exportFile(path: string, text: string): ExportFile {
  const blob = new Blob([text]);
  return { path, size: blob.size, stream: () => blob.stream() };
}

/** A zip made by another program. */
const zipped = (contents: Zippable, path = "model.zip", level: 0 | 6 = 0) => ({
  path,
  file: blobOf(zipSync(contents, { level })),
});

async function textsOf(files: { path: string; file: Blob }[]): Promise<Record<string, string | undefined>> {
  const folder = await openFolder(files);
  const texts = await Promise.all(folder.names.map(async (name) => [name, await (await folder.file(name))?.text()]));
  return Object.fromEntries(texts) as Record<string, string | undefined>;
}

const files = {
  "config.json": "{}",
  "model.safetensors": "weights",
  "1_Pooling/config.json": "[]",
  "été.txt": "summer",
};
const contents: Zippable = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytesOf(text)]));

test("a zip has the length that was announced, and another program reads it", async () => {
  const { stream, size } = zipStream(Object.entries(files).map(([path, text]) => exportFile(path, text)));
  const zip = new Uint8Array(await new Response(stream).arrayBuffer());
  expect(zip.length).toBe(size);
  const theirs = Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]);
  expect(Object.fromEntries(theirs)).toEqual(files);
  expect(await textsOf([{ path: "x.zip", file: blobOf(zip) }])).toEqual(files);
});

test.each([0, 6] as const)("reads the zips of another program, level %d", async (level) => {
  expect(await textsOf([zipped(contents, "model.zip", level)])).toEqual(files);
});

test("the files of a folder, however their paths begin", async () => {
  for (const prefix of ["", "model/", "/model/", "a\\b\\"]) {
    const chosen = Object.entries(files).map(([path, text]) => ({ path: prefix + path, file: new Blob([text]) }));
    expect(await textsOf(chosen)).toEqual(files);
  }
});

test("the folder is where the shallowest config.json lies, and gives the name", async () => {
  const inner = zipped({ "readme.txt": bytesOf("r"), outer: { bert: contents }, "__MACOSX/config.json": bytesOf("x") });
  const folder = await openFolder([inner]);
  expect(folder.name).toBe("bert");
  expect(folder.names.sort()).toEqual(Object.keys(files).sort());
  expect((await openFolder([zipped(contents, "some/where/My BERT.ZIP")])).name).toBe("My BERT");
});

test("a stored file is a slice of the zip, not a copy", async () => {
  const { file: zip } = zipped({ "config.json": bytesOf("{}"), "model.safetensors": new Uint8Array(1000).fill(7) });
  let bytesRead = 0;
  const watched = new Blob([zip]);
  const slice = watched.slice.bind(watched);
  watched.slice = (begin, end) => {
    bytesRead += (end ?? watched.size) - (begin ?? 0);
    return slice(begin, end);
  };
  const folder = await openFolder([{ path: "model.zip", file: watched }]);
  bytesRead = 0;
  const weights = await folder.file("model.safetensors");
  expect(weights?.size).toBe(1000);
  expect(bytesRead).toBe(30 + 1000); // the local header, and the slice that has not been read
});

/** The same zip with its sizes and places moved to the 64-bit records. */
function asZip64(zip: Uint8Array): Blob {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.length);
  const end = zip.length - 22;
  const directory = view.getUint32(end + 16, true);
  const entry = zip.slice(directory, end);
  const header = new DataView(entry.buffer);
  const extra = new DataView(new ArrayBuffer(28));
  extra.setUint16(0, 1, true);
  extra.setUint16(2, 24, true);
  [24, 20, 42].forEach((field, i) => {
    extra.setBigUint64(4 + 8 * i, BigInt(header.getUint32(field, true)), true);
    header.setUint32(field, 0xffffffff, true);
  });
  header.setUint16(30, 28, true);
  const end64 = new DataView(new ArrayBuffer(56 + 20 + 22));
  end64.setUint32(0, 0x06064b50, true);
  end64.setBigUint64(32, 1n, true);
  end64.setBigUint64(40, BigInt(entry.length + 28), true);
  end64.setBigUint64(48, BigInt(directory), true);
  end64.setUint32(56, 0x07064b50, true);
  end64.setBigUint64(64, BigInt(directory + entry.length + 28), true);
  end64.setUint32(76, 0x06054b50, true);
  end64.setUint16(76 + 10, 0xffff, true);
  end64.setUint32(76 + 12, 0xffffffff, true);
  end64.setUint32(76 + 16, 0xffffffff, true);
  return new Blob([new Uint8Array(zip.subarray(0, directory)), entry, extra.buffer, end64.buffer]);
}

test("64-bit sizes and places are read, as a zip of a large model has them", async () => {
  const file = asZip64(zipSync({ "config.json": bytesOf('{"a": 1}') }, { level: 0 }));
  expect(await textsOf([{ path: "large.zip", file }])).toEqual({ "config.json": '{"a": 1}' });
});

const whole = zipSync(contents, { level: 6 });
/** Overwrites a field of the first entry of the directory. */
function withField(offset: number, value: number): Blob {
  const changed = zipSync({ "config.json": new Uint8Array(5000) }, { level: 6 });
  const view = new DataView(changed.buffer, changed.byteOffset, changed.length);
  view.setUint32(view.getUint32(changed.length - 6, true) + offset, value, true);
  return blobOf(changed);
}

test.each<[string, Blob, string, string]>([
  ["text with the name of a zip", new Blob(["hello, world"]), "not-a-zip", "model.zip is not a zip"],
  ["an empty file", new Blob([]), "not-a-zip", "is not a zip"],
  ["a zip cut short", blobOf(whole.subarray(0, whole.length - 30)), "zip-damaged", "download is cut short"],
  ["a path that climbs", zipped({ "../config.json": bytesOf("") }).file, "zip-unsafe", "leads out of its folder"],
  ["a path that climbs, backwards", zipped({ "a\\..\\..\\b": bytesOf("") }).file, "zip-unsafe", "leads out"],
  ["an absolute path", zipped({ "/etc/config.json": bytesOf("") }).file, "zip-unsafe", "leads out"],
  ["a drive", zipped({ "C:/config.json": bytesOf("") }).file, "zip-unsafe", "leads out"],
  ["one name twice", zipped({ "a/./b": bytesOf("1"), "a/b": bytesOf("2") }).file, "zip-unsafe", "a/b twice"],
  ["an unknown method", withField(10, 12), "zip-unsupported", "compressed by method 12"],
  ["an encrypted file", withField(8, 1 | (8 << 16)), "zip-unsupported", "is encrypted"],
  ["more bytes than announced", withField(24, 4000), "zip-damaged", "longer than the 4000 bytes"],
  ["fewer bytes than announced", withField(24, 6000), "zip-damaged", "5000 bytes instead of 6000"],
  ["an entry that swells", withField(24, 2 ** 30), "zip-suspicious", "would grow"],
  ["an entry beyond the end", withField(20, 2 ** 30), "zip-damaged", "beyond its end"],
  ["a misplaced entry", withField(42, 1), "zip-damaged", "not where its directory says"],
])("refuses %s", async (_what, file, code, part) => {
  await expect(textsOf([{ path: "model.zip", file }])).rejects.toMatchObject({
    name: "InputError",
    code,
    message: expect.stringContaining(part),
  });
});

test("a damaged zip is read or refused with a sentence, never anything else", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const damaged = whole.slice();
        for (const [position, value] of changes) damaged[position] = value;
        const outcome = await textsOf([{ path: "model.zip", file: blobOf(damaged) }]).catch((error: unknown) => error);
        expect(!(outcome instanceof Error) || outcome instanceof InputError, String(outcome)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
