// Trains and probes. Only wires: what a run does is in trainingSession.ts and in `training`.

import { removeOrphanChunks } from "../checkpoints/checkpointStore";
import { openStudioDatabase } from "../lib/database";
import type { TrainingRequests } from "./protocol";
import { sendEvent, serve } from "./serve";
import { TrainingSession } from "./trainingSession";

const database = openStudioDatabase();
// What a closed tab left half-saved belongs to nobody.
void database.then(removeOrphanChunks).catch(() => undefined);
const session = database.then((opened) => new TrainingSession(opened, sendEvent));

serve<TrainingRequests>({
  describeDevice: async ({ backend }) => (await session).describeDevice(backend),
  start: async (params, { onProgress }) => (await session).start(params, (phase) => onProgress({ phase })),
  resume: async (params, { onProgress }) => (await session).resume(params, (phase) => onProgress({ phase })),
  pause: async () => (await (await session).pause(), null),
  continue: async () => ((await session).continue(), null),
  singleStep: async () => (await (await session).singleStep(), null),
  stop: async () => (await (await session).stop(), null),
  save: async () => (await session).save(),
  fillMask: async ({ text, topK, source }) => (await session).fillMask(text, topK, source),
  scoreNextSentence: async ({ first, second, source }) => (await session).scoreNextSentence(first, second, source),
});
