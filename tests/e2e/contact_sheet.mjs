// Joins the pictures of the gallery into one, docs/gallery.webp: what is drawn in which look, for people to see at a
// glance. Run by `make looks`.

import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";

const pictures = new URL("./snapshots/gallery.spec.mjs/", import.meta.url);
const out = fileURLToPath(new URL("../../docs/gallery.webp", import.meta.url));
/** One column each. */
const columns = ["1280-light-ltr", "1280-dark-rtl", "1280-forced-ltr"];
const sections = ["launchers", "forms", "starts", "messages", "outgoing", "links", "ends", "pages"];

const known = new Set(readdirSync(pictures));
const missing = columns.filter((column) => !known.has(column));
if (missing.length > 0) {
  console.error(`no pictures of ${missing.join(", ")}: run \`make looks\``);
  process.exit(1);
}

const picture = (column, section) => `<img src="${new URL(`${column}/${section}.webp`, pictures)}" alt="">`;
const html = `<!doctype html>
<style>
  body { display: flex; gap: 12px; margin: 0; padding: 12px; background: #8a8f8c }
  div { flex: 1; display: grid; gap: 8px; align-content: start }
  img { display: block; width: 100% }
</style>
${columns.map((column) => `<div>${sections.map((section) => picture(column, section)).join("")}</div>`).join("")}`;

// Only a page that is a file itself may show files.
const sheet = new URL("./results/contact_sheet.html", import.meta.url);
mkdirSync(new URL(".", sheet), { recursive: true });
writeFileSync(sheet, html);
const browser = await chromium.launch(config.use.launchOptions);
const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
await page.goto(String(sheet));
await page.screenshot({ path: out, fullPage: true, type: "webp", quality: 45 });
await browser.close();
console.log(`docs/gallery.webp: ${Math.ceil(statSync(out).size / 1024)} KB`);
