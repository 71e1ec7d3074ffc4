// Firefox, over WebDriver BiDi.
import puppeteer from "puppeteer-core";
import { locate } from "./in_page.mjs";
import { find, until } from "./processes.mjs";

/** Nothing but the pages under test is asked for, and nothing slides while it is clicked. */
const preferences = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.safebrowsing.update.enabled": false,
  "captivedetect.canonicalURL": "",
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.enabled": false,
  "ui.prefersReducedMotion": 1,
};

export async function openFirefox() {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: find("firefox-esr", "firefox"),
    extraPrefsFirefox: preferences,
    timeout: 60_000,
    protocolTimeout: 40_000,
  });
  return {
    newPage: () => openPage(browser),
    close: () => browser.close(),
  };
}

/** Each page is alone in a context with nothing stored. */
async function openPage(browser) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const element = (selector) =>
    until(`there is ${selector}`, async () => (await page.evaluateHandle(locate, selector)).asElement());
  return {
    goto: (url) => page.goto(url, { timeout: 30_000 }),
    reload: () => page.reload({ timeout: 30_000 }),
    evaluate: (run, ...args) => page.evaluate(run, ...args),
    click: async (selector) => (await element(selector)).click(),
    type: async (selector, text) => (await element(selector)).type(text),
    close: () => context.close(),
  };
}
