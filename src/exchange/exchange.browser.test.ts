import { unzipSync, zipSync } from "fflate";
import { expect, test, vi } from "vitest";
import { freshTensor } from "../bert/initialisation";
import { elementCount, parameterSpecs } from "../bert/parameters";
import {
  checkpointReader,
  getCheckpoint,
  listCheckpoints,
  readTensors,
  writeCheckpoint,
} from "../checkpoints/checkpointStore";
import type { CheckpointRecord } from "../checkpoints/types";
import { readHeaderWithHub } from "../formats/otherReader";
import { safetensorsLayout } from "../formats/safetensors";
import type { Database } from "../lib/database";
import { eachWithDatabase } from "../lib/databaseTest";
import { evaluationRow, exampleRun, trainingRow } from "../runs/exampleRun";
import { listRuns, readMetrics } from "../runs/runStore";
import { exampleTokenizer, storeExample } from "./exampleModel";
import { exportFiles } from "./exportModel";
import { importModel } from "./importModel";
import { zipStream } from "./zipFolder";

let db: Database;
eachWithDatabase("exchange-test", (opened) => {
  db = opened;
});

async function exportZip(record: CheckpointRecord, trainingState: boolean): Promise<Blob> {
  const { stream, size } = zipStream(await exportFiles(db, record, exampleTokenizer, { trainingState }));
  const zip = await new Response(stream).blob();
  expect(zip.size).toBe(size);
  return zip;
}

type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** The files of an export, as another unzipper sees them. */
async function exported(trainingState: boolean): Promise<Files> {
  const zip = await exportZip(await storeExample(db), trainingState);
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, new Uint8Array(bytes)]));
}

const chosen = (files: Files) => Object.entries(files).map(([path, bytes]) => ({ path, file: new Blob([bytes]) }));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (content: string) => new TextEncoder().encode(content);

/** SHA-256 of every tensor of a checkpoint, by part, name and shape: equal tensors, bit for bit, and no others. */
async function fingerprints(record: CheckpointRecord): Promise<Map<string, string>> {
  const reader = checkpointReader(db, record);
  const all = new Map<string, string>();
  for (const entry of record.entries) {
    const { data } = await reader.tensor(entry);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Float32Array(data)));
    all.set(`${entry.part} ${entry.name} ${entry.shape.join(",")}`, hash.join(" "));
  }
  return all;
}

async function weightsOf(record: CheckpointRecord, name: string): Promise<Float32Array> {
  for await (const tensor of readTensors(db, record, "weights")) if (tensor.name === name) return tensor.data;
  throw new Error(`${name} is not there`);
}

test("a resumable export comes back bit for bit, with its run and its curves up to the checkpoint", async () => {
  const original = await storeExample(db);
  const progress = vi.fn<(progress: { done: number; total: number }) => void>();
  const file = await exportZip(original, true);
  const { checkpoint, tokenizer, run, notes } = await importModel(db, [{ path: "first-try.zip", file }], {
    onProgress: progress,
  });
  expect(notes).toEqual([]);
  expect(await fingerprints(checkpoint)).toEqual(await fingerprints(original));
  expect(checkpoint).toMatchObject({ name: original.name, reason: "imported", model: original.model });
  expect(checkpoint.training).toEqual({ ...original.training, runId: run?.id });
  expect(tokenizer.definition).toEqual(exampleTokenizer);
  expect(tokenizer.id).toBe(original.tokenizerId);
  expect(run).toEqual({ ...exampleRun, id: run?.id, tokenizerId: tokenizer.id, step: 40, status: "stopped" });
  expect(run?.id).not.toBe(exampleRun.id);
  expect(await readMetrics(db, run?.id ?? "")).toEqual({
    training: Array.from({ length: 40 }, (_, i) => trainingRow(i + 1)),
    evaluation: [10, 20, 30, 40].map(evaluationRow),
  });
  expect(progress).toHaveBeenLastCalledWith({ done: 3 * 46, total: 3 * 46 });
  expect(await getCheckpoint(db, checkpoint.id)).toEqual(checkpoint);
});

test("an export without training state brings the weights alone", async () => {
  const original = await storeExample(db);
  const file = await exportZip(original, false);
  const { checkpoint, run } = await importModel(db, [{ path: "weights.zip", file }]);
  expect(run).toBeNull();
  expect(checkpoint).toMatchObject({ name: "weights", training: null });
  const weights = [...(await fingerprints(original))].filter(([key]) => key.startsWith("weights "));
  expect([...(await fingerprints(checkpoint))]).toEqual(weights);
  await expect(exportFiles(db, checkpoint, exampleTokenizer, { trainingState: true })).rejects.toMatchObject({
    code: "no-training-state",
  });
  const again = await exportFiles(db, checkpoint, exampleTokenizer, { trainingState: false });
  expect(again.map(({ path }) => path)).not.toContain("trainer_state.json");
});

test("the export holds exactly the files and the tensors of the specification, as another reader finds them", async () => {
  const files = await exported(true);
  expect(Object.keys(files).sort()).toEqual([
    "README.md",
    "config.json",
    "model.safetensors",
    "optimizer.safetensors",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "trainer_state.json",
    "training_state.json",
    "vocab.txt",
  ]);
  const { __metadata__, ...header } = await readHeaderWithHub(new Blob([files["model.safetensors"]]));
  expect(__metadata__).toEqual({ format: "pt" });
  const shapes = Object.entries(header).map(([name, { dtype, shape }]) => [name, dtype, shape]);
  const specs = parameterSpecs(exampleRun.config.model).map(({ name, shape }) => [name, "F32", shape]);
  const byName = ([a]: unknown[], [b]: unknown[]) => (String(a) < String(b) ? -1 : 1);
  expect(shapes.sort(byName)).toEqual(specs.sort(byName));
  expect(text(files["vocab.txt"]).trimEnd().split("\n")).toEqual(exampleTokenizer.vocab);
  expect(text(files["README.md"])).toContain("| 0.1 | 40 | 0.0825 |"); // loss 4 / 40 beside evaluation 3.3 / 40
});

/** A safetensors file of given shapes; every tensor has values of its own. */
function tensorFile(
  tensors: { name: string; shape: readonly number[]; data?: Float32Array }[],
): Uint8Array<ArrayBuffer> {
  const { header, order, size } = safetensorsLayout(tensors);
  const bytes = new Uint8Array(size);
  bytes.set(header);
  let offset = header.length;
  for (const name of order) {
    const index = tensors.findIndex((tensor) => tensor.name === name);
    const { shape, data = new Float32Array(elementCount(shape)).fill(index + 1) } = tensors[index];
    bytes.set(new Uint8Array(data.buffer), offset);
    offset += data.byteLength;
  }
  return bytes;
}

const specs = parameterSpecs(exampleRun.config.model);
const model = exampleRun.config.model;

async function importWith(changes: Record<string, Uint8Array<ArrayBuffer> | null>) {
  const files: Record<string, Uint8Array<ArrayBuffer> | null> = { ...(await exported(false)), ...changes };
  const present = Object.entries(files).flatMap(([path, bytes]) => (bytes ? [{ path: `bert/${path}`, bytes }] : []));
  return importModel(
    db,
    present.map(({ path, bytes }) => ({ path, file: new Blob([bytes]) })),
  );
}

test("an old BertForMaskedLM: gamma and beta, position_ids, the decoder twice; what it lacks begins fresh and is named", async () => {
  const old = specs
    .filter(({ name }) => !/pooler|seq_relationship/.test(name))
    .map(({ name, shape }) => ({
      name: name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
      shape,
    }));
  const tied = { name: "cls.predictions.decoder.weight", shape: [30, 64], data: new Float32Array(30 * 64).fill(1) };
  const buffer = { name: "bert.embeddings.position_ids", shape: [1, 16] };
  const { checkpoint, notes } = await importWith({ "model.safetensors": tensorFile([...old, tied, buffer]) });
  expect(checkpoint.name).toBe("bert");
  expect(notes).toEqual([
    "model.safetensors does not have the pooler; it begins with fresh weights.",
    "model.safetensors does not have the next-sentence head; it begins with fresh weights.",
  ]);
  // The file holds 1, 2, 3 ... in its own order: LayerNorm's gamma is its fourth tensor.
  expect((await weightsOf(checkpoint, "bert.embeddings.LayerNorm.weight"))[0]).toBe(4);
  const pooler = specs.findIndex(({ name }) => name === "bert.pooler.dense.weight");
  const fresh = freshTensor(specs[pooler], model, 0, pooler);
  expect(await weightsOf(checkpoint, "bert.pooler.dense.weight")).toEqual(fresh.data);
});

test("a bare BertModel without prefix and heads, with a classifier that has no place here", async () => {
  const bare = specs
    .filter(({ name }) => name.startsWith("bert."))
    .map(({ name, shape }) => ({ name: name.slice("bert.".length), shape }));
  const classifier = { name: "classifier.weight", shape: [2, 64] };
  const { notes, checkpoint } = await importWith({ "model.safetensors": tensorFile([...bare, classifier]) });
  expect(notes).toEqual([
    "model.safetensors does not have the masked-word head; it begins with fresh weights.",
    "model.safetensors does not have the next-sentence head; it begins with fresh weights.",
    "Left aside, as pretraining has no use for them: classifier.weight.",
  ]);
  expect((await weightsOf(checkpoint, "bert.embeddings.word_embeddings.weight"))[0]).toBe(1);
  expect((await weightsOf(checkpoint, "cls.predictions.transform.LayerNorm.weight"))[0]).toBe(1);
});

const all = specs.map(({ name, shape }) => ({ name, shape }));

test.each<[string, () => Record<string, Uint8Array<ArrayBuffer> | null>, string, string]>([
  ["no weights", () => ({ "model.safetensors": null }), "not-a-model", "“bert” is not a BERT model"],
  [
    "weights of another kind",
    () => ({ "model.safetensors": null, "pytorch_model.bin": bytesOf("PK") }),
    "not-a-model",
    "another format",
  ],
  [
    "no vocabulary",
    () => ({ "vocab.txt": null, "tokenizer.json": null }),
    "not-a-model",
    "tokenizer.json or vocab.txt is missing",
  ],
  [
    "a tensor of another shape",
    () => ({ "model.safetensors": tensorFile(all.map((t, i) => (i === 1 ? { ...t, shape: [17, 64] } : t))) }),
    "tensor-shape",
    "position_embeddings.weight in model.safetensors has the shape [17, 64], but config.json asks for [16, 64]",
  ],
  [
    "a missing layer",
    () => ({ "model.safetensors": tensorFile(all.filter(({ name }) => !name.includes("layer.1."))) }),
    "tensor-missing",
    "lacks bert.encoder.layer.1.attention.self.query.weight",
  ],
  [
    "half a head",
    () => ({ "model.safetensors": tensorFile(all.filter(({ name }) => name !== "bert.pooler.dense.bias")) }),
    "tensor-missing",
    "lacks bert.pooler.dense.bias",
  ],
  [
    "a decoder that is not tied",
    () => ({ "model.safetensors": tensorFile([...all, { name: "cls.predictions.decoder.bias", shape: [30] }]) }),
    "tensor-conflict",
    "cls.predictions.bias and cls.predictions.decoder.bias with different values",
  ],
  [
    "weights that are not numbers",
    () => ({
      "model.safetensors": tensorFile(
        all.map((t, i) => (i === 3 ? { ...t, data: new Float32Array(64).fill(NaN) } : t)),
      ),
    }),
    "tensor-values",
    "bert.embeddings.LayerNorm.weight",
  ],
  [
    "another vocabulary",
    () => ({ "tokenizer.json": null, "vocab.txt": bytesOf(`${exampleTokenizer.vocab.slice(0, 28).join("\n")}\n`) }),
    "vocabulary-mismatch",
    "has 28 tokens, but config.json says vocab_size: 30",
  ],
  [
    "weights cut short",
    () => ({ "model.safetensors": tensorFile(all).slice(0, -4) }),
    "safetensors-invalid",
    "not a whole safetensors file",
  ],
])("refuses %s, and keeps nothing", async (_what, changes, code, part) => {
  await expect(importWith(changes())).rejects.toMatchObject({
    kind: "input",
    code,
    message: expect.stringContaining(part),
  });
  expect((await listCheckpoints(db)).map(({ id }) => id)).toEqual(["example"]);
  expect(new Set((await db.getAllKeys("checkpointChunks")).map(([id]) => id))).toEqual(new Set(["example"]));
});

test("half a training state gives the weights and says so; a state of another model is refused", async () => {
  const files = await exported(true);
  const { "optimizer.safetensors": _moments, ...withoutMoments } = files;
  const { run, notes } = await importModel(db, chosen(withoutMoments));
  expect(run).toBeNull();
  expect(notes).toEqual([
    "Only the weights were taken: there is training_state.json but no optimizer.safetensors, and a resume needs both.",
  ]);
  const state = text(files["training_state.json"]).replaceAll('"intermediateSize": 256', '"intermediateSize": 128');
  await expect(importModel(db, chosen({ ...files, "training_state.json": bytesOf(state) }))).rejects.toMatchObject({
    code: "training-state-mismatch",
    message: expect.stringContaining("intermediateSize is 256 and 128"),
  });
  expect(await listRuns(db)).toHaveLength(1);
});

test("a run whose tokenizer was exchanged says so", async () => {
  const { "tokenizer.json": _json, ...files } = await exported(true);
  const vocabulary = bytesOf(text(files["vocab.txt"]).replace("été", "eau"));
  const { run, tokenizer, notes } = await importModel(db, chosen({ ...files, "vocab.txt": vocabulary }));
  expect(notes).toEqual([expect.stringContaining("The tokenizer is not the one that the run was trained with")]);
  expect(run?.tokenizerId).toBe(tokenizer.id);
});

test("a cancelled import leaves neither checkpoint nor run", async () => {
  const files = chosen(await exported(true));
  const controller = new AbortController();
  const onProgress = ({ done }: { done: number }) => done === 100 && controller.abort();
  await expect(
    importModel(db, files, { signal: controller.signal, onProgress: (progress) => void onProgress(progress) }),
  ).rejects.toMatchObject({ kind: "cancelled" });
  expect(await listRuns(db)).toHaveLength(1);
  expect(await listCheckpoints(db)).toHaveLength(1);
});

test("a file that changed on disk is reported as one", async () => {
  const file = await exportZip(await storeExample(db), false);
  const slice = file.slice.bind(file);
  let reads = 0;
  file.slice = (...range) => {
    if (++reads > 10) throw new DOMException("The file changed", "NotReadableError"); // as browsers say it
    return slice(...range);
  };
  await expect(importModel(db, [{ path: "model.zip", file }])).rejects.toMatchObject({ code: "file-unreadable" });
});

test("a zip made again by another program, deflated and in a folder, is as good", async () => {
  const files = await exported(true);
  const zip = zipSync({ "my model": { ...files, "1_Pooling": { "config.json": bytesOf("{}") } } }, { level: 6 });
  const { checkpoint, run } = await importModel(db, [{ path: "again.zip", file: new Blob([new Uint8Array(zip)]) }]);
  expect(run?.name).toBe(exampleRun.name);
  expect(await fingerprints(checkpoint)).toEqual(await fingerprints(await getCheckpoint(db, "example")));
});

test("a large export reads the database only as fast as it is consumed", async () => {
  const rows = 2 ** 16; // 100 MB: six tensors of 16 MB and what belongs to them
  const shape = [rows, 64];
  const big = await writeCheckpoint(
    db,
    { id: "big", name: "big", createdAt: 2, reason: "manual", model, tokenizerId: "t", training: null },
    (function* () {
      for (let i = 0; i < 6; i++) {
        yield {
          part: "weights" as const,
          tensor: { name: `t${i}`, shape, data: new Float32Array(rows * 64).fill(i) },
        };
      }
    })(),
  );
  const reads = vi.spyOn(IDBObjectStore.prototype, "get");
  const { stream, size } = zipStream(await exportFiles(db, big, exampleTokenizer, { trainingState: false }));
  let consumed = 0;
  let mostAhead = 0;
  for await (const piece of stream) {
    consumed += piece.length;
    mostAhead = Math.max(mostAhead, reads.mock.calls.length - Math.floor(consumed / big.chunkBytes));
  }
  reads.mockRestore();
  expect(consumed).toBe(size);
  expect(consumed).toBeGreaterThan(100e6);
  expect(mostAhead).toBeLessThanOrEqual(3);
});
