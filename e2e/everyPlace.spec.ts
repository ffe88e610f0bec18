// Every place, light and dark, from a phone to a projector: accessible by the rules of WCAG 2.1 AA, nothing wider than the
// screen, and no request to any other machine.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

const PLACES = ["Corpus", "Tokenizer", "Model", "Pretraining", "Train", "Probe", "Runs and checkpoints"];
const SCREENS = [
  { name: "phone", width: 390, height: 844 },
  { name: "laptop", width: 1440, height: 900 },
  { name: "projector", width: 1920, height: 1080 },
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const { name, width, height } of SCREENS) {
    test(`every place is accessible and fits on a ${name}, ${colorScheme}`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      const elsewhere: string[] = [];
      page.on("request", (request) => {
        const url = new URL(request.url());
        if (!["data:", "blob:"].includes(url.protocol) && url.origin !== new URL(baseURL!).origin)
          elsewhere.push(url.href);
      });
      await page.goto(baseURL!);
      for (const place of PLACES) {
        await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place, exact: true }).click();
        await expect(page.getByRole("main")).toBeVisible();
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
          .analyze();
        const found = violations.map(
          ({ id, nodes }) => `${place}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
        );
        expect(found).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${place} is wider than the screen`).toBeLessThanOrEqual(0);
      }
      expect(elsewhere).toEqual([]);
      await context.close();
    });
  }
}
