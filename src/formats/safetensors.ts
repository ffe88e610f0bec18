// The safetensors format (specification 5.4): 8 bytes of header length, a JSON header, packed little-endian data.
// Writing is a layout: the header bytes and the place of every tensor, so that the data can be streamed. Reading is
// random access on a Blob: the header first, then one tensor at a time.

import { InputError } from "../lib/errors";
import { findDuplicateKey } from "./duplicateKeys";
import { bfloat16ToFloat32, float16ToFloat32 } from "./halfPrecision";

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000; // the reference reader's limit
const MAX_TENSOR_BITS = 2n ** 64n; // where the reference reader's arithmetic overflows

/** Bits of an element. */
const DTYPE_BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;
export type Dtype = keyof typeof DTYPE_BITS;

// --- writing ----------------------------------------------------------------------------------------------------------

export interface TensorShape {
  name: string;
  shape: readonly number[];
}

export interface SafetensorsLayout {
  /** Everything before the data: the length and the padded JSON. */
  header: Uint8Array<ArrayBuffer>;
  /** Names in the order in which their float32 data must follow, packed. */
  order: string[];
  /** Bytes of the whole file. */
  size: number;
}

/**
 * Where the reference writer would put these float32 tensors: by name, the header padded with spaces to a multiple of 8.
 * `format: "pt"` is what Hugging Face loaders ask for.
 */
export function safetensorsLayout(
  tensors: readonly TensorShape[],
  metadata: Record<string, string> | null = { format: "pt" },
): SafetensorsLayout {
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = sorted.map(({ name, shape }) => {
    const begin = end;
    end += shape.reduce((bytes, size) => bytes * size, Float32Array.BYTES_PER_ELEMENT);
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype: "F32", shape, data_offsets: [begin, end] })}`;
  });
  if (metadata !== null) entries.unshift(`"__metadata__":${JSON.stringify(metadata)}`);
  const json = new TextEncoder().encode(`{${entries.join(",")}}`);

  const jsonBytes = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(LENGTH_BYTES + jsonBytes).fill(0x20, LENGTH_BYTES);
  new DataView(header.buffer).setBigUint64(0, BigInt(jsonBytes), true);
  header.set(json, LENGTH_BYTES);
  return { header, order: sorted.map(({ name }) => name), size: header.length + end };
}

// --- reading ----------------------------------------------------------------------------------------------------------

export interface SafetensorsEntry {
  name: string;
  dtype: Dtype;
  shape: number[];
  begin: number; // bytes from the start of the file
  end: number; // exclusive
}

export interface SafetensorsHeader {
  metadata: Map<string, string>;
  tensors: Map<string, SafetensorsEntry>;
}

/** Reads and checks everything but the data. `path` is how messages name the file. Throws `safetensors-invalid`. */
export async function readSafetensorsHeader(source: Blob, path = "model.safetensors"): Promise<SafetensorsHeader> {
  if (source.size < LENGTH_BYTES) throw invalid(path, `it has ${source.size} bytes, too few for a header`);
  const length = new DataView(await source.slice(0, LENGTH_BYTES).arrayBuffer()).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw invalid(path, `its header claims ${length} bytes; at most ${MAX_HEADER_BYTES} are allowed`);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > source.size) {
    throw invalid(path, `its header claims ${length} bytes, but the whole file has ${source.size}`);
  }
  const header = parseHeader(path, await source.slice(LENGTH_BYTES, dataStart).arrayBuffer());

  const metadata = new Map<string, string>();
  const tensors = new Map<string, SafetensorsEntry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") readMetadata(path, value, metadata);
    else tensors.set(name, readEntry(path, name, value, dataStart));
  }
  checkPacking(path, tensors, dataStart, source.size);
  return { metadata, tensors };
}

/** One tensor as float32. Throws `safetensors-dtype` if its numbers are of another kind than F32, F16 or BF16. */
export async function readTensor(source: Blob, entry: SafetensorsEntry): Promise<Float32Array<ArrayBuffer>> {
  if (!isFloat(entry.dtype)) {
    throw new InputError(
      "safetensors-dtype",
      `The tensor ${entry.name} is stored as ${entry.dtype}, but weights must be F32, F16 or BF16. ` +
        "Save the model in one of these and try again.",
    );
  }
  const bytes = await source.slice(entry.begin, entry.end).arrayBuffer(); // a copy, hence aligned
  switch (entry.dtype) {
    case "F32":
      return new Float32Array(bytes);
    case "F16":
      return float16ToFloat32(new Uint16Array(bytes));
    case "BF16":
      return bfloat16ToFloat32(new Uint16Array(bytes));
    default:
      return entry.dtype satisfies never;
  }
}

function isFloat(dtype: Dtype): dtype is "F32" | "F16" | "BF16" {
  return dtype === "F32" || dtype === "F16" || dtype === "BF16";
}

function invalid(path: string, reason: string): InputError {
  return new InputError(
    "safetensors-invalid",
    `${path} is not a whole safetensors file: ${reason}. Download or export it again.`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseHeader(path: string, bytes: ArrayBuffer): Record<string, unknown> {
  let json: string;
  let header: unknown;
  try {
    json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(json);
  } catch {
    throw invalid(path, "its header is not JSON in UTF-8");
  }
  if (!json.startsWith("{") || !isObject(header)) throw invalid(path, "its header is not a JSON object");
  const duplicate = findDuplicateKey(json);
  if (duplicate !== null) throw invalid(path, `its header names ${JSON.stringify(duplicate)} twice`);
  return header;
}

function readMetadata(path: string, value: unknown, into: Map<string, string>): void {
  if (!isObject(value)) throw invalid(path, "its __metadata__ is not an object");
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") throw invalid(path, `its __metadata__ has a ${key} that is not text`);
    into.set(key, text);
  }
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function readEntry(path: string, name: string, value: unknown, dataStart: number): SafetensorsEntry {
  const fail = (reason: string) => invalid(path, `the tensor ${JSON.stringify(name)} ${reason}`);
  if (!isObject(value)) throw fail("is not described by an object");
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !isDtype(dtype)) throw fail(`has the unknown dtype ${JSON.stringify(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isSize)) throw fail("has a shape that is not a list of sizes");
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw fail("has data_offsets that are not two byte positions");
  }
  const [begin, end] = offsets;
  let bits = BigInt(DTYPE_BITS[dtype]);
  for (const size of shape) {
    bits *= BigInt(size);
    if (bits >= MAX_TENSOR_BITS) throw fail("has a shape that no file could hold");
  }
  if (BigInt(end - begin) * 8n !== bits) {
    throw fail(`has ${end - begin} bytes of data, but ${dtype} [${shape.join(", ")}] takes ${Number(bits) / 8}`);
  }
  return { name, dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function isDtype(text: string): text is Dtype {
  return Object.hasOwn(DTYPE_BITS, text);
}

/** No hole, no overlap, no byte left over. */
function checkPacking(path: string, tensors: Map<string, SafetensorsEntry>, dataStart: number, size: number): void {
  let expected = dataStart;
  for (const { name, begin, end } of [...tensors.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) {
      throw invalid(path, `the tensor ${JSON.stringify(name)} begins at byte ${begin} instead of ${expected}`);
    }
    expected = end;
  }
  if (expected !== size) throw invalid(path, `its tensors end at byte ${expected}, but the file has ${size} bytes`);
}
