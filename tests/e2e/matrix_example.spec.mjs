// The example of static/example/matrix/: a page that has the chat over a homeserver, with an agent of the lab's. What
// `make demo-matrix` shows.

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { expect, openShadows, test as base } from "./script/support/site.mjs";
import { axe } from "./support/axe.mjs";
import { parts, say, submitForm, typingIsStored, words } from "./support/chat.mjs";
import { reload } from "./support/ways.mjs";

const folder = fileURLToPath(new URL("./results/looks/", import.meta.url));
mkdirSync(folder, { recursive: true });

const LABS = `http://127.0.0.1:${Number(process.env.PORT ?? 4173) + 4}`;

const log = (page) => page.locator("#log li");
const logged = (page, text) => expect(log(page).filter({ hasText: text }).first()).toBeVisible();
const address = (homeserver) => `/example/matrix/?${new URLSearchParams({ homeserver })}`;
const answers = (page) => expect(page.locator("#server")).toHaveText(/^It answers at/);

/** A lab of its own for each test, and what its agent Kim does there: `agent("say", "last", "Hello")`. */
const test = base.extend({
  // The homeserver's first answer to a registration, 401, is how it says what it asks for.
  provoked: [/net::ERR_|status of 401/, { option: true }],
  lab: async ({}, use) => {
    const homeserver = `${LABS}/${randomUUID()}`;
    const agent = async (method, ...all) => {
      const response = await fetch(`${homeserver}/agent/${method}`, { method: "POST", body: JSON.stringify(all) });
      const answer = await response.json();
      if (answer?.error) throw new Error(`${method}: ${answer.error.description}`);
      return answer;
    };
    await use({ homeserver, agent });
  },
});

async function starts(page, { homeserver }) {
  await page.goto(address(homeserver));
  await answers(page);
  await page.locator("#start").click();
  await parts(page).field("firstName").fill("Ann");
  await parts(page).field("question").fill("Which boots for scree?");
  await submitForm(page);
  await logged(page, "onSession");
}

test.beforeEach(({ context, trouble }) => {
  void trouble;
  return openShadows(context);
});

test("visitor and agent talk, over a reload, a second tab and a time away", async ({ page, context, lab }) => {
  await starts(page, lab);
  expect(await lab.agent("name", "last")).toBe("Ann");
  expect(await lab.agent("topic", "last")).toContain("Which boots for scree?");
  await lab.agent("join", "last");
  await expect(parts(page).subtitle).toHaveText(/Kim/);
  await lab.agent("type", "last", true);
  await logged(page, "Kim: types");
  await lab.agent("say", "last", "The stiff ones");
  await expect(parts(page).messages).toHaveText([/The stiff ones/]);
  await say(page, "In which size?");
  await expect.poll(() => lab.agent("said", "last")).toEqual(["In which size?"]);
  await parts(page).composer.fill("I usually take");
  await typingIsStored(page);
  const before = await words(page);

  page = await reload(page);
  await logged(page, "onSession");
  await expect.poll(() => words(page)).toEqual(before);
  await expect(parts(page).composer).toHaveValue("I usually take");

  const second = await context.newPage();
  await second.goto(address(lab.homeserver));
  await expect(parts(second).messages).toHaveText([/The stiff ones/, /In which size/]);
  await say(second, "Forty-two");
  await expect(parts(page).messages.last()).toContainText("Forty-two");

  await second.close();
  await page.goto("about:blank");
  await lab.agent("say", "last", "One larger, then");
  await page.goto(address(lab.homeserver));
  await expect(parts(page).messages).toHaveText([/stiff ones/, /which size/, /Forty-two/, /One larger/]);
  expect(await lab.agent("starts")).toBe(1);
});

test("what is written without a network arrives once, when there is one again", async ({ page, context, lab }) => {
  await starts(page, lab);
  await context.setOffline(true);
  await say(page, "From the hut");
  await expect(parts(page).outgoing).toHaveCount(1);
  await context.setOffline(false);
  await expect.poll(() => lab.agent("said", "last"), { timeout: 30_000 }).toEqual(["From the hut"]);
  await expect(parts(page).outgoing).toHaveCount(0);
});

test("an agent who removes the visitor ends the chat", async ({ page, lab }) => {
  await starts(page, lab);
  await lab.agent("join", "last");
  await lab.agent("kick", "last", "Good walking!");
  await expect(parts(page).ended).toBeVisible();
  await logged(page, "onSessionEnded");
  await expect(parts(page).transcript).toContainText("Good walking!");
  page = await reload(page);
  await answers(page);
  await expect(page.getByTestId("rejoin-loader-launcher")).toBeVisible();
  await expect(parts(page).window).toHaveCount(0);
});

test("by keyboard alone", async ({ page, lab }) => {
  const tabTo = async (selector) => {
    for (let i = 0; i < 40; i++) {
      if (await page.locator(selector).evaluate((node) => node === node.getRootNode().activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${selector}`);
  };
  await page.goto(address(lab.homeserver));
  await answers(page);
  await tabTo("#start");
  await page.keyboard.press("Enter");
  await expect(parts(page).field("firstName")).toBeFocused();
  await page.keyboard.type("Ann");
  await page.keyboard.press("Tab");
  await expect(parts(page).field("question")).toBeFocused();
  await page.keyboard.type("Which boots?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await logged(page, "onSession");
  await lab.agent("join", "last");
  await lab.agent("say", "last", "Hello Ann");
  await expect(parts(page).messages).toHaveText([/Hello Ann/]);
  await tabTo("[data-testid=rejoin-composer]");
  await page.keyboard.type("Hello Kim");
  await page.keyboard.press("Enter");
  await expect.poll(() => lab.agent("said", "last")).toEqual(["Hello Kim"]);
});

test("the launcher has the shop's colour, and starts a chat as well", async ({ page, lab }) => {
  await page.goto(address(lab.homeserver));
  const launcher = page.getByTestId("rejoin-loader-launcher");
  await expect(launcher).toHaveCSS("background-color", "rgb(138, 74, 22)");
  await launcher.click();
  await expect(parts(page).field("firstName")).toBeVisible();
});

test("without a server the page says what to do, and goes on once there is one", async ({ page, lab }) => {
  let isOn = false;
  // Passes on to the lab. Until then nobody answers, at an address that nobody else can take.
  const server = createServer((request, response) => {
    response.writeHead(307, { Location: `${LABS}${request.url}`, "Access-Control-Allow-Origin": "*" }).end();
  });
  server.on("connection", (socket) => isOn || socket.destroy());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await page.goto(address(lab.homeserver.replace(LABS, `http://127.0.0.1:${server.address().port}`)));
    await expect(page.locator("#server")).toHaveText(/^Nothing answers at .* Run “make demo-matrix”/);
    isOn = true;
    await answers(page);
  } finally {
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  }
});

test("a homeserver elsewhere than on this machine is not asked", async ({ page }) => {
  const asked = [];
  await page.route(/_matrix/, (route) => {
    asked.push(new URL(route.request().url()).origin);
    return route.abort();
  });
  const others = ["https://hs.example.com/shop", "http://hs.example.com/shop", "javascript:alert(1)", "no address"];
  for (const homeserver of others) {
    await page.goto(address(homeserver));
    await expect(page.locator("#server")).toHaveText(/^Nothing answers at http:\/\/127\.0\.0\.1:4196\/shop/);
  }
  expect(new Set(asked)).toEqual(new Set(["http://127.0.0.1:4196"]));
});

const views = {
  wide: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
};

const states = {
  index: async (page, { homeserver }) => {
    await page.goto(address(homeserver));
    await answers(page);
    await expect(page.locator("#code")).toContainText("rejoinConfig");
  },
  chat: async (page, lab) => {
    await starts(page, lab);
    await lab.agent("join", "last");
    await lab.agent("say", "last", "The stiff ones.");
    await say(page, "In which size?");
    await expect(parts(page).messages).toHaveCount(2);
    await expect(parts(page).outgoing).toHaveCount(0);
  },
  "no-server": async (page) => {
    await page.route(/_matrix/, (route) => route.abort());
    await page.goto("/example/matrix/");
    await expect(page.locator("#server")).toHaveText(/^Nothing answers/);
  },
};

for (const [size, view] of Object.entries(views)) {
  test.describe(size, () => {
    // The page's policy would keep out axe as well.
    test.use({ ...view, bypassCSP: true });
    for (const [name, reach] of Object.entries(states)) {
      test(name, async ({ page, lab }) => {
        await reach(page, lab);
        await page.screenshot({ path: `${folder}matrix-${name}-${size}.png`, fullPage: name !== "chat" });
        expect(await axe(page)).toEqual([]);
        for (const width of [320, 240]) {
          await page.setViewportSize({ width, height: 640 });
          await expect.poll(() => page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])).toEqual([width, width]);
        }
      });
    }
  });
}
