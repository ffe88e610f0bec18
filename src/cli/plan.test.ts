import { expect, test } from "vitest";
import { presetConfig } from "../bert/config";
import { adaptationRecipe, defaultRecipe, SAMPLE_VOCAB_SIZE, sampleRecipe } from "../training/recipes";
import { parseOptions } from "./options";
import { planConfig, vocabularyOptions } from "./plan";

const plan = (line: string, vocabSize = 1000) => planConfig(parseOptions(line.split(" ")), vocabSize, null);

test("--sample alone is the recipe behind the Start button", () => {
  const choices = parseOptions(["--sample", "--out", "x"]);
  expect(planConfig(choices, 1500, null)).toEqual(sampleRecipe(1500));
  expect(vocabularyOptions(choices).vocabSize).toBe(SAMPLE_VOCAB_SIZE);
});

test("own text follows the studio's recipe, weights from elsewhere the one for adaptation", () => {
  expect(plan("--corpus a.txt --preset mini")).toEqual(defaultRecipe({ preset: "mini", vocabSize: 1000 }));
  const model = presetConfig("tiny", 1000);
  expect(planConfig(parseOptions(["--init", "x"]), 1000, model)).toEqual(adaptationRecipe(model));
});

test("every option reaches its place", () => {
  const config = plan(
    "--layers 3 --hidden-size 96 --heads 3 --intermediate-size 200 --dropout 0 --objective mlm --mlm-weight 0.9 " +
      "--nsp-weight 0.1 --seq-len 32 --mask-prob 0.2 --whole-word --held-out 0.1 --steps 50 --batch 4 --accumulate 2 " +
      "--lr 0.002 --warmup 7 --schedule cosine --weight-decay 0.05 --clip none --seed 9 --eval-every 3 --save-every 11",
  );
  expect(config).toMatchObject({
    seed: 9,
    model: {
      numHiddenLayers: 3,
      hiddenSize: 96,
      numAttentionHeads: 3,
      intermediateSize: 200,
      hiddenDropoutProb: 0,
      attentionProbsDropoutProb: 0,
    },
    examples: {
      maxSeqLength: 32,
      maskedLmProb: 0.2,
      maxPredictionsPerSeq: 7, // 6.4 rounded up
      wholeWordMasking: true,
      nextSentencePrediction: false,
      heldOutFraction: 0.1,
    },
    lossWeights: { mlm: 0.9, nsp: 0.1 },
    batchSize: 4,
    accumulationSteps: 2,
    optimizer: { learningRate: 0.002, weightDecay: 0.05, clipNorm: null },
    schedule: { kind: "cosine", warmupSteps: 7 },
    duration: { unit: "steps", amount: 50 },
    evaluateEvery: 3,
    saveEvery: 11,
  });
});

test("what depends on an option follows it", () => {
  const recipe = defaultRecipe({ preset: "tiny", vocabSize: 1000 });
  const wide = plan("--hidden-size 192").model;
  expect(wide).toMatchObject({ hiddenSize: 192, intermediateSize: 768, numAttentionHeads: 3 });
  expect(wide.initializerRange).toBeLessThan(recipe.model.initializerRange);
  expect(plan("--seq-len 1024").model.maxPositionEmbeddings).toBe(1024);
  const short = plan(`--steps ${recipe.duration.amount / 10}`);
  expect(short.schedule.warmupSteps).toBe(Math.round(recipe.schedule.warmupSteps / 10));
  expect(short.evaluateEvery).toBeLessThanOrEqual(recipe.duration.amount / 100);
});

test("options that do not fit together are wrong usage, with the reason", () => {
  expect(() => plan("--hidden-size 100 --heads 3")).toThrow("multiple of the number of attention heads");
  expect(() => plan("--mlm-weight 0 --nsp-weight 0")).toThrow("At least one loss");
  expect(() => plan("--mask-prob 0")).toThrow("maskedLmProb");
});
