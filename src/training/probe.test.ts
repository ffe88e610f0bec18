import { expect, test } from "vitest";
import type { Engine, PredictionInput } from "../engine/engine";
import { presetConfig } from "../bert/config";
import { exampleDefinition } from "../tokenizer/exampleTokenizer";
import { WordPieceTokenizer } from "../tokenizer/wordPiece";
import { fillMask, scoreNextSentence } from "./probe";

const tokenizer = new WordPieceTokenizer(exampleDefinition());
const config = { ...presetConfig("pico", tokenizer.vocabSize), maxPositionEmbeddings: 16 };

/** An engine whose logits are ln(weight): the probabilities are the weights over their sum. */
function engineWith(weights: (position: number, id: number) => number): Engine & { asked: PredictionInput[] } {
  const asked: PredictionInput[] = [];
  const refuse = () => Promise.reject(new Error("not part of a probe"));
  return {
    asked,
    config,
    device: { backend: "cpu", adapter: "none", software: true },
    step: refuse,
    evaluate: refuse,
    predictTokens(input, positions) {
      asked.push(input);
      const V = config.vocabSize;
      return Promise.resolve(
        Float32Array.from({ length: positions.length * V }, (_, i) =>
          Math.log(weights(positions[Math.floor(i / V)], i % V)),
        ),
      );
    },
    predictNextSentence(input) {
      asked.push(input);
      return Promise.resolve(Float32Array.of(Math.log(3), Math.log(1)));
    },
    readState: () => {
      throw new Error("not part of a probe");
    },
    writeState: refuse,
    dispose() {},
  };
}

test("each [MASK] gets its own candidates, likeliest first, with its place in the text", async () => {
  const engine = engineWith((position, id) => (id === 5 + position ? 8 : id === 6 + position ? 4 : 1e-9));
  const text = "[MASK] [MASK]";
  const predictions = await fillMask(engine, tokenizer, text, 2);
  expect(predictions.map(({ start }) => start)).toEqual([0, 7]);
  // [CLS] is position 0, so the masks are positions 1 and 2.
  expect(predictions.map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([
    [6, 7],
    [7, 8],
  ]);
  expect(predictions[0].candidates[0].token).toBe(tokenizer.idToToken(6));
  expect(predictions[0].candidates.map(({ probability }) => probability.toFixed(3))).toEqual(["0.667", "0.333"]);
});

test("a text without [MASK] is refused with the remedy", async () => {
  await expect(
    fillMask(
      engineWith(() => 1),
      tokenizer,
      "no gap",
      5,
    ),
  ).rejects.toMatchObject({
    code: "no-mask",
    message: "The text has no [MASK]. Write [MASK] in the place of the word to guess.",
  });
});

test("a text longer than the position table is refused with both lengths", async () => {
  const engine = engineWith(() => 1);
  await expect(fillMask(engine, tokenizer, "[MASK] ".repeat(15), 5)).rejects.toThrow(
    "The text has 17 tokens with its markers, but this model reads at most 16.",
  );
  await expect(fillMask(engine, tokenizer, "[MASK] ".repeat(14), 5)).resolves.toHaveLength(14);
  await expect(scoreNextSentence(engine, tokenizer, ". ".repeat(7), ". ".repeat(7))).rejects.toMatchObject({
    code: "probe-too-long",
  });
});

test("the next-sentence score is the probability of column 0, of a pair with its two segments", async () => {
  const engine = engineWith(() => 1);
  const { followsProbability } = await scoreNextSentence(engine, tokenizer, "a", "b");
  expect(followsProbability).toBeCloseTo(0.75, 6);
  expect([...engine.asked[0].tokenTypeIds]).toEqual([0, 0, 0, 1, 1]); // [CLS] a [SEP] b [SEP]
  await expect(scoreNextSentence(engine, tokenizer, "a", " ")).rejects.toMatchObject({ code: "probe-empty" });
});
