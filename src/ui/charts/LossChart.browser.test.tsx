// A chart is right when the drawn curve has the spike, not too many points, and the words beside it say the latest values.

import { MantineProvider } from "@mantine/core";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { TrainingMetrics } from "../../runs/types";
import { history, useRun } from "../../store/run";
import { setView } from "../../store/view";
import { LossChart } from "./LossChart";

let root: Root | null = null;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

const SPIKE = 7777;

const rows = Array.from({ length: 20_000 }, (_, i): TrainingMetrics => {
  const mlmLoss = i === SPIKE ? 12 : 4 + 3 * Math.exp(-i / 3000) + 0.1 * Math.sin(i);
  const rest = {
    nspLoss: null,
    mlmAccuracy: 0,
    nspAccuracy: null,
    learningRate: 1e-3,
    gradNorm: 1,
    tokensPerSecond: 1,
  };
  return { step: i + 1, loss: mlmLoss, mlmLoss, ...rest, elapsedSeconds: i };
});

test("a long run is drawn with its spike in at most a thousand points, and its latest losses stand in words", async () => {
  setView({ smoothing: 0, logarithmic: false, axis: "step" });
  const evaluation = {
    mlmLoss: 4.321,
    nspLoss: null,
    mlmAccuracy: 0.1,
    nspAccuracy: null,
    perplexity: 75,
    elapsedSeconds: 1,
  };
  history.replace(rows, [{ step: 20_000, ...evaluation }]);
  useRun.setState(({ revision }) => ({ revision: revision + 1 }));
  const host = document.body.appendChild(document.createElement("div"));
  host.style.width = "600px";
  root = createRoot(host);
  root.render(
    <MantineProvider>
      <LossChart
        label="MLM loss chart"
        title="Masked words"
        explanation=""
        metric="mlmLoss"
        color="#0067a8"
        references={[{ value: 7.6, name: "Blind guess" }]}
      />
    </MantineProvider>,
  );
  const figure = page.getByRole("figure", { name: "MLM loss chart" });
  await expect.element(figure).toHaveTextContent(`Training ${rows[rows.length - 1].mlmLoss?.toFixed(3)}`);
  await expect.element(figure).toHaveTextContent("Held-out 4.321");
  await expect.element(figure).toHaveTextContent("Blind guess");

  await expect.poll(() => curve().length).toBeGreaterThan(300);
  const points = curve();
  expect(points.length).toBeLessThanOrEqual(1000);
  // The highest point of the curve (the smallest y of the drawing) lies at the spike's place along the axis.
  const highest = points.reduce((best, point) => (point.y < best.y ? point : best));
  const first = points[0].x;
  const along = (highest.x - first) / (points[points.length - 1].x - first);
  expect(along).toBeCloseTo(SPIKE / 20_000, 2);
});

function curve(): { x: number; y: number }[] {
  const path = document.querySelector(".recharts-line-curve")?.getAttribute("d") ?? "";
  return path
    .split(/[ML]/)
    .filter(Boolean)
    .map((pair) => {
      const [x, y] = pair.split(",").map(Number);
      return { x, y };
    });
}
