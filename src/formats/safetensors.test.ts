import * as fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../lib/errors";
import { readHeaderWithHub } from "./otherReader";
import { readSafetensorsHeader, readTensor, safetensorsLayout } from "./safetensors";

/** A file from a header as text and its data, with nothing checked. */
function rawFile(json: string, dataBytes: number, length = new TextEncoder().encode(json).length): Blob {
  const prefix = new DataView(new ArrayBuffer(8));
  prefix.setBigUint64(0, BigInt(length), true);
  return new Blob([prefix.buffer, json, new Uint8Array(dataBytes)]);
}

const tensors = [
  { name: "weight", shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 4, 5, 6) },
  { name: "bias", shape: [3], data: Float32Array.of(NaN, -0, Infinity) },
  { name: "scalar", shape: [], data: Float32Array.of(7) },
  { name: "empty", shape: [0, 4], data: new Float32Array() },
];

function written(): Blob {
  const { header, order } = safetensorsLayout(tensors);
  return new Blob([header, ...order.map((name) => tensors.find((tensor) => tensor.name === name)!.data)]);
}

test("one tensor without metadata takes 96 bytes, 64 of them the header (specification 8)", async () => {
  const layout = safetensorsLayout([{ name: "attn.0", shape: [1, 2, 3] }], null);
  expect(layout.size).toBe(96);
  expect(new TextDecoder().decode(layout.header.slice(8))).toBe(
    '{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}',
  );
});

test("the published bert-base-uncased has exactly the size that the layout gives its tensors", () => {
  const dense = (name: string, out: number, into: number) => [
    { name: `${name}.weight`, shape: [out, into] },
    { name: `${name}.bias`, shape: [out] },
  ];
  const norm = (name: string) => ["gamma", "beta"].map((part) => ({ name: `${name}.LayerNorm.${part}`, shape: [768] }));
  const table = (name: string, rows: number) => ({
    name: `bert.embeddings.${name}_embeddings.weight`,
    shape: [rows, 768],
  });
  const layer = (prefix: string) => [
    ...["self.query", "self.key", "self.value", "output.dense"].flatMap((n) =>
      dense(`${prefix}.attention.${n}`, 768, 768),
    ),
    ...norm(`${prefix}.attention.output`),
    ...dense(`${prefix}.intermediate.dense`, 3072, 768),
    ...dense(`${prefix}.output.dense`, 768, 3072),
    ...norm(`${prefix}.output`),
  ];
  const layout = safetensorsLayout([
    table("word", 30_522),
    table("position", 512),
    table("token_type", 2),
    ...norm("bert.embeddings"),
    ...Array.from({ length: 12 }, (_, i) => layer(`bert.encoder.layer.${i}`)).flat(),
    ...dense("bert.pooler.dense", 768, 768),
    ...dense("cls.predictions.transform.dense", 768, 768),
    ...norm("cls.predictions.transform"),
    { name: "cls.predictions.bias", shape: [30_522] },
    ...dense("cls.seq_relationship", 2, 768),
  ]);
  expect(layout.order).toHaveLength(206);
  expect(layout.header).toHaveLength(8 + 24_048);
  expect(layout.size).toBe(440_449_768);
});

test("another reader finds the same tensors at the same places", async () => {
  const file = written();
  const { __metadata__, ...entries } = await readHeaderWithHub(file);
  expect(__metadata__).toEqual({ format: "pt" });

  const ours = await readSafetensorsHeader(file);
  const dataStart = safetensorsLayout(tensors).header.length;
  expect(Object.keys(entries).sort()).toEqual([...ours.tensors.keys()].sort());
  for (const { name, dtype, shape, begin, end } of ours.tensors.values()) {
    expect(entries[name]).toEqual({ dtype, shape, data_offsets: [begin - dataStart, end - dataStart] });
  }
});

test("what is written is read back bit for bit", async () => {
  const file = written();
  expect(file.size).toBe(safetensorsLayout(tensors).size);
  const header = await readSafetensorsHeader(file);
  expect(header.metadata).toEqual(new Map([["format", "pt"]]));
  for (const { name, shape, data } of tensors) {
    const entry = header.tensors.get(name)!;
    expect(entry.shape).toEqual(shape);
    expect(await readTensor(file, entry)).toEqual(data);
  }
});

test("an older file is read although it is unpadded, unsorted and unaligned; halves are widened", async () => {
  const json =
    '{"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"__proto__":{"dtype":"BF16","shape":[1],"data_offsets":[5,7]},' +
    '"a":{"dtype":"F16","shape":[2],"data_offsets":[1,5]}}';
  const start = await rawFile(json, 0).arrayBuffer();
  const file = new Blob([start, Uint8Array.of(9, 0x00, 0x3c, 0xff, 0x7b, 0x49, 0xc0)]);
  const { tensors: read } = await readSafetensorsHeader(file);
  expect(await readTensor(file, read.get("a")!)).toEqual(Float32Array.of(1, 65504));
  expect(await readTensor(file, read.get("__proto__")!)).toEqual(Float32Array.of(-3.140625));
  await expect(readTensor(file, read.get("b")!)).rejects.toMatchObject({
    code: "safetensors-dtype",
    message: expect.stringContaining("b is stored as U8"),
  });
});

const entry = (fields: object) => JSON.stringify({ t: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...fields } });
const two = (first: [number, number], second: [number, number]) =>
  JSON.stringify({
    a: { dtype: "U8", shape: [first[1] - first[0]], data_offsets: first },
    b: { dtype: "U8", shape: [second[1] - second[0]], data_offsets: second },
  });

test.each<[string, Blob, string]>([
  ["too short", new Blob(["1234567"]), "7 bytes"],
  ["an enormous header", rawFile("{}", 0, 2 ** 52), "at most 100000000"],
  ["a header longer than the file", rawFile("{}", 0, 3), "whole file has 10"],
  ["a header that is not JSON", rawFile("{a}", 0), "not JSON"],
  ["a header that is not UTF-8", new Blob([new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 0xff])]), "not JSON in UTF-8"],
  ["a header that is a list", rawFile("[]", 0), "not a JSON object"],
  ["a header that begins with a space", rawFile(" {}", 0), "not a JSON object"],
  ["a name twice", rawFile('{"t":{},"t":{}}', 0), '"t" twice'],
  ["metadata that is not text", rawFile('{"__metadata__":{"n":1}}', 0), "not text"],
  ["an unknown dtype", rawFile(entry({ dtype: "F128" }), 8), 'unknown dtype "F128"'],
  ["a dtype from the prototype", rawFile(entry({ dtype: "toString" }), 8), "unknown dtype"],
  ["a negative size", rawFile(entry({ shape: [-2] }), 8), "list of sizes"],
  ["a fraction of a size", rawFile(entry({ shape: [1.5] }), 8), "list of sizes"],
  ["three offsets", rawFile(entry({ data_offsets: [0, 4, 8] }), 8), "two byte positions"],
  ["a shape of another size than its data", rawFile(entry({ shape: [3] }), 8), "F32 [3] takes 12"],
  ["a shape that overflows", rawFile(entry({ shape: [2 ** 52, 2 ** 52, 0] }), 8), "no file could hold"],
  ["half a byte", rawFile(entry({ dtype: "F4", shape: [3], data_offsets: [0, 1] }), 1), "takes 1.5"],
  ["offsets that run backwards", rawFile(entry({ data_offsets: [8, 0] }), 8), "-8 bytes"],
  ["a hole", rawFile(two([0, 2], [3, 4]), 4), "begins at byte"],
  ["an overlap", rawFile(two([0, 2], [1, 4]), 4), "begins at byte"],
  ["a byte left over", rawFile(entry({}), 9), "but the file has"],
  ["data cut short", rawFile(entry({}), 7), "but the file has"],
])("refuses %s", async (_what, file, part) => {
  await expect(readSafetensorsHeader(file)).rejects.toMatchObject({
    name: "InputError",
    code: "safetensors-invalid",
    message: expect.stringContaining(part),
  });
});

async function readAll(file: Blob): Promise<"read"> {
  const header = await readSafetensorsHeader(file);
  for (const each of header.tensors.values()) await readTensor(file, each);
  return "read";
}

test("a damaged file is read or refused with a sentence, never anything else", async () => {
  const bytes = new Uint8Array(await written().arrayBuffer());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(bytes.length),
      fc.boolean(),
      async (changes, length, cut) => {
        const damaged = bytes.slice();
        for (const [position, value] of changes) damaged[position] = value;
        const file = new Blob([damaged.subarray(0, cut ? length : undefined)]);
        const outcome: unknown = await readAll(file).catch((error: unknown) => error);
        expect(outcome === "read" || outcome instanceof InputError, String(outcome)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
