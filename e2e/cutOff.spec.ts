// The one button, and a page reloaded in the middle of training without a pause: the run is offered, never shown as going on.

import { expect, test } from "@playwright/test";

test("a run that a reload cut off is called so and offered from its last checkpoint", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Start pretraining" }).click();
  const progress = page.getByRole("list", { name: "Progress of the run" });
  await expect(progress).toContainText(/Step 1[2-9] of/, { timeout: 120_000 });
  await page.reload();
  const offer = page.getByRole("region", { name: "Run to resume" });
  await expect(offer).toContainText("was cut off");
  await expect(offer).toContainText(/checkpoint of step 10 of/);
  await expect(page.getByText("Cut off", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Training", { exact: true })).toHaveCount(0);
  await offer.getByRole("button", { name: "Resume" }).click();
  await expect(progress).toContainText(/Step 1[1-9] of/, { timeout: 120_000 });
});
