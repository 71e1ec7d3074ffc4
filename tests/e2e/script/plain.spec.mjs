// A plain page, written the way such pages are: what it is told, in every phase in which its visitor can leave it.

import { ann, fillForm, parts, say, submitForm, typingIsStored, words } from "../support/chat.mjs";
import { ways } from "../support/ways.mjs";
import { expect, logged, restore, start, storage, test } from "./support/site.mjs";

const NOTHING = "nothing to restore";
const elsewhere = { via: "/elsewhere.html" };

/** What the page that is there now was told. */
const expectTold = (page, told) => expect.poll(() => page.evaluate(() => window.told)).toEqual(told);
/** A page out of the back/forward cache is the very one that was left: it goes on, and is told nothing twice. */
const isNew = (name) => name !== "backForward";
const keepsFocus = (name) => name !== "followLink";

async function open(site, query) {
  const page = await site.open("plain.html", query);
  await expectTold(page, [NOTHING]);
  return page;
}

async function openForm(site, query) {
  const page = await open(site, query);
  await page.locator("#start").click();
  await expect(parts(page).form).toBeVisible();
  return page;
}

async function startChat(site, query) {
  const page = await openForm(site, query);
  await fillForm(page);
  await submitForm(page);
  await expectTold(page, [NOTHING, "session session-1"]);
  await expect(parts(page).composer).toBeVisible();
  return page;
}

for (const [name, way] of Object.entries(ways)) {
  test.describe(name, () => {
    const leave = (page) => way(page, name === "backForward" ? elsewhere : undefined);

    test("no chat: the page is told so, its button starts one", async ({ site }) => {
      const page = await leave(await open(site));
      await expectTold(page, [NOTHING]);
      expect(await storage(page)).toEqual({});
      await expect(parts(page).window).toHaveCount(0);
      await page.locator("#start").click();
      await expect(parts(page).form).toBeVisible();
      await expectTold(page, [NOTHING]);
    });

    test("a half-filled form is back with everything, and the session comes when it is sent", async ({ site }) => {
      const before = await openForm(site);
      await fillForm(before, { email: "ann@exa", subject: "Half a quest" });
      await parts(before).field("firstName").fill("Ann Lee");
      await parts(before).field("firstName").evaluate((input) => input.setSelectionRange(1, 4));
      await parts(before).field("firstName").press("Shift+ArrowLeft");
      await typingIsStored(before);

      const page = await leave(before);
      await expect(parts(page).field("firstName")).toHaveValue("Ann Lee");
      await expect(parts(page).field("email")).toHaveValue("ann@exa");
      await expect(parts(page).field("subject")).toHaveValue("Half a quest");
      if (keepsFocus(name)) {
        await expect(parts(page).field("firstName")).toBeFocused();
        const caret = () => parts(page).field("firstName").evaluate((i) => [i.selectionStart, i.selectionEnd]);
        await expect.poll(caret).toEqual([1, 3]);
      }
      const toldBefore = isNew(name) ? [] : [NOTHING];
      await expectTold(page, toldBefore);
      await fillForm(page);
      await submitForm(page);
      await expectTold(page, [...toldBefore, "session session-1"]);
      const { subject, ...userData } = ann;
      expect(await site.session()).toMatchObject({ subject, userData });
    });

    for (const [fate, fault] of [
      ["that reached the server unanswered", { hold: true }],
      ["that never reached the server", { unreachable: true }],
    ]) {
      test(`a form just sent ${fate} starts one session`, async ({ site }) => {
        const before = await openForm(site);
        await fillForm(before);
        await site.faults(fault);
        await submitForm(before);
        await expect(parts(before).starting).toBeVisible();
        await before.waitForTimeout(200);

        const page = await leave(before);
        await expect(parts(page).starting).toBeVisible();
        const toldBefore = isNew(name) ? [] : [NOTHING];
        await expectTold(page, toldBefore);
        await site.faults({ hold: false, unreachable: false });
        await expectTold(page, [...toldBefore, "session session-1"]);
        await expect(parts(page).composer).toBeVisible();
        expect(await site.sessions()).toEqual(["session-1"]);
      });
    }

    test("a running chat is back with transcript, draft and caret, and goes on", async ({ site }) => {
      const before = await startChat(site);
      await say(before, "Hello");
      await expect(parts(before).messages).toHaveText([/Hello/]);
      await site.agent("Joins");
      await site.agent("Says", "Hi Ann");
      await expect(parts(before).messages).toHaveCount(2);
      await parts(before).composer.fill("half a sent");
      await parts(before).composer.evaluate((area) => area.setSelectionRange(2, 2));
      await parts(before).composer.press("Shift+ArrowRight");
      await typingIsStored(before);

      // What is on screen needs no server.
      await site.faults({ hold: true });
      const page = await leave(before);
      await expect(parts(page).composer).toHaveValue("half a sent");
      await expect.poll(() => words(page)).toEqual(["Hello", "Hi Ann"]);
      const toldBefore = isNew(name) ? [] : [NOTHING, "session session-1"];
      await expectTold(page, toldBefore);
      await site.faults({ hold: false });
      await expectTold(page, isNew(name) ? ["session session-1"] : toldBefore);
      await expect(parts(page).subtitle).toHaveText(/Kim/);
      if (keepsFocus(name)) await expect(parts(page).composer).toBeFocused();
      await site.agent("Says", "Are you there?");
      await expect(parts(page).messages).toHaveText([/Hello/, /Hi Ann/, /Are you there/]);
      await parts(page).composer.press("Enter");
      await expect.poll(async () => (await site.session()).said).toEqual(["Hello", "half a sent"]);
    });

    test("after the end it is as if there had been no chat", async ({ site }) => {
      const before = await startChat(site);
      await site.server("ends");
      await expectTold(before, [NOTHING, "session session-1", "ended"]);
      await expect(parts(before).ended).toBeVisible();
      expect(await storage(before)).toEqual({});

      const page = await leave(before);
      if (isNew(name)) {
        await expectTold(page, [NOTHING]);
        await expect(parts(page).window).toHaveCount(0);
      }
      expect(await storage(page)).toEqual({});
    });
  });
}

test("away too long: everything is erased, and the page is told that there is nothing", async ({ site }) => {
  const page = await startChat(site, { offline: "1" });
  await page.goto(site.url("elsewhere.html"));
  expect(await storage(page)).not.toEqual({});
  await page.waitForTimeout(1_500);
  await page.goto(site.url("plain.html", { offline: "1" }));
  await expectTold(page, [NOTHING]);
  expect(await storage(page)).toEqual({});
  await expect(page.locator("#start")).toBeVisible();
});

test("a server that forgot the session: an error, the visitor is told, and a new chat can start", async ({ site }) => {
  const page = await startChat(site);
  await say(page, "Remember me");
  await expect(parts(page).messages).toHaveCount(1);
  await page.goto(site.url("elsewhere.html"));
  await site.server("forget");
  await page.goto(site.url("plain.html"));
  await expectTold(page, ["error 210"]);
  await expect(parts(page).ended).toContainText("no longer available");
  expect(await storage(page)).toEqual({});
  await page.getByTestId("rejoin-start-new").click();
  await fillForm(page);
  await submitForm(page);
  await expect(parts(page).composer).toBeVisible();
  expect(await site.sessions()).toEqual(["session-2"]);
});

for (const [what, code, meddle] of [
  ["that cannot be read is erased", 220, () => Object.keys(localStorage).forEach((key) => (localStorage[key] = "{{{"))],
  [
    "of a newer version is left alone",
    221,
    () => {
      localStorage.clear();
      localStorage["rejoin/default/3/head"] = "of the future";
    },
  ],
]) {
  test(`what is stored ${what}: an error, and a new chat can start`, async ({ site }) => {
    const page = await startChat(site);
    await page.goto(site.url("elsewhere.html"));
    await page.evaluate(meddle);
    await page.goto(site.url("plain.html"));
    await expectTold(page, [`error ${code}`]);
    expect(Object.values(await storage(page))).toEqual(code === 221 ? ["of the future"] : []);
    await expect(parts(page).window).toHaveCount(0);
    await page.evaluate(() => offer());
    await page.locator("#start").click();
    await fillForm(page);
    await submitForm(page);
    await expectTold(page, [`error ${code}`, "session session-2"]);
    expect(Object.values(await storage(page)).includes("of the future")).toBe(code === 221);
  });
}

test("startChat starts where what is stored is of no use, says why, and leaves alone what is of a newer version", async ({ lab: page }) => {
  const stored = (key, value, options) =>
    page.evaluate(
      ([key, value, options]) => {
        const store = options.storage === "tab" ? sessionStorage : localStorage;
        delete store["rejoin/default/2/head"];
        store[`rejoin/default/${key}/head`] = value;
      },
      [key, value, options],
    );
  for (const options of [{}, { tabs: "exclusive" }, { storage: "tab" }]) {
    await stored("2", "{{{", options);
    expect(await start(page, options)).toEqual({ done: expect.any(String) });
    await page.evaluate(() => chat.destroy());
    await stored("3", "of the future", options);
    expect(await start(page, options)).toEqual({ done: expect.any(String) });
    expect(await storage(page)).toMatchObject({ "rejoin/default/3/head": "of the future" });
    const warnings = (await logged(page)).filter((line) => line.startsWith("warn"));
    expect(warnings).toEqual([expect.stringContaining("(220)"), expect.stringContaining("(221)")]);
    // The new chat is one like any other.
    await page.evaluate(() => chat.destroy());
    expect(await restore(page, options)).toEqual({ done: expect.any(String) });
    await page.evaluate(() => {
      chat.destroy();
      localStorage.clear();
      lab.logged.length = 0;
    });
  }
});

test("a server that cannot be reached: an error in time, nothing is lost, and it goes on by itself", async ({ site }) => {
  const before = await startChat(site);
  await say(before, "Before the tunnel");
  await expect(parts(before).messages).toHaveCount(1);
  await before.close();
  await site.faults({ unreachable: true });
  const page = await site.context.newPage();
  await page.clock.install();
  await page.goto(site.url("plain.html"));
  await expect(parts(page).messages).toHaveText([/Before the tunnel/]);
  await say(page, "In the tunnel");
  for (let i = 0; i < 8; i++) await page.clock.runFor(5_000);
  await expectTold(page, ["error 211"]);
  expect(await storage(page)).not.toEqual({});
  await expect(parts(page).messages).toHaveText([/Before the tunnel/]);
  await site.faults({ unreachable: false });
  await expect(async () => {
    await page.clock.runFor(5_000);
    expect((await site.session()).said).toEqual(["Before the tunnel", "In the tunnel"]);
  }).toPass({ timeout: 20_000 });
});

test.describe(() => {
  test.use({ provoked: /A fault of the page's own/ });
  test("callbacks, whenever and however often they are added, run once each and in order; one that throws harms none", async ({
    site,
  }) => {
    const page = await site.open("lab.html");
    await page.waitForFunction(() => window.lab);
    const calls = await page.evaluate(async () => {
      const calls = [];
      const note = (word) => () => calls.push(word);
      const nothing = chat.restoreChat(lab.options());
      const same = nothing.done(note("never")).fail(note("fail 1")).fail(note("fail 2"));
      calls.push(same === nothing && typeof same.then === "function");
      await same.catch(note("caught"));
      nothing.fail(note("late fail"));

      const starting = chat.startChat(lab.options({ registration: false }));
      starting.fail(note("never"));
      starting.done(note("done 1"));
      starting.done(() => {
        calls.push("throws");
        throw new Error("A fault of the page's own.");
      });
      starting.done(note("done 2")).done(note("done 3"));
      const session = await starting;
      starting.done(note("late 1"));
      starting.done(note("late 2"));
      await new Promise((resolve) => setTimeout(resolve, 50));
      calls.push(session.id);
      calls.push((await starting.then((session) => session.id)) === session.id);
      return calls;
    });
    expect(calls).toEqual([
      ...[true, "fail 1", "fail 2", "caught", "late fail"],
      ...["done 1", "throws", "done 2", "done 3", "late 1", "late 2", "session-1", true],
    ]);
    expect(await page.evaluate(() => lab.logged.filter((line) => line.includes("A fault of the page's own")))).toHaveLength(1);
  });
});

test("the rejection of a call that nobody listens to is no unhandled rejection", async ({ site }) => {
  const page = await site.open("lab.html");
  await page.waitForFunction(() => window.lab);
  const unhandled = await page.evaluate(async () => {
    let unhandled = 0;
    addEventListener("unhandledrejection", () => unhandled++);
    chat.restoreChat(lab.options());
    chat.restoreChat({}).done(() => {});
    chat.startChat({ embedded: false }).fail(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    return unhandled;
  });
  expect(unhandled).toBe(0);
});
