// The latest numbers as sentences, for those who see such curves for the first time.

import { Text } from "@mantine/core";
import { useShallow } from "zustand/react/shallow";
import type { RunRecord } from "../../runs/types";
import { useRun } from "../../store/run";
import { formatCount, formatLoss, formatPercent } from "../format";

export function MeaningOfNumbers({ record }: { record: RunRecord }) {
  const { evaluation, step } = useRun(
    useShallow((s) => ({ evaluation: s.latestEvaluation, step: s.state?.step ?? s.record?.step })),
  );
  if (!evaluation) {
    return (
      <Text c="dimmed">
        The first look at held-out text, which is never trained on, comes with the first evaluation.
      </Text>
    );
  }
  const { uniform, unigramEntropy, coinFlip } = record.references;
  const { mlmLoss, nspLoss, mlmAccuracy, nspAccuracy, perplexity } = evaluation;
  return (
    <Text maw="72ch">
      On held-out text the masked-word loss is {formatLoss(mlmLoss)} nats: as uncertain as choosing among{" "}
      {formatCount(Math.max(1, Math.round(perplexity)))} equally likely words, where a blind guess would have{" "}
      {formatCount(Math.round(Math.exp(uniform)))}. {verdict(mlmLoss, unigramEntropy)} It names{" "}
      {formatPercent(mlmAccuracy)} of the hidden words exactly.
      {nspLoss !== null && nspAccuracy !== null && (
        <>
          {" "}
          Of the sentence pairs it judges {formatPercent(nspAccuracy)} rightly;{" "}
          {nspLoss > 0.97 * coinFlip
            ? "so far that is a coin flip."
            : "it has begun to see which sentences belong together."}
        </>
      )}
      {step !== undefined && evaluation.step < step && ` (Measured at step ${formatCount(evaluation.step)}.)`}
    </Text>
  );
}

function verdict(mlmLoss: number, unigramEntropy: number): string {
  if (mlmLoss > unigramEntropy)
    return `Below ${formatLoss(unigramEntropy)} it will know more than how often each word occurs.`;
  const gain = 1 - mlmLoss / unigramEntropy;
  return `That is ${formatPercent(gain)} below ${formatLoss(unigramEntropy)}, the best that knowing only the word counts can do: it reads the context.`;
}
