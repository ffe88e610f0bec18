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

// On Linux a headless Chrome reaches a GPU through Vulkan only. Asking by features leaves the fallback to software intact
// where the driver is missing; --use-angle=vulkan would take WebGL away there.
const LINUX_GPU_DEVICES = ["/dev/dri", "/dev/nvidia0", "/dev/dxg"];
const VULKAN_FLAGS = ["--enable-features=Vulkan,DefaultANGLEVulkan,VulkanFromANGLE", "--disable-vulkan-surface"];

/**
 * Flags for the terminal runner: the machine's GPU if it has one. A page that nobody looks at must not be slowed down,
 * and a slow software adapter must not be taken for a hung one.
 */
export function runnerFlags(platform = process.platform) {
  const throughVulkan = platform === "linux" && LINUX_GPU_DEVICES.some((device) => existsSync(device));
  return [
    ...browserFlags({ softwareAdapter: false }),
    ...(throughVulkan ? VULKAN_FLAGS : []),
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-gpu-watchdog",
  ];
}
