import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserFlags, findBrowser } from "./src/cli/chromium.mjs";

// TensorFlow.js's packages carry CommonJS and ES modules side by side; two copies would be two engines.
const tensorflow = ["@tensorflow/tfjs", "@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-webgpu"];

const interfacePackages = [
  "@mantine/core",
  "@mantine/hooks",
  "@tabler/icons-react",
  "react-dom/client",
  "recharts",
  "zustand",
  "zustand/middleware",
  "zustand/react/shallow",
];

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
        // All that tests import: found later, a dependency reloads the page in the middle of a test.
        optimizeDeps: { include: [...tensorflow, ...interfacePackages, "chardet", "papaparse"] },
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
