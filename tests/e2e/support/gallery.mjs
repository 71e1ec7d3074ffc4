// The gallery as the tests look at it: at a fixed time, in fonts of their own, with nothing that moves.

import { expect } from "@playwright/test";
import { useTestFonts } from "./fonts.mjs";

/** Some minutes after the last word of its chats. */
const NOW = "2026-03-03T10:45:00Z";

/** Out of sight it is to be drawn as well. */
const DRAWN = ".rejoin * { content-visibility: visible !important }";

/** The colours that can be asked of a browser: for `emulateMedia`. */
export const looks = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "light", forcedColors: "active" },
};
export const directions = ["ltr", "rtl"];

/** For `test.use`. */
export const browserFor = (width) => ({
  viewport: { width, height: 900 },
  contextOptions: { reducedMotion: "reduce" },
});

/** Comes back when every chat is in its state, and every picture is drawn. */
export async function openGallery(page, query = {}) {
  await page.clock.setFixedTime(NOW);
  // Nor does the stopwatch go on: nothing is ever overdue.
  await page.addInitScript(() => (performance.now = () => 1_000));
  await useTestFonts(page, DRAWN);
  await page.goto(`/gallery?${new URLSearchParams(query)}`);
  await expect(page.locator("[data-ready]").first()).toBeVisible();
  await expect(page.locator("[data-ready=false], .cards:empty")).toHaveCount(0);
  await openEmoji(page);
  await page.evaluate(seeAll);
  await previewsAreDrawn(page);
}

/** Of a page is told when a message that leads there has been seen. */
async function previewsAreDrawn(page) {
  const chats = page.locator("[data-state^=page-]");
  if ((await chats.count()) === 0) return;
  await chats.evaluateAll(seeMessages);
  await expect(chats.getByTestId("rejoin-preview")).toHaveCount(4);
  await page.evaluate(seeAll);
}

/** Those as well that later ones have pushed out of sight; the newest at last. */
async function seeMessages(chats) {
  const isLookedAt = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
  for (const list of chats.flatMap((chat) => [...chat.querySelectorAll("[data-testid=rejoin-transcript]")])) {
    for (const message of list.querySelectorAll("[data-position]")) {
      message.scrollIntoView({ block: "center" });
      await isLookedAt();
    }
    list.scrollTop = list.scrollHeight;
  }
}

/** They are loaded when they are asked for, and close when a chat beside them takes the focus. */
async function openEmoji(page) {
  const button = page.getByTestId("rejoin-emoji");
  if ((await button.count()) === 0) return;
  await expect(async () => {
    if ((await button.getAttribute("aria-expanded")) === "false") await button.evaluate((element) => element.click());
    await expect(button).toHaveAttribute("aria-expanded", "true", { timeout: 1_000 });
  }).toPass({ timeout: 10_000 });
}

/** Pictures are fetched when they come into sight; and who reads along is shown the newest. */
async function seeAll() {
  const isDrawn = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0);
  const isInSight = (canvas) => {
    const [own, list] = [canvas, canvas.closest("[data-testid=rejoin-transcript]")].map((e) => e.getBoundingClientRect());
    return Math.min(own.bottom, list.bottom, innerHeight) - Math.max(own.top, list.top, 0) >= 1;
  };
  const blanks = () => [...document.querySelectorAll("[data-state] canvas")].filter((canvas) => isInSight(canvas) && !isDrawn(canvas));
  const isFetched = (image) => image.complete || !isInSight(image);
  const images = () => [...document.querySelectorAll("[data-state] img")];
  const isAtEnd = (list) => list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
  const isRead = (list) => isAtEnd(list) || list.closest("[data-state^=scrolled-up]");
  const lists = () => [...document.querySelectorAll("[data-state] [data-testid=rejoin-transcript]")];
  const unsettled = () => [...blanks(), ...images().filter((image) => !isFetched(image)), ...lists().filter((list) => !isRead(list))];
  const named = (element) => `${element.closest("[data-state]").dataset.state}: ${element.localName} ${element.className}`;
  document.activeElement?.blur();
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    let left;
    // Counted in frames, as the page's clocks stand still.
    let frames = 600;
    do {
      await new Promise(requestAnimationFrame);
      left = unsettled();
    } while (left.length > 0 && --frames > 0);
    if (left.length > 0) throw new Error(`at ${top} px these do not come to rest: ${left.map(named).join(", ")}`);
  }
  scrollTo(0, 0);
}

export const card = (page, state) => page.locator(`[data-state="${state}"]`);

/** What sticks out of its card, or of the page; by state and class. */
export const overflow = (page) =>
  page.evaluate(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page");
    for (const card of document.querySelectorAll("[data-state]")) {
      const frame = card.querySelector("[dir]").getBoundingClientRect();
      for (const element of card.querySelectorAll(".rejoin *")) {
        const box = element.getBoundingClientRect();
        const isSeen = box.width > 1 && !element.closest(".rj-unseen");
        // What a part of the widget scrolls sideways is not lost.
        const isScrolled = element.parentElement.closest("pre") !== null;
        if (isSeen && !isScrolled && (box.right > frame.right + 1 || box.left < frame.left - 1)) {
          found.push(`${card.dataset.state}: ${element.getAttribute("class") ?? element.localName}`);
        }
      }
    }
    return found;
  });

/** Doubles the size of the text, and of nothing else, as some browsers can. */
export const doubleText = (page) =>
  page.evaluate(() => {
    const elements = [...document.querySelectorAll(".rejoin, .rejoin *")];
    const sizes = elements.map((element) => parseFloat(getComputedStyle(element).fontSize));
    elements.forEach((element, i) => element.style.setProperty("font-size", `${sizes[i] * 2}px`, "important"));
  });
