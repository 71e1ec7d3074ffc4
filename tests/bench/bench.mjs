// How restoring and appending grow with the length of a chat, in Chromium against the built site. Prints times and
// ratios; nothing here fails for being slow.
//
// A chat is started for real, then its stored transcript is filled up to the wanted length.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import config from "../e2e/playwright.config.mjs";

const PORT = 4199;
const SITE = `http://127.0.0.1:${PORT}`;
const LENGTHS = [100, 1_000, 10_000];
const ROUNDS = 7;
const CHUNK = 32;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function startChat(page) {
  await page.goto(SITE);
  await page.getByTestId("rejoin-launcher").click();
  await page.locator("#rj-field-firstName").fill("Ann");
  await page.locator("#rj-field-email").fill("ann@example.com");
  await page.getByTestId("rejoin-submit").click();
  await page.getByTestId("rejoin-composer").waitFor();
}

/** Fills the stored transcript. Positions of the desk begin anew, so what it says now is old to us, and does no harm. */
async function fill(page, length) {
  await page.goto(`${SITE}/fixtures/elsewhere.html`);
  // What the page that went has stored at the last moment may still be on its way.
  await page.waitForTimeout(200);
  await page.evaluate(
    ({ length, CHUNK }) => {
      const prefix = "rejoin/default/2/log/";
      for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
      const entry = (position) => ({
        position,
        at: 1_700_000_000_000 + position * 60_000,
        author: position % 2
          ? { id: "agent", name: "Kim", role: "agent" }
          : { id: "visitor", name: "Ann", role: "visitor" },
        content: { text: `Message ${position}, of about the length that messages have in a chat like this one.` },
      });
      for (let chunk = 0; chunk * CHUNK <= length; chunk++) {
        const positions = Array.from({ length: CHUNK }, (_, i) => chunk * CHUNK + i);
        const entries = positions.filter((p) => p > 0 && p <= length).map(entry);
        if (entries.length) localStorage.setItem(prefix + chunk, JSON.stringify(entries));
      }
      // Who has sat before it has read it.
      localStorage.setItem("rejoin/default/2/window", JSON.stringify({ open: true, scroll: "latest", read: length }));
    },
    { length, CHUNK },
  );
}

/** From the start of the navigation until the newest message is painted and the composer takes text. */
async function restore(page, length) {
  await page.goto(SITE, { waitUntil: "commit" });
  return page.evaluate(
    (newest) =>
      new Promise((resolve) => {
        const look = () => {
          const rows = document.querySelectorAll("[data-testid=rejoin-message]");
          const isThere = rows[rows.length - 1]?.dataset.position === newest;
          const composer = document.querySelector("[data-testid=rejoin-composer]");
          if (isThere && composer) requestAnimationFrame(() => resolve(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
    String(length),
  );
}

/** From Enter until the message is painted, with the whole transcript loaded. */
async function append(page, length) {
  await page.waitForFunction(
    (n) => {
      document.querySelector("[data-testid=rejoin-transcript]").scrollTop = 0;
      return document.querySelectorAll("[data-position]").length >= n;
    },
    length,
    { timeout: 120_000 },
  );
  await page.getByTestId("rejoin-composer").fill("One more");
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const area = document.querySelector("[data-testid=rejoin-composer]");
        const count = () => document.querySelectorAll("[data-testid=rejoin-outgoing]").length;
        const before = count();
        const start = performance.now();
        area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        const look = () => (count() > before ? resolve(performance.now() - start) : setTimeout(look));
        look();
      }),
  );
}

const server = spawn(process.execPath, [fileURLToPath(new URL("../e2e/serve.mjs", import.meta.url))], {
  env: { ...process.env, PORT: String(PORT) },
  stdio: ["ignore", "pipe", "inherit"],
});
await once(server.stdout, "data");
const browser = await chromium.launch(config.use.launchOptions);
try {
  const page = await (await browser.newContext()).newPage();
  await startChat(page);
  const results = [];
  for (const length of LENGTHS) {
    await fill(page, length);
    const restores = [];
    for (let i = 0; i < ROUNDS; i++) restores.push(await restore(page, length));
    const appends = [];
    for (let i = 0; i < ROUNDS; i++) appends.push(await append(page, length));
    results.push({ length, restore: median(restores), append: median(appends) });
  }
  const [first] = results;
  console.log("messages   restore    ratio     append    ratio   (medians, ms)");
  for (const { length, restore, append } of results) {
    const cells = [length, restore.toFixed(0), (restore / first.restore).toFixed(2), append.toFixed(1), (append / first.append).toFixed(2)];
    console.log(cells.map((cell, i) => String(cell).padStart([8, 10, 9, 11, 9][i])).join(""));
  }
} finally {
  await browser.close();
  server.kill();
}
