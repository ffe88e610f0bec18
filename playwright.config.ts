// Journeys through the production build in a real browser, WebGPU on its software adapter.

import { defineConfig, devices } from "@playwright/test";
import { browserFlags, findBrowser } from "./src/cli/chromium.mjs";

// Set once by the main process, inherited by the workers; two runs on one machine do not meet.
process.env.STUDIO_PORT ??= String(42_000 + (process.pid % 10_000));
const url = `http://127.0.0.1:${process.env.STUDIO_PORT}/`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000, // a software adapter takes its time
  expect: { timeout: 30_000 },
  reporter: [["line"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: url,
    video: "off",
    trace: "off",
    launchOptions: {
      executablePath: findBrowser() ?? undefined,
      args: browserFlags({ softwareAdapter: true }),
    },
  },
  webServer: {
    command: `node src/cli/start.mjs --port ${process.env.STUDIO_PORT}`,
    url,
    reuseExistingServer: false,
    timeout: 180_000,
  },
});
