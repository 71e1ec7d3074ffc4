// The example of static/example/genesys/: a page that has the chat over a server of Genesys' kind, and the agent's page
// which that server has. What `make demo-gms` shows.

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveGms } from "../servers/gms/http.mjs";
import { GMS, expect, openShadows, test } from "./script/support/site.mjs";
import { axe } from "./support/axe.mjs";
import { parts, say, submitForm, typingIsStored, words } from "./support/chat.mjs";
import { followLink, reload } from "./support/ways.mjs";

const folder = fileURLToPath(new URL("./results/looks/", import.meta.url));
mkdirSync(folder, { recursive: true });

const WAYS = ["socket", "polling", "rest"];

const log = (page) => page.locator("#log li");
const logged = (page, text) => expect(log(page).filter({ hasText: text }).first()).toBeVisible();
const address = (page, query) => `/example/genesys/${page}?${new URLSearchParams(query)}`;

/** A shop with a room of its own on the server, and its agent. */
const newShop = (way = "socket") => ({ way, server: `${GMS}/${randomUUID()}` });

async function starts(page, shop) {
  await page.goto(address("index.html", shop));
  await logged(page, "There was no chat.");
  await page.locator("#start").click();
  await parts(page).field("firstName").fill("Ann");
  await parts(page).field("subject").fill("Green tea");
  await parts(page).field("tea").selectOption("Green");
  await submitForm(page);
  await expect(page.locator("#state")).toHaveText("Connected.");
  await expect(page.locator("#session")).toHaveText(/^[0-9A-F]{16}$/);
}

async function opensDesk(page) {
  const [desk] = await Promise.all([page.waitForEvent("popup"), page.locator("main a.agent").click()]);
  await expect(desk.locator("#chats button")).toHaveCount(1);
  return desk;
}

async function answers(desk, text) {
  await desk.locator("#words").fill(text);
  await desk.locator("#words").press("Enter");
}

const visitorsLines = (desk) => desk.locator("#lines .Client span");

test.beforeEach(({ context, trouble }) => {
  void trouble;
  return openShadows(context);
});

for (const way of WAYS) {
  test(`${way}: agent and visitor talk, over a reload and on another page`, async ({ page }) => {
    const shop = newShop(way);
    await starts(page, shop);
    await expect(page.locator(".ways a[aria-current]")).toHaveAttribute("href", new RegExp(`way=${way}`));
    const desk = await opensDesk(page);
    await expect(desk.locator("#about")).toContainText("Green tea · tea: Green");
    await desk.locator("#join").click();
    await expect(desk.locator("#words")).toBeFocused();
    await answers(desk, "What may I brew?");
    await expect(parts(page).messages).toHaveText([/What may I brew/]);
    await expect(parts(page).subtitle).toHaveText(/Kim/);
    await say(page, "A mild one");
    await expect(visitorsLines(desk)).toHaveText(["A mild one"]);
    await parts(page).composer.fill("And how much would");
    await typingIsStored(page);
    await expect(desk.locator("#types")).toContainText("Ann types");
    const session = await page.locator("#session").innerText();
    const before = await words(page);

    page = await reload(page);
    await logged(page, "restoreChat().done");
    await expect.poll(() => words(page)).toEqual(before);
    await expect(parts(page).composer).toHaveValue("And how much would");

    page = await followLink(page, { href: await page.locator("nav a", { hasText: "Delivery" }).getAttribute("href") });
    expect(new URL(page.url()).searchParams.get("way")).toBe(way);
    await expect(page.locator("#session")).toHaveText(session);
    await page.goto("about:blank");
    await answers(desk, "While you were away");
    await page.goto(address("delivery.html", shop));
    await expect(parts(page).messages).toHaveText([/What may I brew/, /A mild one/, /While you were away/]);
    await expect(parts(page).composer).toHaveValue("And how much would");
    await say(page, "I am back");
    await expect(visitorsLines(desk)).toHaveText(["A mild one", "I am back"]);
    await expect(parts(page).outgoing).toHaveCount(0);
  });
}

test("the agent's page offers answers to choose from", async ({ page }) => {
  await starts(page, newShop());
  const desk = await opensDesk(page);
  await desk.getByLabel("Answers to choose from").fill("Green, please\n\n  Black  ");
  await answers(desk, "Which tea?");
  await expect(desk.locator("#answers")).toHaveValue("");
  await page.getByRole("button", { name: "Black", exact: true }).click();
  await expect(visitorsLines(desk)).toHaveText(["Black"]);
});

test("typing, a URL, and the end are told", async ({ page }) => {
  await starts(page, newShop());
  const desk = await opensDesk(page);
  await desk.locator("#join").click();
  await desk.locator("#words").pressSequentially("Let me");
  await logged(page, "Kim types");
  await desk.locator("#words").fill("");
  await logged(page, "Kim has stopped");
  await desk.locator("#send-url").click();
  await expect(parts(page).messages.locator("a")).toHaveAttribute("href", "https://example.com/teas");
  await desk.locator("#end").click();
  await expect(desk.locator("#talk")).toBeFocused();
  await expect(page.locator("#state")).toHaveText("The chat is over.");
  await expect(page.locator("#session")).toHaveText("–");
  await expect(parts(page).ended).toBeVisible();
  await logged(page, "onAgentDisconnected");
  await expect(desk.locator("#chats button")).toContainText("over");
});

for (const way of WAYS) {
  test(`${way}: what the agent's page breaks, mends itself, and nothing is lost or there twice`, async ({ page }) => {
    test.slow();
    await starts(page, newShop(way));
    const desk = await opensDesk(page);
    await desk.locator("#join").click();
    await say(page, "First");
    await expect(visitorsLines(desk)).toHaveText(["First"]);
    for (const deed of ["drop", "restart", "expire"]) {
      await desk.locator(`#${deed}`).click();
      await say(page, `After ${deed}`);
      await answers(desk, `Answer after ${deed}`);
      await expect(visitorsLines(desk).last()).toHaveText(`After ${deed}`, { timeout: 20_000 });
      await expect(parts(page).messages.filter({ hasText: `Answer after ${deed}` })).toHaveCount(1, { timeout: 20_000 });
    }
    await desk.locator("#unreachable").check();
    await say(page, "Into the void");
    await expect(page.locator("#state")).toHaveText(/^The connection is lost/, { timeout: 20_000 });
    await desk.locator("#mend").click();
    await expect(desk.locator("#unreachable")).not.toBeChecked();
    await expect(visitorsLines(desk).last()).toHaveText("Into the void", { timeout: 30_000 });
    await expect(page.locator("#state")).toHaveText("Connected again.");
    const all = ["First", "After drop", "After restart", "After expire", "Into the void"];
    await expect(visitorsLines(desk)).toHaveText(all);
    await expect(parts(page).outgoing).toHaveCount(0);

    await desk.locator("#forget").click();
    await expect(page.locator("#state")).toHaveText(/^210: .*Start another one/, { timeout: 30_000 });
    await expect(desk.locator("#chats button")).toHaveCount(0);
  });
}

test("agent's page and shop by keyboard alone", async ({ page }) => {
  const tabTo = async (on, selector) => {
    for (let i = 0; i < 60; i++) {
      if (await on.locator(selector).evaluate((node) => node === node.getRootNode().activeElement)) return;
      await on.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${selector}`);
  };
  await page.goto(address("index.html", newShop()));
  await logged(page, "There was no chat.");
  await tabTo(page, "#start");
  await page.keyboard.press("Enter");
  await expect(parts(page).field("firstName")).toBeFocused();
  await page.keyboard.type("Ann");
  await page.keyboard.press("Enter");
  await expect(page.locator("#state")).toHaveText("Connected.");

  const desk = await page.context().newPage();
  await desk.goto(await page.locator("main a.agent").getAttribute("href"));
  await expect(desk.locator("#chats button")).toHaveCount(1);
  await tabTo(desk, "#join");
  await desk.keyboard.press("Space");
  await expect(desk.locator("#words")).toBeFocused();
  await desk.keyboard.type("Hello");
  await desk.keyboard.press("Shift+Enter");
  await desk.keyboard.type("Ann");
  await desk.keyboard.press("Enter");
  await expect(parts(page).messages).toHaveText([/Hello\s+Ann/]);
  await tabTo(desk, "#restart");
  await desk.keyboard.press("Enter");
  await expect(desk.locator("#restart")).toBeFocused();
  await expect(desk.locator("#status")).toHaveText("The servers have started again.");
  await page.bringToFront();
  await tabTo(page, "[data-testid=rejoin-composer]");
  await page.keyboard.type("Hello Kim");
  await page.keyboard.press("Enter");
  await expect(visitorsLines(desk)).toHaveText(["Hello Kim"], { timeout: 20_000 });
});

test.describe("a server that is not there yet", () => {
  // It ends connections, and the browser says so of sockets in words of its own.
  test.use({ provoked: /net::ERR_|Connection closed before receiving a handshake response/ });

  test("without a server the page says what to do, and goes on once there is one", async ({ page }) => {
    let isOn = false;
    // Until then nobody answers, at an address that nobody else can take.
    const server = serveGms().on("connection", (socket) => isOn || socket.destroy());
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await page.goto(address("index.html", { server: `http://127.0.0.1:${server.address().port}/shop` }));
      await expect(page.locator("#server")).toHaveText(/Nothing answers at .* Run “make demo-gms”/);
      await page.locator("#start").click();
      await parts(page).field("firstName").fill("Ann");
      await submitForm(page);
      await expect(parts(page).starting).toBeVisible();
      isOn = true;
      await expect(page.locator("#server")).toHaveText(/^Running/, { timeout: 15_000 });
      await expect(page.locator("#state")).toHaveText("Connected.", { timeout: 40_000 });
    } finally {
      await page.goto("about:blank");
      await server.stop();
    }
  });
});

test("a server elsewhere than on this machine is not asked", async ({ page }) => {
  const others = ["https://chat.example.com/shop", "http://chat.example.com/shop", "javascript:alert(1)", "no address"];
  for (const server of others) {
    await page.goto(address("index.html", { server }));
    await expect(page.locator("main a.agent")).toHaveAttribute("href", "http://127.0.0.1:4195/shop/agent/");
  }
});

const views = {
  wide: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
};

const states = {
  index: async (page, shop) => {
    await page.goto(address("index.html", shop));
    await expect(page.locator("#code")).toContainText("restoreChat");
    return page;
  },
  delivery: async (page, shop) => {
    await page.goto(address("delivery.html", shop));
    await expect(page.locator("#server")).toHaveText(/^Running/);
    return page;
  },
  chat: async (page, shop) => {
    await starts(page, shop);
    return page;
  },
  "agent-empty": async (page, { server }) => {
    await page.goto(`${server}/agent/`);
    await expect(page.locator("#no-chats")).toBeVisible();
    return page;
  },
  agent: async (page, shop) => {
    await starts(page, shop);
    await say(page, "Which is the mildest?");
    const desk = await page.context().newPage();
    await desk.goto(`${shop.server}/agent/`);
    await desk.locator("#join").click();
    await answers(desk, "The white one, by far.");
    await desk.locator("#expire").click();
    await expect(visitorsLines(desk)).toHaveCount(1);
    return desk;
  },
};

for (const [size, view] of Object.entries(views)) {
  test.describe(size, () => {
    // The pages' policies would keep out axe as well.
    test.use({ ...view, bypassCSP: true });
    for (const [name, reach] of Object.entries(states)) {
      test(name, async ({ page }) => {
        const shown = await reach(page, newShop());
        await shown.screenshot({ path: `${folder}genesys-${name}-${size}.png`, fullPage: name !== "chat" });
        expect(await shown.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        expect(await axe(shown)).toEqual([]);
      });
    }
  });
}
