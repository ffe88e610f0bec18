// Which browser to use for tests and for the terminal runner, and how to start it. Plain JavaScript: set-up runs it
// before anything is installed.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const COMMANDS = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge"];
const FIXED_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
];

/**
 * Path of an installed Chrome, Chromium or Edge (CHROME_PATH first), or null.
 * @param {NodeJS.ProcessEnv} environment
 */
export function findBrowser(environment = process.env) {
  if (environment.CHROME_PATH) return existsSync(environment.CHROME_PATH) ? environment.CHROME_PATH : null;
  const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => COMMANDS.map((name) => join(folder, name))), ...FIXED_PLACES];
  return candidates.find((path) => existsSync(path)) ?? null;
}

/**
 * Flags for a headless browser with WebGPU that talks to nobody. Software WebGPU is asked for only by tests: they need
 * the same adapter everywhere.
 * @param {{ softwareAdapter: boolean }} options
 */
export function browserFlags({ softwareAdapter }) {
  return [
    "--no-sandbox",
    "--enable-unsafe-webgpu",
    ...(softwareAdapter ? ["--use-webgpu-adapter=swiftshader"] : []),
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}

/**
 * Flags for the terminal runner: the machine's GPU if it has one. On Linux a headless Chrome reaches it through Vulkan
 * only (Chrome's own recipe for servers with a GPU); without a GPU the same flags end at SwiftShader. A page that nobody
 * looks at must not be slowed down, and a slow software adapter must not be taken for a hung one.
 */
export function runnerFlags(platform = process.platform) {
  return [
    ...browserFlags({ softwareAdapter: false }),
    ...(platform === "linux" ? ["--enable-features=Vulkan", "--use-angle=vulkan", "--disable-vulkan-surface"] : []),
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-gpu-watchdog",
  ];
}
