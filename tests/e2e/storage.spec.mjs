// Storage that is old, broken, from the future, or not there.

import { expect, test } from "./support/test.mjs";
import * as chat from "./support/chat.mjs";

const { parts } = chat;

/** Leaves the site, changes what is stored, and comes back. */
async function meddle(page, change, argument) {
  const url = page.url();
  await page.goto("/fixtures/elsewhere.html");
  await page.evaluate(change, argument);
  await page.goto(url);
}

async function chatWithMessage(page) {
  await chat.startChat(page);
  await chat.say(page, "Keep me");
  await expect(parts(page).messages).toHaveCount(1);
  await parts(page).composer.fill("a draft");
  await chat.typingIsStored(page);
}

test("away longer than allowed, the chat is erased and a new one can be started", async ({ visitor, desk }) => {
  await visitor.goto("/?max-offline=2");
  await chatWithMessage(visitor);
  const url = visitor.url();
  await visitor.goto("/fixtures/elsewhere.html");
  await visitor.waitForTimeout(2_600);
  await visitor.goto(url);
  await expect(parts(visitor).launcher).toBeVisible();
  await expect(parts(visitor).window).toHaveCount(0);
  expect(await chat.stored(visitor)).toEqual({});
  await chat.startChat(visitor);
  await expect(desk.rooms).toHaveCount(2);
});

test("used all the while, a chat lives longer than one may be away", async ({ visitor, desk }) => {
  void desk;
  await visitor.goto("/?max-offline=7");
  await chatWithMessage(visitor);
  await visitor.waitForTimeout(9_000);
  await visitor.reload();
  await expect(parts(visitor).messages).toHaveCount(1);
});

const HEAD = "rejoin/default/2/head";
const broken = {
  "an empty head": () => localStorage.setItem("rejoin/default/2/head", ""),
  "a head that is cut off": () => {
    const key = "rejoin/default/2/head";
    localStorage.setItem(key, localStorage.getItem(key).slice(0, 25));
  },
  "a head that is something else": () => localStorage.setItem("rejoin/default/2/head", "[1,2,3]"),
  "a head with an unknown phase": () =>
    localStorage.setItem("rejoin/default/2/head", '{"saved_at":1,"phase":{"dreaming":{}}}'),
  "a head with numbers out of bounds": () =>
    localStorage.setItem("rejoin/default/2/head", '{"saved_at":-1e400,"phase":"registering"}'),
  "garbage everywhere": () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("rejoin/")) localStorage.setItem(key, "\u0000{]<");
  },
};
for (const [name, change] of Object.entries(broken)) {
  test(`unreadable: ${name}: erased, and a new chat can be started`, async ({ visitor, desk }) => {
    await chatWithMessage(visitor);
    await meddle(visitor, change);
    await expect(parts(visitor).launcher).toBeVisible();
    await expect(parts(visitor).window).toHaveCount(0);
    expect(await chat.stored(visitor)).toEqual({});
    await chat.startChat(visitor);
    await expect(desk.rooms).toHaveCount(2);
  });
}

const damaged = {
  "the transcript is garbage": () => localStorage.setItem("rejoin/default/2/log/0", "garbage"),
  "the transcript is gone": () => localStorage.removeItem("rejoin/default/2/log/0"),
  "the window is of the wrong type": () => localStorage.setItem("rejoin/default/2/window", '{"open":"yes"}'),
  "a message on its way is nonsense": () => localStorage.setItem("rejoin/default/2/out/x-1", '{"text":7}'),
  "the last use is in the future": () => localStorage.setItem("rejoin/default/2/seen", "99999999999999"),
  "the draft is a number": () => localStorage.setItem("rejoin/default/2/draft", "12"),
  "there are keys that nobody knows": () => localStorage.setItem("rejoin/default/2/what/is/this", "?"),
};
for (const [name, change] of Object.entries(damaged)) {
  test(`damaged: ${name}: the rest of the chat is there`, async ({ visitor, desk }) => {
    await chatWithMessage(visitor);
    await meddle(visitor, change);
    await expect(parts(visitor).messages).toHaveText([/Keep me/]);
    await expect(parts(visitor).session).toHaveText("desk-1");
    await chat.say(visitor, "Still here");
    await expect(parts(visitor).messages).toHaveCount(2);
    await expect(desk.rooms).toHaveCount(1);
  });
}

test("a newer version's chat is left alone, and a new one can be started beside it", async ({ visitor, desk }) => {
  void desk;
  await chatWithMessage(visitor);
  await meddle(visitor, (head) => {
    localStorage.clear();
    localStorage.setItem("rejoin/default/3/head", "of the future");
    void head;
  }, HEAD);
  await expect(parts(visitor).launcher).toBeVisible();
  await expect(parts(visitor).window).toHaveCount(0);
  await chat.startChat(visitor);
  await visitor.reload();
  await expect(parts(visitor).composer).toBeVisible();
  expect((await chat.stored(visitor))["3/head"]).toBe("of the future");
});

/** Storage that throws at whatever is asked of it. */
const denyStorage = () => {
  const deny = () => {
    throw new DOMException("denied", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: deny });
};

test("where storage is denied the chat works, and says once that it will not survive", async ({ context, desk }) => {
  await context.addInitScript(denyStorage);
  const page = await context.newPage();
  await page.goto("/");
  await chat.startChat(page);
  await expect(page.getByTestId("rejoin-not-stored")).toHaveCount(1);
  await chat.say(page, "Can you read this?");
  await desk.chooseLast();
  await desk.join();
  await desk.say("I can");
  await expect(parts(page).messages).toHaveCount(2);
  await page.getByTestId("rejoin-not-stored").getByRole("button").click();
  await expect(page.getByTestId("rejoin-not-stored")).toHaveCount(0);
  await page.reload();
  await expect(parts(page).launcher).toBeVisible();
  await expect(parts(page).window).toHaveCount(0);
});

test("where storage is full the chat goes on, and says once that it will not survive", async ({ visitor, desk }) => {
  await visitor.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await chat.startChat(visitor);
  await expect(visitor.getByTestId("rejoin-not-stored")).toHaveCount(1);
  await chat.say(visitor, "One");
  await chat.say(visitor, "Two");
  await expect(parts(visitor).messages).toHaveCount(2);
  await expect(visitor.getByTestId("rejoin-not-stored")).toHaveCount(1);
  await desk.chooseLast();
  await expect(desk.said("visitor")).toHaveText(["One", "Two"]);
});

test("where storage vanishes in mid-chat the chat goes on", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await chat.say(visitor, "Before");
  await expect(parts(visitor).messages).toHaveCount(1);
  await visitor.evaluate(() => {
    const gone = () => {
      throw new DOMException("gone", "InvalidStateError");
    };
    for (const name of ["getItem", "setItem", "removeItem", "key"]) Storage.prototype[name] = gone;
    Object.defineProperty(Storage.prototype, "length", { get: gone });
    Object.defineProperty(window, "localStorage", { get: gone });
  });
  await chat.say(visitor, "After");
  await expect(parts(visitor).messages).toHaveCount(2);
  await expect(visitor.getByTestId("rejoin-not-stored")).toBeVisible();
  await desk.chooseLast();
  await desk.end();
  await expect(parts(visitor).ended).toBeVisible();
});

test("what was stored is wiped under a running page: it is stored again, and nothing is lost", async ({ visitor, desk }) => {
  await chatWithMessage(visitor);
  await visitor.evaluate(() => localStorage.clear());
  await chat.say(visitor, "Still talking");
  await expect(parts(visitor).messages).toHaveCount(2);
  // Looked for every five seconds.
  const isStored = () => visitor.evaluate(() => Object.keys(localStorage).some((key) => key.endsWith("/head")));
  await expect.poll(isStored, { timeout: 15_000 }).toBe(true);
  await visitor.reload();
  await expect(parts(visitor).messages).toHaveCount(2);
  await expect(desk.rooms).toHaveCount(1);
});
