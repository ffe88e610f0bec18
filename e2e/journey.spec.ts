// The main job from end to end, on WebGPU: own text in, a vocabulary, training, a pause, a reload, the rest of the
// training, a probe, the zip out and in again. What comes back must predict what went out.

import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { prose } from "./prose";

const STEPS_BEFORE_RELOAD = 20;
const STEPS = 30;
const GAP = "the [MASK] was in the [MASK] .";

function nav(page: Page, place: string) {
  return page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place, exact: true }).click();
}

async function currentStep(page: Page): Promise<number> {
  const text = await page.getByRole("list", { name: "Progress of the run" }).innerText();
  return Number(/Step ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", ""));
}

async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.fill(String(value));
  await field.blur();
}

/** [token, share] of every candidate of every gap, as the page shows them. */
async function candidates(page: Page): Promise<string[][]> {
  await page.getByLabel("Text with [MASK]").fill(GAP);
  await page.getByRole("button", { name: "Fill the gaps" }).click();
  const lists = page.getByRole("list", { name: /Candidates for gap/ });
  await expect(lists).toHaveCount(2);
  const texts = await lists.evaluateAll((all) => all.map((list) => [...list.children].map((li) => li.textContent)));
  for (const gap of texts) expect(gap).toHaveLength(5);
  return texts;
}

test("upload, train, pause, reload, resume, probe, export, import", async ({ page }) => {
  test.setTimeout(420_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto("/");

  await test.step("read a text", async () => {
    await nav(page, "Corpus");
    const file = { name: "harbour.txt", mimeType: "text/plain", buffer: Buffer.from(prose(120)) };
    await page.locator('input[type="file"][aria-label="Choose files"]').setInputFiles(file);
    await expect(
      page.getByRole("region", { name: "Chosen sources" }).or(page.getByLabel("Chosen sources")),
    ).toContainText("harbour.txt");
    await page.getByRole("button", { name: "Read corpus" }).click();
    await expect(page.getByText("120 documents").first()).toBeVisible();
  });

  await test.step("train a vocabulary", async () => {
    await nav(page, "Tokenizer");
    await setNumber(page, "Vocabulary size", 400);
    await page.getByRole("button", { name: "Train vocabulary" }).click();
    await expect(page.getByText(/pieces trained on/).first()).toBeVisible();
  });

  await test.step("choose a small model and a short run", async () => {
    await nav(page, "Model");
    await page.getByRole("radio", { name: "pico" }).click();
    await nav(page, "Pretraining");
    await setNumber(page, "Sequence length", 48);
    await setNumber(page, "Batch size", 4);
    await setNumber(page, "Steps", STEPS);
    await setNumber(page, "Evaluate every", 10);
    await nav(page, "Train");
    await page.getByRole("button", { name: "Advanced" }).click();
    await page.getByRole("combobox", { name: "Backend" }).click();
    await page.getByRole("option", { name: "WebGPU" }).click();
    await expect(page.getByText(/Computes with WebGPU/)).toBeVisible();
  });

  await test.step(`train ${STEPS_BEFORE_RELOAD} steps and pause`, async () => {
    await page.getByRole("button", { name: "Start pretraining" }).first().click();
    await expect
      .poll(() => currentStep(page).catch(() => 0), { timeout: 240_000 })
      .toBeGreaterThanOrEqual(STEPS_BEFORE_RELOAD);
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByText("Paused", { exact: true }).first()).toBeVisible();
    for (const name of ["MLM loss chart", "NSP loss chart"]) {
      const chart = page.getByRole("figure", { name });
      await expect(chart).toContainText(/Training \d\.\d+/);
      await expect(chart).toContainText(/Held-out \d\.\d+/);
      // A drawn curve, not only its axes: recharts gives every line a path.
      await expect(chart.locator("path.recharts-line-curve").first()).toHaveAttribute("d", /^M.*[LC]/);
    }
  });

  const pausedAt = await currentStep(page);
  const lossBefore = await page
    .getByRole("figure", { name: "MLM loss chart" })
    .getByText(/^Training \d/)
    .innerText();

  await test.step("reload and resume to the end", async () => {
    await page.reload();
    const offer = page.getByRole("region", { name: "Run to resume" });
    await expect(offer).toContainText(`step ${pausedAt} of ${STEPS}`);
    await expect(page.getByRole("figure", { name: "MLM loss chart" })).toContainText(lossBefore);
    await offer.getByRole("button", { name: "Resume" }).click();
    await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible({ timeout: 240_000 });
    expect(await currentStep(page)).toBe(STEPS);
  });

  const before = await test.step("probe the trained model", async () => {
    await nav(page, "Probe");
    return candidates(page);
  });

  const zip = await test.step("download the zip", async () => {
    await nav(page, "Runs and checkpoints");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download zip" }).first().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    return readFile(await download.path());
  });

  await test.step("import it again: the same predictions", async () => {
    const file = { name: "back-again.zip", mimeType: "application/zip", buffer: zip };
    await page.locator('input[type="file"][aria-label="Import model"]').setInputFiles(file);
    await expect(page.getByRole("region", { name: "Bring a model" }).getByRole("status")).toContainText("Imported");
    const imported = page.getByRole("table", { name: "Checkpoints" }).getByRole("row", { name: /imported/ });
    await imported.getByRole("button", { name: "Use" }).click();
    await page.getByRole("menuitem", { name: "Probe this checkpoint" }).click();
    expect(await candidates(page)).toEqual(before);
  });

  expect(complaints).toEqual([]);
});
