// From the engine's sums to the rows that are charted: means in nats, null for an objective that a batch does not have.

import type { LossSums, LossWeights, StepResult } from "../engine/engine";
import type { EvaluationMetrics, TrainingMetrics } from "../runs/types";

export function trainingMetrics(
  sums: StepResult,
  weights: LossWeights,
  rest: Pick<TrainingMetrics, "step" | "learningRate" | "tokensPerSecond" | "elapsedSeconds">,
): TrainingMetrics {
  const mlmLoss = mean(sums.mlmLoss, sums.mlmCount);
  const nspLoss = mean(sums.nspLoss, sums.nspCount);
  return {
    ...rest,
    loss: weights.mlm * (mlmLoss ?? 0) + weights.nsp * (nspLoss ?? 0),
    mlmLoss,
    nspLoss,
    mlmAccuracy: mean(sums.mlmCorrect, sums.mlmCount),
    nspAccuracy: mean(sums.nspCorrect, sums.nspCount),
    gradNorm: sums.gradNorm,
  };
}

/** Weighted by masked position and by sentence pair, not by batch (specification 7). */
export function evaluationMetrics(
  sums: LossSums,
  rest: Pick<EvaluationMetrics, "step" | "elapsedSeconds">,
): EvaluationMetrics {
  const mlmLoss = sums.mlmLoss / sums.mlmCount;
  return {
    ...rest,
    mlmLoss,
    nspLoss: mean(sums.nspLoss, sums.nspCount),
    mlmAccuracy: sums.mlmCorrect / sums.mlmCount,
    nspAccuracy: mean(sums.nspCorrect, sums.nspCount),
    perplexity: Math.exp(mlmLoss),
  };
}

export function sumLosses(parts: readonly LossSums[]): LossSums {
  const total: LossSums = { mlmLoss: 0, mlmCorrect: 0, mlmCount: 0, nspLoss: 0, nspCorrect: 0, nspCount: 0 };
  for (const part of parts) {
    for (const key of Object.keys(total) as (keyof LossSums)[]) total[key] += part[key];
  }
  return total;
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}
