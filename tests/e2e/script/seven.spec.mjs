// The seven things that a reload can destroy: session, history, form, draft, scroll position, whether the window is
// open, and how much is unread. All are kept, over the `chat` object and a transport written in JavaScript.

import { expectInPlace, fillForm, firstInSight, parts, submitForm, typingIsStored } from "../support/chat.mjs";
import { kill, reload } from "../support/ways.mjs";
import { expect, test } from "./support/site.mjs";

for (const [name, way] of Object.entries({ reload, kill })) {
  test(`all seven after a ${name}`, async ({ site }) => {
    let page = await site.open("plain.html");
    await page.locator("#start").click();
    await fillForm(page, { firstName: "Ann", email: "ann@example.com", subject: "Squeaking brakes" });
    await typingIsStored(page);

    page = await way(page);
    await test.step("1: the form", async () => {
      await expect(parts(page).field("firstName")).toHaveValue("Ann");
      await expect(parts(page).field("subject")).toHaveValue("Squeaking brakes");
    });
    await submitForm(page);
    await expect(parts(page).session).toHaveText("session-1");
    await site.agent("Joins");
    for (let i = 1; i <= 12; i++) await site.agent("Says", `Part ${i}\nof\na\nlong\nstory`);
    await expect(parts(page).messages).toHaveCount(12);
    await parts(page).composer.fill("I was about to say");
    await parts(page).transcript.evaluate((list) => (list.scrollTop = list.scrollHeight / 3));
    await typingIsStored(page);
    const place = await firstInSight(page);

    page = await way(page);
    await test.step("2, 3, 4: session, history and draft", async () => {
      await expect(parts(page).session).toHaveText("session-1");
      await expect(parts(page).messages).toHaveCount(12);
      await expect(parts(page).composer).toHaveValue("I was about to say");
    });
    await test.step("5: scroll position", async () => {
      await page.waitForTimeout(200);
      await expectInPlace(page, place);
    });
    await page.getByTestId("rejoin-minimise").click();
    await expect(parts(page).window).toHaveCount(0);
    await site.agent("Says", "Still there?");
    await site.agent("Says", "Hello?");
    await expect(parts(page).unread).toHaveText("2");
    await typingIsStored(page);

    page = await way(page);
    await test.step("6, 7: still minimised, with what is unread", async () => {
      await expect(parts(page).unread).toHaveText("2");
      await expect(parts(page).window).toHaveCount(0);
      expect(await page.evaluate(() => chat.isMinimized())).toBe(true);
      await expect(parts(page).session).toHaveText("session-1");
    });
    await parts(page).launcher.click();
    await expect(parts(page).messages).toHaveCount(14);
    await expect(parts(page).composer).toHaveValue("I was about to say");
    expect(await site.sessions()).toEqual(["session-1"]);
  });
}
