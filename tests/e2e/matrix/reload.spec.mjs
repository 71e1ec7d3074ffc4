// The page goes away in every phase, in every way, and comes back as it was.

import { fillForm, parts, say, submitForm, typingIsStored } from "../support/chat.mjs";
import { ways } from "../support/ways.mjs";
import { openShadows, storage } from "../script/support/site.mjs";
import {
  NOTHING,
  expect,
  expectGoesOn,
  expectSession,
  expectShown,
  expectShownForGood,
  expectTold,
  provoking,
  soon,
  test,
} from "./support.mjs";

/** A page out of the back/forward cache is the very one that was left: it goes on, and is told nothing twice. */
const isNew = (name) => name !== "backForward";
/** Focus and caret are where they were, unless the visitor went elsewhere: who clicks a link has left the field. */
const keepsFocus = (name) => name !== "followLink";
const caretOf = (field) => field.evaluate((input) => [input.selectionStart, input.selectionEnd]);

for (const [name, way] of Object.entries(ways)) {
  test.describe(name, () => {
    const leave = (page) => way(page, name === "backForward" ? { via: "/gms-away.html" } : undefined);
    const toldBefore = isNew(name) ? [] : [NOTHING];

    test("a half-filled form is back with focus and caret, and is sent to the same server", async ({ matrix }) => {
      const before = await matrix.openForm();
      await fillForm(before, { email: "ann@exa", subject: "Half a quest" });
      await parts(before).field("firstName").fill("Ann Lee");
      await parts(before).field("firstName").evaluate((input) => input.setSelectionRange(1, 5));
      await parts(before).field("firstName").press("Shift+ArrowLeft");
      await typingIsStored(before);

      const page = await leave(before);
      await expect(parts(page).field("firstName")).toHaveValue("Ann Lee");
      await expect(parts(page).field("email")).toHaveValue("ann@exa");
      await expect(parts(page).field("subject")).toHaveValue("Half a quest");
      if (keepsFocus(name)) {
        await expect(parts(page).field("firstName")).toBeFocused();
        await expect.poll(() => caretOf(parts(page).field("firstName"))).toEqual([1, 4]);
      }
      await expectTold(page, toldBefore);
      expect((await matrix.agent("counts")).operations).toEqual({});
      await fillForm(page);
      await submitForm(page);
      await expectSession(page, toldBefore, soon);
      await matrix.expectOneStart();
      expect(await matrix.last("state", "rejoin.visitor")).toMatchObject({ email: "ann@example.com" });
    });

    test("a form just sent starts exactly one chat", async ({ matrix }) => {
      const before = await matrix.openForm();
      await matrix.faults({ hold: ["createRoom"] });
      await matrix.sendForm(before, "createRoom");
      await expect.poll(() => matrix.agent("starts")).toBe(1);

      const page = await leave(before);
      await expect(parts(page).starting.or(parts(page).composer)).toBeVisible();
      await matrix.faults({ hold: false });
      await expectSession(page, toldBefore, soon);
      await say(page, "Here I am");
      await matrix.expectSaid(["Here I am"]);
      await matrix.last("join");
      await expectShownForGood(matrix, page, ["Here I am"]);
      await matrix.expectOneStart();
    });

    test("who waits for an agent goes on waiting in the same chat", async ({ matrix }) => {
      const page = await leave(await matrix.startChat());
      await expectSession(page, toldBefore);
      await expect(parts(page).subtitle).toHaveText(/Waiting/);
      await matrix.last("join");
      await expect(parts(page).subtitle).toHaveText(/Kim/);
      await matrix.last("say", "Hi Ann");
      await expectShown(page, ["Hi Ann"]);
      await matrix.expectOneStart();
    });

    test("transcript, draft and caret are back in mid-chat, with what was said meanwhile, once", async ({ matrix }) => {
      const before = await matrix.startTalk();
      await parts(before).composer.fill("half a sent");
      await parts(before).composer.evaluate((area) => area.setSelectionRange(2, 2));
      await parts(before).composer.press("Shift+ArrowRight");
      await typingIsStored(before);

      await matrix.meanwhile(() => matrix.last("sayAll", ["Are you", "still there?"]));
      const page = await leave(before);
      await expect(parts(page).composer).toHaveValue("half a sent");
      if (keepsFocus(name)) {
        await expect(parts(page).composer).toBeFocused();
        await expect.poll(() => caretOf(parts(page).composer)).toEqual([2, 3]);
      }
      await expectShown(page, ["Mine", "Theirs", "Are you", "still there?"]);
      await expectSession(page, toldBefore);
      await expect(parts(page).subtitle).toHaveText(/Kim/);
      await parts(page).composer.press("Enter");
      await matrix.expectSaid(["Mine", "half a sent"]);
      await expectShownForGood(matrix, page, ["Mine", "Theirs", "Are you", "still there?", "half a sent"]);
      const heardBefore = isNew(name) ? [] : ["Mine", "Theirs"];
      const heard = await page.evaluate(() => window.heard);
      expect(heard).toEqual([...heardBefore, "Are you", "still there?", "half a sent", "Over"]);
      await matrix.expectOneStart();
    });

    test("minimised with unread messages stays so, before the server has said anything", async ({ matrix }) => {
      const before = await matrix.startTalk();
      await before.getByTestId("rejoin-minimise").click();
      await expect(parts(before).window).toHaveCount(0);
      await matrix.last("sayAll", ["Are you still there?", "Hello?"]);
      await expect(parts(before).unread).toHaveText("2");
      await typingIsStored(before);

      await matrix.faults({ hold: ["sync"] });
      const page = await leave(before);
      await expect(parts(page).unread).toHaveText("2");
      await expect(parts(page).window).toHaveCount(0);
      await expectTold(page, isNew(name) ? [] : [NOTHING, expect.stringMatching(/^session/)]);
      await matrix.faults({ hold: false });
      await matrix.last("say", "One more");
      await expect(parts(page).unread).toHaveText("3", soon);
      await parts(page).launcher.click();
      await expectShown(page, ["Mine", "Theirs", "Are you still there?", "Hello?", "One more"]);
      await expect(parts(page).unread).toHaveCount(0);
    });

    for (const [fate, fault] of [
      ["whose answer was held", { hold: ["send"] }],
      ["whose answer was lost", { lose: ["send"] }],
      ["that never arrived", { drop: ["send"] }],
    ]) {
      // Whoever follows a link does to a message what a reload does.
      if (name === "followLink") continue;
      test(`a message ${fate} arrives once`, async ({ matrix }) => {
        const before = await matrix.startTalk();
        // What the server has, a sync would tell: then there is nothing to find out any more.
        await matrix.faults({ ...fault, hold: [...(fault.hold ?? []), "sync"] });
        const sent = await matrix.count("send");
        await say(before, "Only once, please");
        await expect.poll(() => matrix.count("send")).toBeGreaterThan(sent);
        if (!fault.drop) await matrix.expectSaid(["Mine", "Only once, please"]);

        await matrix.meanwhile(() => matrix.faults({ drop: false, lose: false, hold: false }));
        const page = await leave(before);
        await expectShown(page, ["Mine", "Theirs", "Only once, please"], soon);
        await expectSession(page);
        await expectGoesOn(matrix, page, ["Mine", "Only once, please"], ["Mine", "Theirs", "Only once, please"]);
      });
    }

    test("after the end it is as if there had been no chat", async ({ matrix }) => {
      const before = await matrix.startTalk();
      await matrix.last("kick", "We close now");
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
