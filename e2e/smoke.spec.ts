// The page opens, names itself, complains about nothing and asks nobody else for anything.

import { expect, test } from "@playwright/test";

test("the studio opens without errors and loads nothing from elsewhere", async ({ page, baseURL }) => {
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(baseURL ?? "") && !/^(blob|data):/.test(request.url())) foreign.push(request.url());
  });
  await page.goto("/");
  await expect(page).toHaveTitle(/Cloze Studio/);
  await expect(page.getByRole("button", { name: "Start pretraining" }).first()).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});
