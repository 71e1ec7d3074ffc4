// The heart of it: the page goes away in every phase, in every way, and comes back as it was.

import { expect, test } from "./support/test.mjs";
import * as chat from "./support/chat.mjs";
import { ways } from "./support/ways.mjs";

const { parts } = chat;

/** Focus and caret are where they were, unless the visitor went elsewhere: who clicks a link has left the field. */
const keepsFocus = (way) => way !== "followLink";

for (const [name, way] of Object.entries(ways)) {
  test.describe(name, () => {
    test("before a start nothing is drawn and nothing is stored", async ({ visitor }) => {
      await expect(parts(visitor).launcher).toBeVisible();
      const page = await way(visitor);
      await expect(parts(page).launcher).toBeVisible();
      await expect(parts(page).window).toHaveCount(0);
      expect(await chat.stored(page)).toEqual({});
    });

    test("an untouched form is open again, with no complaints", async ({ visitor }) => {
      await chat.openForm(visitor);
      const page = await way(visitor);
      await expect(parts(page).form).toBeVisible();
      await expect(page.locator("[data-testid^=rejoin-problem]")).toHaveCount(0);
      await expect(parts(page).session).toHaveText("none");
    });

    test("a half-filled form comes back with everything but what is private", async ({ context, desk }) => {
      void desk;
      let page = await context.newPage();
      await page.goto("/support");
      await chat.openForm(page);
      await chat.fillForm(page, { email: "ann@exa", phone: "+49 30 1", details: "two\nlines", pin: "1234" });
      await parts(page).field("topic").selectOption({ index: 2 });
      const topic = await parts(page).field("topic").inputValue();
      await page.getByRole("radio").nth(1).check();
      await page.getByRole("checkbox").check();
      await parts(page).field("firstName").fill("Ann Lee");
      await parts(page).field("firstName").evaluate((input) => input.setSelectionRange(1, 5));
      await parts(page).field("firstName").press("Shift+ArrowLeft");
      await chat.typingIsStored(page);

      page = await way(page);
      if (!page.url().endsWith("/support")) await page.goto("/support");
      await expect(parts(page).field("firstName")).toHaveValue("Ann Lee");
      await expect(parts(page).field("email")).toHaveValue("ann@exa");
      await expect(parts(page).field("phone")).toHaveValue("+49 30 1");
      await expect(parts(page).field("details")).toHaveValue("two\nlines");
      await expect(parts(page).field("topic")).toHaveValue(topic);
      await expect(page.getByRole("radio").nth(1)).toBeChecked();
      await expect(page.getByRole("radio").nth(0)).not.toBeChecked();
      await expect(page.getByRole("checkbox")).toBeChecked();
      expect(JSON.stringify(await chat.stored(page, "support"))).not.toContain("1234");
      // Out of the back/forward cache the form is the very one that was left: what is private is in it, and a
      // complaint that was there is still there. A new document has neither.
      await expect(parts(page).field("pin")).toHaveValue(name === "backForward" ? "1234" : "");
      if (name !== "backForward") await expect(page.locator("[data-testid^=rejoin-problem]")).toHaveCount(0);
      if (keepsFocus(name)) {
        await expect(parts(page).field("firstName")).toBeFocused();
        const caret = () => parts(page).field("firstName").evaluate((i) => [i.selectionStart, i.selectionEnd]);
        await expect.poll(caret).toEqual([1, 4]);
      }
    });

    for (const [fate, knob, value] of [
      ["that reached the desk unanswered", "hold", true],
      ["that never reached the desk", "lose", 100],
    ]) {
      test(`a form just sent ${fate} starts exactly one session`, async ({ visitor, desk }) => {
        await desk.set(knob, value);
        await chat.openForm(visitor);
        await chat.fillForm(visitor);
        await chat.submitForm(visitor);
        await expect(parts(visitor).starting).toBeVisible();
        await visitor.waitForTimeout(300);
        if (knob === "lose") await desk.reset();

        const page = await way(visitor);
        if (knob === "hold") {
          await expect(parts(page).starting).toBeVisible();
          await expect(parts(page).session).toHaveText("none");
          await desk.reset();
        }
        await expect(parts(page).composer).toBeVisible({ timeout: 15_000 });
        await expect(parts(page).session).toHaveText("desk-1");
        await expect(desk.rooms).toHaveCount(1);
      });
    }

    test("who waits for an agent goes on waiting in the same session", async ({ visitor, desk }) => {
      await chat.startChat(visitor);
      const page = await way(visitor);
      await expect(parts(page).composer).toBeVisible();
      await expect(parts(page).session).toHaveText("desk-1");
      await expect(parts(page).subtitle).toHaveText(/Waiting/);
      await desk.chooseLast();
      await desk.join();
      await expect(parts(page).subtitle).toHaveText(/Kim/);
      await expect(desk.rooms).toHaveCount(1);
    });

    test("transcript, draft and caret are back in mid-chat", async ({ visitor, desk }) => {
      await chat.startChat(visitor);
      await chat.say(visitor, "Hello");
      await expect(parts(visitor).messages).toHaveText([/Hello/]);
      await desk.chooseLast();
      await desk.join();
      await desk.say("Hi Ann");
      await expect(parts(visitor).messages).toHaveCount(2);
      await parts(visitor).composer.fill("I was about to\nsay this");
      await parts(visitor).composer.evaluate((area) => area.setSelectionRange(3, 7));
      await parts(visitor).composer.press("Shift+ArrowLeft");
      await chat.typingIsStored(visitor);

      const page = await way(visitor);
      await expect(parts(page).composer).toHaveValue("I was about to\nsay this");
      await expect.poll(() => chat.words(page)).toEqual(["Hello", "Hi Ann"]);
      await expect(parts(page).subtitle).toHaveText(/Kim/);
      if (keepsFocus(name)) {
        await expect(parts(page).composer).toBeFocused();
        const caret = () => parts(page).composer.evaluate((a) => [a.selectionStart, a.selectionEnd]);
        await expect.poll(caret).toEqual([3, 6]);
      }
      await parts(page).composer.press("Enter");
      await expect(desk.said("visitor")).toHaveText(["Hello", "I was about to\nsay this"]);
    });

    test("a transcript that was scrolled up is there again, to the pixel", async ({ visitor, desk }) => {
      await chat.startChat(visitor);
      await desk.chooseLast();
      await desk.join();
      for (let i = 1; i <= 12; i++) await desk.say(`Part ${i}\nof\na\nlong\nconversation`);
      await expect(parts(visitor).messages).toHaveCount(12);
      await parts(visitor).transcript.evaluate((list) => (list.scrollTop = list.scrollHeight / 3));
      await chat.typingIsStored(visitor);
      const before = await chat.firstInSight(visitor);

      const page = await way(visitor);
      await expect(parts(page).messages).toHaveCount(12);
      await page.waitForTimeout(200);
      await chat.expectInPlace(page, before);
      await desk.say("And one more");
      await expect(page.getByTestId("rejoin-jump")).toContainText("1 new");
      await page.getByTestId("rejoin-jump").click();
      await expect(parts(page).messages.last()).toContainText("And one more");
      await expect(parts(page).messages.last()).toBeInViewport();
      await expect(page.getByTestId("rejoin-jump")).toHaveCount(0);
    });

    test("minimised with unread messages stays minimised with unread messages", async ({ visitor, desk }) => {
      await chat.startChat(visitor);
      await desk.chooseLast();
      await desk.join();
      await visitor.getByTestId("rejoin-minimise").click();
      await expect(parts(visitor).window).toHaveCount(0);
      await desk.say("Are you still there?");
      await desk.say("Hello?");
      await expect(parts(visitor).unread).toHaveText("2");
      await chat.typingIsStored(visitor);

      const page = await way(visitor);
      await expect(parts(page).unread).toHaveText("2");
      await expect(parts(page).window).toHaveCount(0);
      await desk.say("One more");
      await expect(parts(page).unread).toHaveText("3");
      await parts(page).launcher.click();
      await expect(parts(page).messages).toHaveCount(3);
      await expect(parts(page).unread).toHaveCount(0);
    });

    test("what the agent says while the page is away is there once, and unread", async ({ visitor, desk }) => {
      await chat.startChat(visitor);
      const session = await desk.chooseLast();
      await desk.join();
      await desk.say("Before");
      await expect(parts(visitor).messages).toHaveText([/Before/]);
      const url = visitor.url();
      await visitor.goto("/fixtures/elsewhere.html");
      await desk.say("While you were away");
      await visitor.goto(url);
      await expect(parts(visitor).messages).toHaveText([/Before/, /While you were away/]);
      const page = await way(visitor);
      await expect(parts(page).messages).toHaveText([/Before/, /While you were away/]);
      await expect(parts(page).session).toHaveText(session);
    });

    for (const [fate, knob, value] of [
      ["reached the desk unanswered", "hold", true],
      ["never reached the desk", "lose", 100],
    ]) {
      test(`a message that ${fate} arrives once`, async ({ visitor, desk }) => {
        await chat.startChat(visitor);
        await desk.chooseLast();
        await desk.set(knob, value);
        await chat.say(visitor, "Only once, please");
        await expect(parts(visitor).outgoing).toHaveText([/Only once, please/]);
        await visitor.waitForTimeout(300);
        if (knob === "lose") await desk.reset();

        const page = await way(visitor);
        await expect(parts(page).transcript).toContainText("Only once, please");
        await desk.reset();
        await expect(parts(page).messages).toHaveText([/Only once, please/], { timeout: 20_000 });
        await expect(parts(page).outgoing).toHaveCount(0);
        await expect(desk.said("visitor")).toHaveText(["Only once, please"]);
      });
    }

    test("after the end it is as if there had been no chat", async ({ visitor, desk }) => {
      await chat.startChat(visitor);
      await chat.say(visitor, "That was all");
      await expect(parts(visitor).messages).toHaveCount(1);
      await desk.chooseLast();
      await desk.end();
      await expect(parts(visitor).ended).toBeVisible();
      expect(await chat.stored(visitor)).toEqual({});

      const page = await way(visitor);
      await expect(parts(page).launcher).toBeVisible();
      expect(await chat.stored(page)).toEqual({});
      // Out of the back/forward cache the page is the very one that was left, with the ended chat to be read.
      if (name !== "backForward") await expect(parts(page).window).toHaveCount(0);
      await expect(parts(page).session).toHaveText("none");
    });
  });
}
