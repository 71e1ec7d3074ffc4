import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const here = fileURLToPath(new URL(".", import.meta.url));
const port = Number(process.env.PORT ?? 4173);
const baseURL = `http://127.0.0.1:${port}`;

/** A program of the system, by the first of its names: no browser is ever downloaded. */
function installed(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

const chromium = process.env.CHROMIUM ?? installed("chromium", "chromium-browser", "google-chrome");
if (!chromium) throw new Error("no Chromium on PATH: run .ci/setup, or name one in CHROMIUM");
// The same engine without the window around it: a quarter faster.
const shell = process.env.CHROMIUM ? undefined : installed("chromium-headless-shell");

/**
 * What the shell has not, or has otherwise: the back/forward cache, settings of cookies, the pictures to compare with, and
 * where a list stays while rows are put in above.
 */
const NEEDS_THE_WHOLE_BROWSER =
  /backForward|back and forward|back\/forward cache|out of the cache|without any storage|whose cookie is|gallery|long\.spec|comes in above/;

/**
 * What Playwright turns off (1.65's list, as the last list is the one that counts), and pages of the address bar: each
 * context would start two processes for them, which cost more than a page of ours.
 */
const TURNED_OFF = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];

const launchOptions = {
  executablePath: chromium,
  // Visitors have a back/forward cache, so the tests have it as well.
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    `--disable-features=${TURNED_OFF.join(",")}`,
    "--font-render-hinting=none",
    // Each page lives for seconds: compiling its wasm a second time, and better, costs more than it gains.
    "--js-flags=--liftoff-only",
  ],
};

export default defineConfig({
  testDir: here,
  testMatch: "**/*.spec.mjs",
  outputDir: join(here, "results/artefacts"),
  snapshotPathTemplate: "{testDir}/snapshots/{testFilePath}/{arg}{ext}",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // More than there are cores: they wait for half of the time.
  workers: 4,
  // run.mjs looks again at what fails, when the machine is quiet.
  retries: 0,
  // Machines that share their cores with others are slow at times; being slow is no failure.
  timeout: 60_000,
  globalTimeout: 60 * 60_000,
  expect: {
    timeout: 10_000,
    toHaveScreenshot: { animations: "disabled", caret: "hide", scale: "css", maxDiffPixelRatio: 0.002 },
  },
  reporter: [["list"], ["json", { outputFile: join(here, "results/report.json") }]],
  use: {
    baseURL,
    headless: true,
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    colorScheme: "light",
    screenshot: "only-on-failure",
    // Costs every test a third more; `--trace retain-on-failure` when one is to be looked into.
    trace: "off",
    launchOptions,
  },
  projects: shell
    ? [
        // First, as what takes longest is in it: nothing else would be left to be done beside that.
        { name: "browser", grep: NEEDS_THE_WHOLE_BROWSER },
        { name: "shell", grepInvert: NEEDS_THE_WHOLE_BROWSER, use: { launchOptions: { ...launchOptions, executablePath: shell } } },
      ]
    : [{ name: "browser" }],
  webServer: {
    // `exec`, so that the process that is stopped is the server and not a shell around it.
    command: `exec node ${JSON.stringify(join(here, "serve.mjs"))}`,
    url: baseURL,
    env: { PORT: String(port) },
    // Another checkout's server on this port would be tested instead of ours.
    reuseExistingServer: false,
    // It has a Synapse to stop.
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    timeout: 10_000,
  },
});
