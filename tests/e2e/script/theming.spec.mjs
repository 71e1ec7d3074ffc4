// What a site chooses of the looks: a theme, a scheme, a density, and rules of its own.

import { axe } from "../support/axe.mjs";
import { parts, say } from "../support/chat.mjs";
import { expect, labIsReady, openLab, openShadows, start, test } from "./support/site.mjs";

const white = "rgb(255, 255, 255)";
const dark = { harbour: "rgb(25, 28, 36)", meadow: "rgb(22, 29, 25)", ember: "rgb(30, 25, 23)", ink: "rgb(23, 23, 26)" };
const ofTheChat = ([rule]) => !["region", "landmark-one-main", "page-has-heading-one"].includes(rule);

/** A chat with a message each way, and one that came while it was minimised. */
async function talk(site, page, ui) {
  await start(page, { ui: { shadow: "open", ...ui } });
  await site.agent("Joins");
  await site.agent("Says", "Hello, see https://example.com");
  await expect(parts(page).messages).toHaveCount(1);
  await say(page, "Hello");
  await expect(parts(page).messages).toHaveCount(2);
  await page.getByTestId("rejoin-minimise").click();
  await site.agent("Says", "Are you there?");
  await expect(parts(page).unread).toHaveText("1");
  await parts(page).launcher.click();
}

for (const [theme, surface] of Object.entries(dark)) {
  test(`${theme}, dark: of its colours, and axe finds nothing`, async ({ lab: page, site }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await talk(site, page, { theme, colorScheme: "dark" });
    await expect(parts(page).window).toHaveCSS("background-color", surface);
    await expect(parts(page).window).toHaveCSS("color-scheme", "dark");
    expect((await axe(page)).filter(ofTheChat)).toEqual([]);
  });
}

test("the first launcher has the page's colours, layer and side, keeps still, and has an edge in forced colours", async ({ site, context }) => {
  await openShadows(context);
  const ui = { position: "left", zIndex: 1234, theme: { accent: "rgb(1, 2, 3)", onAccent: "rgb(4, 5, 6)" } };
  const config = JSON.stringify({ launcher: true, autoRestore: false, ui });
  const html = (config) => `<!doctype html><title>A page</title><link rel="icon" href="data:,">
    <script>window.rejoinConfig = ${config}</script><script src="{{SCRIPT}}/chat.js"></script>
    <script type="module">import "/lab.js"; chat.onBeforeChatOptionsApplied((options) => void (options.transport = lab.transport()));</script>`;
  // What is fetched does not come.
  await context.route("**/embed-*.js*", () => {});
  const page = await site.openText(html(config));
  await labIsReady(page);
  const launcher = page.getByTestId("rejoin-loader-launcher");
  const styles = { "z-index": "1234", "background-color": "rgb(1, 2, 3)", color: "rgb(4, 5, 6)", opacity: "1" };
  for (const [name, value] of Object.entries(styles)) await expect(launcher).toHaveCSS(name, value);
  expect(await launcher.boundingBox()).toEqual({ x: 20, y: 800 - 20 - 56, width: 56, height: 56 });
  await launcher.press("Shift");
  await expect(launcher).toHaveCSS("outline", "rgb(1, 2, 3) solid 3px");
  await page.emulateMedia({ forcedColors: "active" });
  await expect(launcher).not.toHaveCSS("border-top-color", /rgba\(.*, 0\)/);
  await launcher.click();
  await expect(launcher).toHaveAttribute("aria-busy", "true");
  await expect(launcher).toHaveCSS("opacity", "0.6");
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);

  const plain = await site.openText(html(JSON.stringify({ launcher: true, autoRestore: false })));
  await labIsReady(plain);
  const own = plain.getByTestId("rejoin-loader-launcher");
  await expect(own).toHaveCSS("z-index", "2147483647");
  await expect(own).toHaveCSS("background-color", "rgb(59, 91, 219)");
  await plain.emulateMedia({ colorScheme: "dark" });
  await expect(own).toHaveCSS("background-color", "rgb(139, 163, 255)");
  await own.press("Shift");
  await expect(own).toHaveCSS("outline", "rgb(139, 163, 255) solid 3px");
});

test("the scheme follows the device, unless the site knows better", async ({ lab: page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await start(page);
  await expect(parts(page).window).toHaveCSS("background-color", dark.harbour);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(parts(page).window).toHaveCSS("background-color", white);
  await page.evaluate(() => chat.destroy());
  await page.emulateMedia({ colorScheme: "dark" });
  await start(page, { namespace: "light", ui: { shadow: "open", colorScheme: "light" } });
  await expect(parts(page).window).toHaveCSS("background-color", white);
});

test("values go over the theme of that name, and names that nobody knows are refused", async ({ lab: page }) => {
  const theme = { name: "meadow", radius: "3px", spaceL: "30px" };
  await start(page, { ui: { shadow: "open", theme } });
  await expect(parts(page).window).toHaveCSS("border-top-left-radius", "3px");
  await expect(parts(page).transcript).toHaveCSS("padding-left", "30px");
  await expect(parts(page).launcher).toHaveCSS("background-color", "rgb(29, 115, 72)");
  await page.evaluate(() => chat.destroy());
  const { fail } = await start(page, { ui: { theme: "moss", colorScheme: "black", density: "tight" } });
  expect(fail.code).toBe(204);
  for (const name of ["ui.theme", "ui.colorScheme", "ui.density"]) expect(fail.description).toContain(name);
});

test("compact is smaller, and nothing in it is too small to hit", async ({ lab: page }) => {
  await start(page, { ui: { shadow: "open", density: "compact" } });
  await expect(parts(page).window).toHaveCSS("font-size", "14px");
  const sizes = await parts(page).window.evaluate((window) =>
    [...window.querySelectorAll("button, textarea")].flatMap((node) => [node.offsetWidth, node.offsetHeight]),
  );
  expect(sizes.length).toBeGreaterThan(6);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
});

test("a rule of the page's reaches a part, in a closed root too", async ({ lab: page }) => {
  await page.addStyleTag({ content: "::part(window) { background: rgb(1, 2, 3); } ::part(send) { width: 77px; }" });
  await page.evaluate(() => {
    const ui = { onBeforeChat: (node) => (window.found = node) };
    return lab.outcome(chat.startChat({ ...lab.options({ registration: false }), ui }));
  });
  const look = () =>
    page.evaluate(() => {
      const send = window.found.querySelector("[part~=send]");
      return [window.found.getRootNode().host.shadowRoot, getComputedStyle(window.found).backgroundColor, send.offsetWidth];
    });
  await expect.poll(look).toEqual([null, "rgb(1, 2, 3)", 77]);
});

test("a line stands above what came while the window was closed, and is gone the next time", async ({ lab: page, site }) => {
  await talk(site, page);
  const rows = () => parts(page).transcript.locator("li").evaluateAll((all) => all.map((row) => row.dataset.testid ?? "event"));
  const [day, message] = ["rejoin-day", "rejoin-message"];
  expect(await rows()).toEqual([day, "event", message, message, "rejoin-news", message]);
  await site.agent("Says", "Bye, then");
  await expect(parts(page).messages).toHaveCount(4);
  expect((await rows()).slice(4)).toEqual(["rejoin-news", message, message]);
  await page.getByTestId("rejoin-minimise").click();
  await parts(page).launcher.click();
  await expect(parts(page).messages).toHaveCount(4);
  await expect(page.getByTestId("rejoin-news")).toHaveCount(0);
});

test("days are told by the visitor's calendar", async ({ site }) => {
  const page = await openLab(site);
  await talk(site, page);
  await expect(page.getByTestId("rejoin-day")).toHaveText("today");
});

test("with text twice as large in the browser everything grows, and nothing is cut", async ({ playwright, site }, info) => {
  const { launchOptions } = info.project.use;
  const args = [...launchOptions.args, "--blink-settings=defaultFontSize=32"];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(site.url("lab.html"));
  await page.waitForFunction(() => window.lab !== undefined);
  await talk(site, page);
  await expect(parts(page).window).toHaveCSS("font-size", "30px");
  const cut = await parts(page).window.evaluate((window) => {
    const isCut = (node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;
    const shown = [...window.querySelectorAll("button, .rj-bubble, .rj-title, .rj-subtitle, .rj-header, .rj-meta, .rj-divider, textarea")];
    const { left, top, right, bottom } = window.getBoundingClientRect();
    const isInSight = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return [isInSight, shown.filter(isCut).map((node) => node.className)];
  });
  expect(cut).toEqual([true, []]);
  await browser.close();
});
