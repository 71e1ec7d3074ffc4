// Where the focus is: with what the visitor does next, and never taken from them while they write elsewhere.

import { parts, say, typingIsStored } from "../support/chat.mjs";
import { expect, labIsReady, openLab, openShadows, restore, start, test } from "./support/site.mjs";

const SMALL = { width: 360, height: 640 };
const part = (page, name) => page.getByTestId(`rejoin-${name}`);

test.describe("a button that goes when it is pressed", () => {
  const refusing = (page) =>
    page.evaluate(() => {
      const refuse = () => Promise.reject({ error: { code: 400, description: "Not today." } });
      const transport = { ...lab.transport(), sendMessage: refuse };
      return lab.outcome(chat.startChat(lab.options({ registration: false, transport })));
    });

  test("leaves the visitor in the composer, or in the conversation when there is none", async ({ lab, site }) => {
    await refusing(lab);
    const { composer, outgoing, transcript } = parts(lab);
    for (const words of ["One", "Two"]) {
      await say(lab, words);
      await expect(outgoing.filter({ hasText: words })).toContainText("Not today.");
    }
    await part(lab, "retry").first().focus();
    await lab.keyboard.press("Enter");
    await expect(composer).toBeFocused();
    await expect(outgoing.first()).toContainText("Not today.");
    await part(lab, "discard").first().focus();
    await lab.keyboard.press("Enter");
    await expect(outgoing).toHaveCount(1);
    await expect(composer).toBeFocused();
    await site.server("ends");
    await expect(parts(lab).ended).toBeVisible();
    await part(lab, "discard").focus();
    await lab.keyboard.press("Enter");
    await expect(outgoing).toHaveCount(0);
    await expect(transcript).toBeFocused();
  });
});

test("a press on Send leaves the visitor in the composer all the time", async ({ lab }) => {
  await start(lab);
  const { composer, messages } = parts(lab);
  await composer.fill("Hello");
  await part(lab, "send").hover();
  await lab.mouse.down();
  // A keyboard on the screen would go, and come back.
  await expect(composer).toBeFocused();
  await lab.mouse.up();
  await expect(messages).toHaveCount(1);
  await expect(composer).toBeFocused();
  await lab.keyboard.type("again");
  await expect(composer).toHaveValue("again");
  await part(lab, "send").focus();
  await lab.keyboard.press("Enter");
  await expect(messages).toHaveCount(2);
  await expect(composer).toBeFocused();
});

test.describe("who writes", () => {
  /** A control that the page's own document does not see into, with the focus; what was written there is on the window. */
  const places = {
    "in a frame": () =>
      new Promise((done) => {
        const frame = Object.assign(document.createElement("iframe"), { srcdoc: "<input>" });
        frame.onload = () => {
          const input = frame.contentDocument.querySelector("input");
          input.oninput = () => (window.written = input.value);
          input.focus();
          done();
        };
        document.body.prepend(frame);
      }),
    "in another component": () => {
      const host = document.createElement("div");
      document.body.prepend(host);
      const input = document.createElement("input");
      host.attachShadow({ mode: "closed" }).append(input);
      input.oninput = () => (window.written = input.value);
      input.focus();
    },
  };

  const goesOn = async (page) => {
    // A focus that is taken is taken a moment later.
    await page.waitForTimeout(300);
    await page.keyboard.type("4111");
    expect(await page.evaluate(() => window.written)).toBe("4111");
  };

  for (const [name, place] of Object.entries(places)) {
    test(`${name} stays there when the chat begins`, async ({ lab }) => {
      await lab.evaluate(() => {
        const good = lab.transport();
        const begin = (given) => new Promise((done, fail) => good.startSession(given).done(done).fail(fail));
        const gate = new Promise((open) => (lab.answer = open));
        const transport = { ...good, startSession: (given) => gate.then(() => begin(given)) };
        void chat.startChat(lab.options({ registration: false, transport }));
      });
      await expect(parts(lab).starting).toBeVisible();
      await lab.evaluate(place);
      await lab.evaluate(() => lab.answer());
      await expect(parts(lab).composer).toBeVisible();
      await goesOn(lab);
    });

    test(`${name} stays there when the agent ends it`, async ({ lab, site }) => {
      await start(lab);
      await expect(parts(lab).composer).toBeVisible();
      await lab.evaluate(place);
      await site.server("ends");
      await expect(parts(lab).ended).toBeVisible();
      await goesOn(lab);
    });

    test(`${name} stays there when it is restored`, async ({ lab }) => {
      await start(lab);
      await parts(lab).composer.pressSequentially("half a sent");
      await typingIsStored(lab);
      await lab.reload();
      await labIsReady(lab);
      await lab.evaluate(place);
      await restore(lab);
      await expect(parts(lab).composer).toHaveValue("half a sent");
      await goesOn(lab);
    });
  }

  test("nowhere is brought back to what they wrote", async ({ lab }) => {
    await start(lab);
    await parts(lab).composer.pressSequentially("half a sent");
    await typingIsStored(lab);
    await lab.reload();
    await labIsReady(lab);
    await restore(lab);
    await expect(parts(lab).composer).toBeFocused();
  });
});

test("who opens the chat by a button of the page is in it, and stays in it as it goes on", async ({ lab, site }) => {
  await lab.evaluate(() => {
    const button = Object.assign(document.createElement("button"), { id: "ask", textContent: "Ask us" });
    button.onclick = () => void chat.startChat(lab.options({ registration: { fields: [{ name: "name", label: "Name" }] } }));
    document.body.prepend(button);
  });
  await lab.locator("#ask").focus();
  await lab.keyboard.press("Enter");
  await expect(parts(lab).field("name")).toBeFocused();
  await lab.keyboard.press("Enter");
  await expect(parts(lab).composer).toBeFocused();
  await site.server("ends");
  await expect(parts(lab).window).toBeFocused();
});

test("who has gone to a link of the page meanwhile stays there", async ({ lab, site }) => {
  await start(lab);
  await lab.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { id: "link", href: "#top", textContent: "Our shop" });
    document.body.prepend(link);
    link.focus();
  });
  await site.server("ends");
  await expect(parts(lab).ended).toBeVisible();
  await lab.waitForTimeout(300);
  await expect(lab.locator("#link")).toBeFocused();
});

test("no shortcut of the page's goes off by what is written in the chat", async ({ lab }) => {
  await start(lab);
  await lab.evaluate(() => {
    window.heard = [];
    for (const kind of ["keydown", "keypress", "keyup"]) document.addEventListener(kind, () => heard.push(kind));
  });
  await lab.keyboard.press("a");
  await parts(lab).composer.press("a");
  await expect(parts(lab).composer).toHaveValue(/a/);
  await part(lab, "end").press("b");
  expect(await lab.evaluate(() => heard)).toEqual([]);
  await lab.evaluate(() => document.activeElement.blur());
  await lab.keyboard.press("a");
  expect(await lab.evaluate(() => heard)).toEqual(["keydown", "keypress", "keyup"]);
});

test("in a part of the page, Escape takes a question back and is else the page's", async ({ lab }) => {
  await start(lab, { ui: { container: "#place" } });
  const isUsed = async () => {
    await lab.evaluate(() => {
      window.used = new Promise((done) => {
        const look = (event) => setTimeout(() => done(event.defaultPrevented));
        window.addEventListener("keydown", look, { capture: true, once: true });
      });
    });
    await lab.keyboard.press("Escape");
    return lab.evaluate(() => window.used);
  };
  await parts(lab).composer.focus();
  expect(await isUsed()).toBe(false);
  await part(lab, "end").click();
  await expect(part(lab, "end-no")).toBeFocused();
  expect(await isUsed()).toBe(true);
  await expect(part(lab, "end")).toBeFocused();
  expect(await isUsed()).toBe(false);
});

test.describe("over the whole screen", () => {
  test.use({ viewport: SMALL });

  test("the keyboard goes round in the window, for nothing else can be seen", async ({ lab }) => {
    await start(lab);
    const { window, composer } = parts(lab);
    await expect(window).toHaveAttribute("aria-modal", "true");
    await composer.fill("x");
    await part(lab, "send").focus();
    await lab.keyboard.press("Tab");
    await expect(part(lab, "alerts")).toBeFocused();
    await lab.keyboard.press("Shift+Tab");
    await expect(part(lab, "send")).toBeFocused();
    // Nothing can be sent, and the button for that is none.
    await composer.fill("");
    await lab.keyboard.press("Tab");
    await expect(part(lab, "emoji")).toBeFocused();
    await lab.keyboard.press("Tab");
    await expect(part(lab, "alerts")).toBeFocused();
    await window.focus();
    await lab.keyboard.press("Shift+Tab");
    await expect(part(lab, "emoji")).toBeFocused();
    // Of the question it goes round as well: what is beneath is out of reach.
    await part(lab, "end").click();
    await expect(part(lab, "end-no")).toBeFocused();
    await part(lab, "end-yes").focus();
    await lab.keyboard.press("Tab");
    await expect(part(lab, "save")).toBeFocused();
    await lab.keyboard.press("Shift+Tab");
    await expect(part(lab, "end-yes")).toBeFocused();
  });

  test("on a large screen it goes on to the page", async ({ lab }) => {
    await start(lab);
    await expect(parts(lab).window).toHaveAttribute("aria-modal", "true");
    await lab.setViewportSize({ width: 1000, height: 700 });
    await expect(parts(lab).window).not.toHaveAttribute("aria-modal");
    await part(lab, "emoji").focus();
    await lab.keyboard.press("Tab");
    await expect(parts(lab).launcher).toBeFocused();
  });
});

test.describe("a chat that leaves the page gives the focus", () => {
  const close = async (page, site) => {
    await site.server("ends");
    await expect(parts(page).ended).toBeVisible();
    await part(page, "end").click();
    await expect(parts(page).window).toHaveCount(0);
  };

  test("to the launcher that is there in its place", async ({ site, context }) => {
    await openShadows(context);
    const page = await openLab(site, "launcher.html");
    const launcher = page.getByTestId("rejoin-loader-launcher");
    await launcher.click();
    await expect(parts(page).composer).toBeFocused();
    await close(page, site);
    await expect(launcher).toBeFocused();
  });

  test("to what had it when the chat was started", async ({ lab, site }) => {
    await lab.evaluate(() => {
      const button = Object.assign(document.createElement("button"), { id: "help", textContent: "Help" });
      button.onclick = () => chat.startChat(lab.options({ registration: false }));
      document.body.append(button);
    });
    await lab.locator("#help").click();
    await expect(parts(lab).composer).toBeFocused();
    await close(lab, site);
    await expect(lab.locator("#help")).toBeFocused();
  });
});
