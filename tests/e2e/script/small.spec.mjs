// Small screens: the window covers them, and the page beneath it is left alone.

import { expectInPlace, firstInSight, parts, say } from "../support/chat.mjs";
import { expect, labIsReady, openShadows, start, test } from "./support/site.mjs";

const SMALL = { width: 360, height: 640 };
test.use({ viewport: SMALL, hasTouch: true });

const boxOf = (locator) => locator.evaluate((node) => node.getBoundingClientRect().toJSON());
/** What of the window cannot be seen, nor scrolled to by the visitor; by class. */
const cutOff = (page) =>
  parts(page).window.evaluate((window) => {
    const frame = window.getBoundingClientRect();
    const isScroller = (node) => /auto|scroll/.test(getComputedStyle(node).overflowY);
    const isLost = (node) => {
      for (let at = node.parentElement; at !== window.parentElement; at = at.parentElement) if (isScroller(at)) return false;
      const { top, bottom, width } = node.getBoundingClientRect();
      return width > 1 && (top < frame.top - 1 || bottom > frame.bottom + 1);
    };
    const shown = [...window.querySelectorAll(":not(.rj-unseen)")].filter((node) => node.getClientRects().length && !node.closest(".rj-unseen"));
    return shown.filter(isLost).map((node) => node.getAttribute("class") ?? node.localName);
  });
const isThere = (page) => expect(parts(page).window).toBeVisible();
/** From the first frame on in which it is known to cover the page. */
const hearsGestures = (page) => expect(parts(page).window).toHaveAttribute("aria-modal", "true");

/** The visitor's own sign that they want to close something, where nothing of the widget hears the key. */
async function closeByGesture(page) {
  await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    active?.blur();
  });
  await page.keyboard.press("Escape");
}

test("the window covers the screen, and comes back to its corner on a large one", async ({ lab }) => {
  await start(lab);
  // It moves in.
  await expect.poll(() => boxOf(parts(lab).window)).toMatchObject({ x: 0, y: 0, ...SMALL });
  await lab.setViewportSize({ width: 1000, height: 640 });
  await expect.poll(async () => (await boxOf(parts(lab).window)).width).toBeLessThan(400);
});

test("held sideways it covers the screen as well, and nothing of it is larger than that", async ({ lab }) => {
  const sideways = { width: 844, height: 390 };
  await lab.setViewportSize(sideways);
  await start(lab);
  await expect.poll(() => boxOf(parts(lab).window)).toMatchObject({ x: 0, y: 0, ...sideways });
  await expect(parts(lab).launcher).toBeHidden();
  await closeByGesture(lab);
  await expect(parts(lab).window).toHaveCount(0);
  // A browser on a desk that is as low covers no page.
  await lab.setViewportSize({ width: 1280, height: 390 });
  await parts(lab).launcher.click();
  await expect.poll(async () => (await boxOf(parts(lab).window)).width).toBeLessThan(400);
});

test("who reads what was said before stays at it when the screen is turned", async ({ site, lab }) => {
  await start(lab);
  for (let i = 1; i <= 12; i++) await site.agent("Says", `Part ${i} of a story that goes on and on, ${"so that its lines wrap, ".repeat(6)}`);
  await expect(parts(lab).messages).toHaveCount(12);
  await parts(lab).transcript.evaluate((list) => (list.scrollTop = list.scrollHeight / 3));
  await expect(lab.getByTestId("rejoin-jump")).toBeVisible();
  const before = await firstInSight(lab);
  for (const size of [{ width: 200, height: 300 }, { width: 640, height: 360 }, SMALL]) {
    await lab.setViewportSize(size);
    await lab.waitForTimeout(200);
    await expect.poll(async () => (await firstInSight(lab)).position).toBe(before.position);
  }
  await expectInPlace(lab, before);
});

test("the page beneath does not scroll, wherever the visitor drags or turns the wheel", async ({ lab }) => {
  await lab.evaluate(() => {
    document.body.append(Object.assign(document.createElement("div"), { style: "height: 5000px" }));
    scrollTo(0, 500);
  });
  const devtools = await lab.context().newCDPSession(lab);
  const touch = (type, ...touchPoints) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  const drag = async (x, y) => {
    await touch("touchStart", { x, y });
    for (let step = 1; step <= 10; step += 1) await touch("touchMove", { x, y: y - step * 20 });
    await touch("touchEnd");
  };
  const turn = async (x, y) => {
    await lab.mouse.move(x, y);
    await lab.mouse.wheel(0, 200);
  };
  const top = () => lab.evaluate(() => new Promise((resolve) => setTimeout(() => resolve(scrollY), 300)));
  // What these do where nothing stands over the page.
  await drag(100, 400);
  expect(await top()).toBeGreaterThan(500);
  await turn(100, 400);
  expect(await top()).toBeGreaterThan(800);

  await start(lab);
  await say(lab, "Short");
  await lab.evaluate(() => scrollTo(0, 500));
  for (const part of [lab.locator(".rj-header"), parts(lab).transcript, parts(lab).composer]) {
    const { x, y, width, height } = await boxOf(part);
    const at = [Math.round(x + width / 3), Math.round(y + height / 2)];
    await drag(...at);
    await turn(...at);
    expect(await top()).toBe(500);
  }
});

test.describe("a keyboard on the screen", () => {
  test.beforeEach(({ context }) =>
    context.addInitScript(() => {
      class Viewport extends EventTarget {
        offsetTop = 0;
        height = 640;
        scale = 1;
      }
      const viewport = new Viewport();
      Object.defineProperty(window, "visualViewport", { value: viewport });
      window.see = (what) => void Object.assign(viewport, what).dispatchEvent(new Event("resize"));
    }),
  );

  test("takes its room from the transcript: composer and newest message stay in sight", async ({ lab }) => {
    await start(lab);
    for (let i = 1; i <= 12; i += 1) await say(lab, `Message ${i}`);
    await lab.evaluate(() => window.see({ height: 300, offsetTop: 40 }));
    await expect.poll(() => boxOf(parts(lab).window)).toMatchObject({ top: 40, bottom: 340 });
    const inSight = async (locator) => {
      const { top, bottom } = await boxOf(locator);
      return top >= 40 && bottom <= 340;
    };
    for (const part of [lab.locator(".rj-header"), parts(lab).composer, parts(lab).messages.last()]) {
      await expect.poll(() => inSight(part)).toBe(true);
    }
    await lab.evaluate(() => window.see({ height: 640, offsetTop: 0 }));
    await expect.poll(() => boxOf(parts(lab).window)).toMatchObject({ top: 0, bottom: 640 });
  });

  test("is not mistaken for a visitor who zooms in", async ({ lab }) => {
    await start(lab);
    await lab.evaluate(() => window.see({ height: 300, offsetTop: 100 }));
    await expect.poll(() => boxOf(parts(lab).window)).toMatchObject({ top: 100 });
    await lab.evaluate(() => window.see({ height: 320, offsetTop: 120, scale: 2 }));
    await expect.poll(() => boxOf(parts(lab).window)).toMatchObject({ top: 0, bottom: 640 });
  });
});

test("the gesture that goes back closes the window, and nothing of the page's history", async ({ lab }) => {
  await start(lab);
  await hearsGestures(lab);
  const before = await lab.evaluate(() => [location.href, history.length]);
  await closeByGesture(lab);
  await expect(parts(lab).window).toHaveCount(0);
  expect(await lab.evaluate(() => [location.href, history.length])).toEqual(before);
  await parts(lab).launcher.click();
  await hearsGestures(lab);
  await closeByGesture(lab);
  await expect(parts(lab).window).toHaveCount(0);
});

test("with the question before the end open, the gesture takes that back first", async ({ lab }) => {
  await start(lab);
  const question = lab.getByRole("alertdialog");
  for (let round = 0; round < 2; round += 1) {
    await lab.getByTestId("rejoin-end").click();
    await expect(question).toBeVisible();
    await closeByGesture(lab);
    await expect(question).toHaveCount(0);
    await isThere(lab);
  }
  await closeByGesture(lab);
  await expect(parts(lab).window).toHaveCount(0);
});

test("one press of Escape in the window closes one thing", async ({ lab }) => {
  await start(lab);
  await lab.getByTestId("rejoin-end").click();
  await lab.keyboard.press("Escape");
  await expect(lab.getByRole("alertdialog")).toHaveCount(0);
  await isThere(lab);
});

test.describe("on a large screen", () => {
  test.use({ viewport: { width: 1000, height: 700 } });

  test("the page's own use of Escape closes no chat", async ({ lab }) => {
    await start(lab);
    await closeByGesture(lab);
    await isThere(lab);
  });
});

test("nothing that is focused makes the browser zoom", async ({ lab }) => {
  await lab.evaluate(() => {
    const types = ["text", "email", "tel", "textarea", "select"];
    const fields = types.map((type) => ({ name: type, label: type, type, options: ["a"] }));
    void chat.startChat(lab.options({ registration: { fields } }));
  });
  await expect(parts(lab).form).toBeVisible();
  const sizes = () =>
    lab.locator(".rejoin").evaluate((widget) => {
      const inputs = [...widget.querySelectorAll("input, textarea, select")];
      return inputs.map((input) => parseFloat(getComputedStyle(input).fontSize));
    });
  expect(await sizes()).toHaveLength(5);
  for (const size of await sizes()) expect(size).toBeGreaterThanOrEqual(16);
  await lab.getByTestId("rejoin-submit").click();
  await expect(parts(lab).composer).toBeVisible();
  for (const size of await sizes()) expect(size).toBeGreaterThanOrEqual(16);
});

test.describe("zoomed to 400 %", () => {
  // A window of 1280 × 1024 has so many pixels then.
  test.use({ viewport: { width: 320, height: 256 } });

  test("everything is in sight or can be scrolled to, from the form to the end", async ({ lab, site }) => {
    const { composer, ended, form, starting, transcript } = parts(lab);
    const heightOf = async (locator) => (await boxOf(locator)).height;
    await lab.evaluate(() => {
      const good = lab.transport();
      const startSession = (given) => (window.isOpen ? good.startSession(given) : Promise.reject(new Error("down")));
      chat.startChat(lab.options({ transport: { ...good, startSession }, registration: true, language: "de" }));
    });
    await expect(form).toBeVisible();
    expect(await cutOff(lab)).toEqual([]);
    expect(await heightOf(form)).toBeGreaterThan(180);
    for (const [name, value] of [["firstName", "Ann"], ["email", "ann@example.com"]]) await parts(lab).field(name).fill(value);
    await lab.getByTestId("rejoin-submit").click();
    await expect(starting).toContainText("nicht erreichbar");
    expect(await cutOff(lab)).toEqual([]);
    await lab.getByTestId("rejoin-cancel").scrollIntoViewIfNeeded();
    await expect(lab.getByTestId("rejoin-cancel")).toBeInViewport({ ratio: 1 });
    await lab.evaluate(() => (window.isOpen = true));
    await expect(composer).toBeVisible({ timeout: 20_000 });
    for (let i = 1; i <= 4; i += 1) await site.agent("Says", `Message ${i}`);
    await expect(parts(lab).messages).toHaveCount(4);
    await composer.fill("A draft\nof\nso\nmany\nlines");
    // It moves in.
    await expect.poll(() => cutOff(lab)).toEqual([]);
    expect(await heightOf(transcript)).toBeGreaterThan(60);
    await lab.getByTestId("rejoin-end").click();
    await expect(lab.getByRole("alertdialog")).toBeVisible();
    await expect.poll(() => cutOff(lab)).toEqual([]);
    await lab.getByTestId("rejoin-end-yes").scrollIntoViewIfNeeded();
    await lab.getByTestId("rejoin-end-yes").click();
    await expect(ended).toBeVisible();
    await expect.poll(() => cutOff(lab)).toEqual([]);
    expect(await heightOf(transcript)).toBeGreaterThan(80);
  });
});

test.describe("on the narrowest of screens", () => {
  test.use({ viewport: { width: 280, height: 640 } });

  test("the name of whoever answers can be read, in text of twice the size too", async ({ lab, site }) => {
    await start(lab);
    await site.agent("Joins", "Kim Nilsson");
    const { subtitle } = parts(lab);
    await expect(subtitle).toContainText("Kim Nilsson");
    const isCut = () => subtitle.evaluate((line) => line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 1);
    expect(await isCut()).toBe(false);
    await lab.addStyleTag({ content: "::part(window) { font-size: 30px }" });
    await expect(parts(lab).window).toHaveCSS("font-size", "30px");
    expect(await isCut()).toBe(false);
    for (const button of await lab.locator(".rj-controls button").all()) await expect(button).toBeInViewport({ ratio: 1 });
  });
});

test.describe("a screen whose edges the device needs", () => {
  test.use({ viewport: { width: 1000, height: 700 } });

  test("has launcher and window within them, and the first launcher too", async ({ context, site }) => {
    await openShadows(context);
    const page = await site.open("launcher.html");
    await labIsReady(page);
    const devtools = await context.newCDPSession(page);
    const insets = { top: 30, bottom: 44, left: 60, right: 50 };
    await devtools.send("Emulation.setSafeAreaInsetsOverride", { insets });
    const expectWithin = async (part) => {
      await expect(part).toBeVisible();
      const isWithin = ({ top, bottom, left, right }) => top >= 30 && bottom <= 656 && left >= 60 && right <= 950;
      await expect.poll(async () => isWithin(await boxOf(part))).toBe(true);
    };
    const first = page.getByTestId("rejoin-loader-launcher");
    await expectWithin(first);
    await first.click();
    await expectWithin(parts(page).window);
    await expectWithin(parts(page).launcher);
  });
});

test.describe("in an element of the page", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("of 280 pixels, nothing is cut off", async ({ lab }) => {
    await lab.evaluate(() => {
      const place = Object.assign(document.createElement("div"), { id: "place", style: "width: 280px; height: 480px" });
      document.body.prepend(place);
    });
    await start(lab, { ui: { container: "#place" } });
    await say(lab, `A long word: ${"x".repeat(80)}`);
    const overflows = await lab.locator(".rejoin").evaluate((widget) => {
      const { left, right } = widget.getBoundingClientRect();
      const visible = [...widget.querySelectorAll(":not(.rj-unseen)")].filter((node) => node.getClientRects().length);
      return visible
        .map((node) => [node.className, node.getBoundingClientRect()])
        .filter(([, box]) => box.left < left - 0.5 || box.right > right + 0.5)
        .map(([name]) => String(name));
    });
    expect(overflows).toEqual([]);
  });

  test("of 280 × 280 pixels it keeps within that, and has 420 where the page gives it no height", async ({ lab }) => {
    await lab.evaluate(() => {
      const place = Object.assign(document.createElement("div"), { id: "low", style: "width: 280px; height: 280px" });
      document.body.prepend(place);
    });
    await start(lab, { ui: { container: "#low" } });
    await say(lab, "Short");
    await expect(parts(lab).messages).toHaveCount(1);
    const place = await boxOf(lab.locator("#low"));
    expect(await boxOf(parts(lab).window)).toMatchObject({ top: place.top, bottom: place.bottom, height: 280 });
    expect(await cutOff(lab)).toEqual([]);
    const reach = () => lab.evaluate(() => document.querySelector("#low").scrollHeight);
    expect(await reach()).toBe(280);
    await lab.locator("#low").evaluate((place) => (place.style.height = ""));
    expect((await boxOf(parts(lab).window)).height).toBeGreaterThanOrEqual(420);
  });
});
