// What a BERT is, without a tensor library: its configuration under the names of Hugging Face's config.json
// (specification 5.1), in camel case. `exchange` translates to and from the file.

import { z } from "zod";

export const bertConfigSchema = z
  .object({
    vocabSize: z.int().min(6),
    hiddenSize: z.int().min(2),
    numHiddenLayers: z.int().min(1),
    numAttentionHeads: z.int().min(1),
    intermediateSize: z.int().min(1),
    hiddenAct: z.enum(["gelu", "gelu_new"]), // erf, or its tanh approximation
    hiddenDropoutProb: z.number().min(0).lt(1),
    attentionProbsDropoutProb: z.number().min(0).lt(1),
    maxPositionEmbeddings: z.int().min(3),
    typeVocabSize: z.int().min(2),
    initializerRange: z.number().gt(0).max(1),
    layerNormEps: z.number().gt(0),
    padTokenId: z.int().min(0),
  })
  .refine((config) => config.hiddenSize % config.numAttentionHeads === 0, {
    error: "The hidden size must be a multiple of the number of attention heads.",
    path: ["numAttentionHeads"],
  });

export type BertConfig = z.infer<typeof bertConfigSchema>;

export const PRESETS = {
  pico: { numHiddenLayers: 2, hiddenSize: 64 },
  tiny: { numHiddenLayers: 2, hiddenSize: 128 },
  mini: { numHiddenLayers: 4, hiddenSize: 256 },
  small: { numHiddenLayers: 4, hiddenSize: 512 },
  medium: { numHiddenLayers: 8, hiddenSize: 512 },
  base: { numHiddenLayers: 12, hiddenSize: 768 },
} as const;
export type PresetName = keyof typeof PRESETS;

/**
 * Standard deviation of fresh weights by width. 0.02 was chosen for 768; a product of two such matrices shrinks with the
 * width, so that narrow models start with attention that sees nothing. Keeping 0.02 * sqrt(768) / sqrt(H) keeps the size
 * of a projection's output.
 */
export function defaultInitializerRange(hiddenSize: number): number {
  return Number((0.02 * Math.sqrt(768 / hiddenSize)).toPrecision(2));
}

/** A fresh model's configuration by preset: heads of width 64 (32 where H is 64, so that there are two), I = 4H. */
export function presetConfig(preset: PresetName, vocabSize: number): BertConfig {
  const { numHiddenLayers, hiddenSize } = PRESETS[preset];
  return {
    vocabSize,
    hiddenSize,
    numHiddenLayers,
    numAttentionHeads: Math.max(2, hiddenSize / 64),
    intermediateSize: 4 * hiddenSize,
    hiddenAct: "gelu",
    hiddenDropoutProb: 0.1,
    attentionProbsDropoutProb: 0.1,
    maxPositionEmbeddings: 512,
    typeVocabSize: 2,
    initializerRange: defaultInitializerRange(hiddenSize),
    layerNormEps: 1e-12,
    padTokenId: 0,
  };
}
