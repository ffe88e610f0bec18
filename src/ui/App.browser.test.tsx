// The frame and the controls in a real browser: what a person can reach, read and mistype. No worker is asked anything.

import { MantineProvider } from "@mantine/core";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { resetChoices, currentPlan } from "../store/config";
import { runJob, showFailure, useJobs } from "../store/jobs";
import { PLACES, usePlace } from "../store/place";
import { App } from "./App";
import "@mantine/core/styles.css";
import "./studio.css";
import { cssVariables, theme } from "./theme";

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  localStorage.clear();
  resetChoices();
  useJobs.setState({ jobs: {}, failures: {} });
  usePlace.setState({ place: "train" });
  host = document.body.appendChild(document.createElement("div"));
  root = createRoot(host);
  root.render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <App />
    </MantineProvider>,
  );
});

afterEach(() => {
  root.unmount();
  host.remove();
});

test("the first page has one button that starts everything", async () => {
  await expect.element(page.getByRole("button", { name: "Start pretraining" })).toBeVisible();
  expect(page.getByRole("button", { name: "Start pretraining" }).elements()).toHaveLength(1);
});

test.each([390, 1440, 1920])("every place has a heading and fits a page of %d pixels", async (width) => {
  await page.viewport(width, 900);
  for (const place of PLACES) {
    usePlace.setState({ place });
    await expect.poll(openPlace).toBe(`#${place}`);
    expect(page.getByRole("heading", { level: 1 }).elements(), place).toHaveLength(1);
    expect(document.documentElement.scrollWidth, place).toBeLessThanOrEqual(width);
    // "Start pretraining" is reachable everywhere, once.
    expect(page.getByRole("button", { name: "Start pretraining" }).elements(), place).toHaveLength(1);
  }
});

const openPlace = () => document.querySelector("[aria-current=page]")?.getAttribute("href");

test("a failure is a sentence, with its detail one click away, and can be dismissed", async () => {
  usePlace.setState({ place: "corpus" });
  const message = "a.txt is empty. Choose another file.";
  showFailure("readCorpus", { kind: "input", code: "empty-file", message, detail: "0 bytes read" });
  const alert = page.getByRole("alert");
  await expect.element(alert).toHaveTextContent("a.txt is empty. Choose another file.");
  await userEvent.click(page.getByRole("button", { name: "Show detail" }));
  await expect.element(page.getByText(/empty-file[\s\S]*0 bytes read/)).toBeVisible();
  await userEvent.click(page.getByRole("button", { name: "Dismiss" }));
  expect(page.getByRole("alert").elements()).toHaveLength(0);
});

test("a running job shows how far it is and can be cancelled", async () => {
  usePlace.setState({ place: "corpus" });
  let aborted = false;
  const job = runJob("readCorpus", "Reading", ({ signal, report }) => {
    report({ done: 3e6, total: 12e6, unit: "bytes", documents: 1200 });
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve((aborted = true))));
  });
  await expect.element(page.getByText("3 MB of 12 MB · 1,200 documents")).toBeVisible();
  expect(page.getByRole("progressbar", { name: "Reading" }).element().getAttribute("aria-valuenow")).toBe("25");
  await userEvent.click(page.getByRole("button", { name: "Cancel" }));
  await job;
  expect(aborted).toBe(true);
});

test("a number out of range is explained, and an emptied field goes back to the recipe", async () => {
  usePlace.setState({ place: "pretraining" });
  const field = page.getByLabelText("Learning rate", { exact: true });
  const own = currentPlan().recipe.optimizer.learningRate;
  await userEvent.fill(field, "0");
  await expect.element(field).toHaveAttribute("aria-invalid", "true");
  expect(currentPlan().config.optimizer.learningRate).toBe(0);
  await userEvent.fill(field, "0.0005");
  expect(currentPlan().config.optimizer.learningRate).toBe(0.0005);
  await userEvent.clear(field);
  await userEvent.tab();
  expect(currentPlan().config.optimizer.learningRate).toBe(own);
  await expect.element(field).toHaveValue(String(own));
});

test("a size preset changes the model, and the weights below follow it", async () => {
  usePlace.setState({ place: "model" });
  await userEvent.click(page.getByRole("radio", { name: "mini" }));
  expect(currentPlan().config.model).toMatchObject({ hiddenSize: 256, numHiddenLayers: 4, intermediateSize: 1024 });
  await expect.element(page.getByRole("radio", { name: "mini" })).toBeChecked();
});
