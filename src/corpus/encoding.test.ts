// Bytes against what the Encoding Standard and Python's codecs say about them.
import { expect, test } from "vitest";
import { chosenEncoding, CountingDecoder, detectEncoding } from "./encoding";

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

/** Decodes in pieces of `size` bytes. */
function decode(encoding: string, input: Uint8Array, size: number): [string, number] {
  const decoder = new CountingDecoder(encoding);
  let text = "";
  for (let i = 0; i < input.length; i += size) text += decoder.decode(input.subarray(i, i + size));
  text += decoder.end();
  return [text, decoder.invalidSequences];
}

test("a byte order mark is believed", () => {
  expect(detectEncoding(bytes(0xef, 0xbb, 0xbf, 0x61), true)).toEqual({ encoding: "utf-8", source: "bom" });
  expect(detectEncoding(bytes(0xff, 0xfe, 0x61, 0), true)).toEqual({ encoding: "utf-16le", source: "bom" });
  expect(detectEncoding(bytes(0xfe, 0xff, 0, 0x61), true)).toEqual({ encoding: "utf-16be", source: "bom" });
});

test("valid UTF-8 is recognised even when the head ends in the middle of a character", () => {
  const text = utf8("Größe, naïve, 力加勝");
  expect(detectEncoding(text, true).source).toBe("valid-utf-8");
  expect(detectEncoding(text.subarray(0, text.length - 1), false).source).toBe("valid-utf-8");
});

test("UTF-8 with a few broken sequences is still UTF-8", () => {
  const broken = Uint8Array.from([...utf8("Ärger über Öl, für Müller. ".repeat(20)), 0xff, 0x20]);
  expect(detectEncoding(broken, true)).toEqual({ encoding: "utf-8", source: "guessed" });
});

test("UTF-16 without a mark shows by its zeros", () => {
  expect(detectEncoding(utf16("Plain words without a mark.", true), true).encoding).toBe("utf-16le");
  expect(detectEncoding(utf16("Plain words without a mark.", false), true).encoding).toBe("utf-16be");
});

test("other encodings are guessed from their letters", () => {
  // "Les élèves français étaient à la fenêtre." in windows-1252, from Python's codec
  const french = "Les \xe9l\xe8ves fran\xe7ais \xe9taient \xe0 la fen\xeatre. ".repeat(20);
  expect(
    detectEncoding(
      Uint8Array.from(french, (c) => c.charCodeAt(0)),
      true,
    ),
  ).toEqual({ encoding: "windows-1252", source: "guessed" });
  // "Привет, как твои дела сегодня? " in windows-1251
  const russian = [
    0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xea, 0xe0, 0xea, 0x20, 0xf2, 0xe2, 0xee, 0xe8, 0x20,
  ];
  const text = Array.from({ length: 30 }, () => [
    ...russian,
    0xe4,
    0xe5,
    0xeb,
    0xe0,
    0x20,
    0xf1,
    0xe5,
    0xe3,
    0xee,
    0xe4,
    0xed,
    0xff,
    0x3f,
    0x20,
  ]);
  expect(detectEncoding(Uint8Array.from(text.flat()), true).encoding).toBe("windows-1251");
});

test("East Asian encodings are guessed", () => {
  // 彼女は朝早く起きて、 in Shift_JIS and 他昨天晚上很晚才回家， in GB 18030, from Python's codecs
  const japanese = [148, 222, 143, 151, 130, 205, 146, 169, 145, 129, 130, 173, 139, 78, 130, 171, 130, 196, 129, 65];
  const chinese = [
    203, 251, 215, 242, 204, 236, 205, 237, 201, 207, 186, 220, 205, 237, 178, 197, 187, 216, 188, 210, 163, 172,
  ];
  const repeated = (values: number[]) => Uint8Array.from(Array.from({ length: 40 }, () => values).flat());
  expect(detectEncoding(repeated(japanese), true)).toEqual({ encoding: "shift_jis", source: "guessed" });
  expect(detectEncoding(repeated(chinese), true)).toEqual({ encoding: "gb18030", source: "guessed" });
});

test("an unknown label is named, an alias is accepted", () => {
  expect(() => chosenEncoding("utf-9")).toThrow(
    expect.objectContaining({ code: "encoding-unknown", message: expect.stringContaining("utf-9") }),
  );
  expect(chosenEncoding("Latin1")).toEqual({ encoding: "windows-1252", source: "chosen" });
});

test.each([1, 2, 3, 5, 1000])(
  "invalid sequences are counted, a written U+FFFD is not, in pieces of %i bytes",
  (size) => {
    // valid, U+FFFD itself, a lone continuation byte, a cut three-byte sequence before U+FFFD, a lead byte at the end
    const input = Uint8Array.from([...utf8("a\ufffdb"), 0x80, ...utf8("c"), 0xe2, 0x82, ...utf8("\ufffd\uff01"), 0xc3]);
    expect(decode("utf-8", input, size)).toEqual(["a\ufffdb\ufffdc\ufffd\ufffd！\ufffd", 3]);
    const wide = Uint8Array.from([...utf16("a\ufffdb", true), 0x00, 0xd8, ...utf16("c\ufd00\u00ff", true)]);
    expect(decode("utf-16le", wide, size)).toEqual(["a\ufffdb\ufffdc\ufd00ÿ", 1]);
  },
);
