// Models in from files and out to files. Only wires: the work is in `exchange`.

import { getCheckpoint } from "../checkpoints/checkpointStore";
import { exportFiles } from "../exchange/exportModel";
import { importModel } from "../exchange/importModel";
import { zipStream } from "../exchange/zipFolder";
import { openStudioDatabase } from "../lib/database";
import { throwIfCancelled } from "../lib/errors";
import { getTokenizer } from "../tokenizer/tokenizerStore";
import type { ExchangeRequests } from "./protocol";
import { serve } from "./serve";

const database = openStudioDatabase();

serve<ExchangeRequests>({
  async importModel({ files }, { signal, onProgress }) {
    return importModel(await database, files, {
      signal,
      onProgress: (p) => onProgress({ ...p, unit: "tensors", phase: "Importing" }),
    });
  },

  async exportModel({ checkpointId, trainingState }, { signal, onProgress }) {
    const db = await database;
    const record = await getCheckpoint(db, checkpointId);
    const { definition } = await getTokenizer(db, record.tokenizerId);
    const { stream, size } = zipStream(await exportFiles(db, record, definition, { trainingState }));
    let done = 0;
    const counted = stream.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          throwIfCancelled(signal, "The export");
          done += chunk.byteLength;
          onProgress({ done, total: size, unit: "bytes", phase: "Writing the zip" });
          controller.enqueue(chunk);
        },
      }),
    );
    // The browser keeps a streamed Blob outside the JavaScript heap, on disk when it is large.
    const blob = await new Response(counted, { headers: { "content-type": "application/zip" } }).blob();
    return { blob, fileName: `${fileNameOf(record.name)}.zip` };
  },
});

/** A name that every file system takes. */
function fileNameOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|-+$/g, "") || "cloze-model";
}
