import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserFlags, findBrowser } from "./src/cli/chromium.mjs";

// TensorFlow.js's packages carry CommonJS and ES modules side by side; two copies would be two engines.
const tensorflow = ["@tensorflow/tfjs", "@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-webgpu"];

export default defineConfig({
  plugins: [react()],
  resolve: { dedupe: tensorflow },
  worker: { format: "es" },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: { studio: "index.html", headless: "src/cli/headless.html" } },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          testTimeout: 30_000, // two busy cores are slow; a test that hangs is still found
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.gpu.test.ts", "src/**/*.browser.test.ts"],
        },
      },
      {
        extends: true,
        optimizeDeps: { include: tensorflow },
        test: {
          name: "browser", // real Chromium: WebGPU on its software adapter, IndexedDB, workers
          include: ["src/**/*.gpu.test.ts", "src/**/*.browser.test.ts", "src/**/*.browser.test.tsx"],
          fileParallelism: false,
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: findBrowser() ?? undefined,
                args: browserFlags({ softwareAdapter: true }),
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
