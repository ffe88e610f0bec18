// Everything a run depends on besides its text, tokenizer and starting weights: one plain object, validated once, at the edge.

import { z } from "zod";
import { bertConfigSchema } from "../bert/config";
import { exampleOptionsSchema } from "../pretraining/types";

export const runConfigSchema = z
  .object({
    seed: z.int().min(0),
    model: bertConfigSchema,
    examples: exampleOptionsSchema,
    lossWeights: z.object({ mlm: z.number().min(0), nsp: z.number().min(0) }),
    batchSize: z.int().min(1), // sequences of a micro-batch
    accumulationSteps: z.int().min(1), // micro-batches of an update
    optimizer: z.object({
      learningRate: z.number().gt(0),
      beta1: z.number().min(0).lt(1),
      beta2: z.number().min(0).lt(1),
      epsilon: z.number().gt(0),
      weightDecay: z.number().min(0),
      clipNorm: z.number().gt(0).nullable(),
    }),
    schedule: z.object({ kind: z.enum(["linear", "cosine", "constant"]), warmupSteps: z.int().min(0) }),
    duration: z.object({ unit: z.enum(["steps", "epochs"]), amount: z.number().gt(0) }),
    evaluateEvery: z.int().min(1), // updates
    evaluationExamples: z.int().min(1), // at most; the same ones every time
    saveEvery: z.int().min(1), // updates
  })
  .refine(({ examples, model }) => examples.maxSeqLength <= model.maxPositionEmbeddings, {
    error: "The sequence length cannot exceed the model's number of positions.",
    path: ["examples", "maxSeqLength"],
  })
  .refine(
    ({ lossWeights, examples }) => lossWeights.mlm + (examples.nextSentencePrediction ? lossWeights.nsp : 0) > 0,
    {
      error: "At least one loss needs a weight above 0.",
      path: ["lossWeights"],
    },
  );

export type RunConfig = z.infer<typeof runConfigSchema>;
