// A headless browser with the job's page open, in a profile of its own that is removed at the end.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StudioError } from "../lib/errors";
import { runnerFlags } from "./chromium.mjs";
import type { Job, JobEvent, Outcome } from "./job";

export interface JobPage {
  run(job: Job): Promise<Outcome>;
  /** Asks the page to save and end; run() then settles. */
  stop(): void;
  close(): Promise<void>;
}

/** A persistent profile, because Chrome keeps the databases of any other kind in memory. */
export async function openPage(browser: string, url: string, hear: (event: JobEvent) => void): Promise<JobPage> {
  const profile = await mkdtemp(join(tmpdir(), "cloze-studio-"));
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  try {
    const { chromium } = await import("playwright-core"); // late, so that --help and wrong usage answer at once
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: browser,
      headless: true,
      args: runnerFlags(),
      // Ctrl-C is for us: the browser must live until everything is saved.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const page = context.pages().at(0) ?? (await context.newPage());
    await page.exposeBinding("tellRunner", (_source, event: JobEvent) => hear(event));
    await page.goto(url);
    await page.waitForFunction(() => typeof window.runJob === "function");
    return {
      run: async (job) => {
        try {
          return await page.evaluate((given) => window.runJob(given), job);
        } catch (error) {
          const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
          throw new StudioError(
            "training",
            "page-crashed",
            `The browser ended in the middle of the run (${reason}). It may have run out of memory; what was saved is safe.`,
          );
        }
      },
      stop: () => void page.evaluate(() => window.stopJob()).catch(() => undefined), // run() tells if the page is gone
      close: async () => {
        await context.close().catch(() => undefined); // it may have crashed
        await removeProfile();
      },
    };
  } catch (error) {
    await removeProfile();
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new StudioError(
      "environment",
      "browser-not-started",
      `The browser ${browser} could not be started (${reason}). Set CHROME_PATH to a recent Chrome, Chromium or Edge.`,
    );
  }
}
