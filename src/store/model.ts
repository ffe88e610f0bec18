// What a model of some size weighs, worked out before anything is allocated.

import { PRESETS, presetConfig, type BertConfig, type PresetName } from "../bert/config";
import { estimateMemory, parametersByPart } from "../bert/memory";
import { parameterCount } from "../bert/parameters";
import type { RunConfig } from "../training/config";

export function modelSizes({
  vocabSize,
  maxPositionEmbeddings,
}: Pick<BertConfig, "vocabSize" | "maxPositionEmbeddings">) {
  return (Object.keys(PRESETS) as PresetName[]).map((name) => {
    const model = { ...presetConfig(name, vocabSize), maxPositionEmbeddings };
    return { name, layers: model.numHiddenLayers, hidden: model.hiddenSize, parameters: parameterCount(model) };
  });
}

/** Parameters and bytes of a valid configuration. */
export function weigh({ model, batchSize, examples }: RunConfig) {
  const shape = { batchSize, seqLength: examples.maxSeqLength, maxPredictions: examples.maxPredictionsPerSeq };
  return { parameters: parameterCount(model), parts: parametersByPart(model), memory: estimateMemory(model, shape) };
}
