// What screen readers are told: everything that comes, each once, and wherever the visitor is.

import { parts, say, typingIsStored } from "../support/chat.mjs";
import { expect, labIsReady, openLab, restore, start, test } from "./support/site.mjs";

const announced = (page) => parts(page).announced;

test("several things at once, and the same thing twice, are all told", async ({ lab, site }) => {
  await start(lab);
  await site.agent("SaysAll", ["One", "Yes", "Yes"]);
  await expect(announced(lab)).toHaveText(["Kim: One", "Kim: Yes", "Kim: Yes"]);
  // Nobody is to come across them later.
  await expect(announced(lab)).toHaveCount(0);
});

test("what is restored is not told", async ({ lab, site }) => {
  await start(lab);
  await site.agent("Says", "Old");
  await expect(announced(lab)).toHaveText(["Kim: Old"]);
  await typingIsStored(lab);
  await lab.reload();
  await labIsReady(lab);
  await restore(lab);
  await site.agent("Says", "New");
  await expect(announced(lab)).toHaveText(["Kim: New"]);
});

test("that a message was not sent is told, and why", async ({ lab }) => {
  await lab.evaluate(() => {
    const refuse = () => Promise.reject({ error: { code: 400, description: "Not today." } });
    const transport = { ...lab.transport(), sendMessage: refuse };
    return lab.outcome(chat.startChat(lab.options({ registration: false, transport })));
  });
  await say(lab, "Hello?");
  await expect(announced(lab)).toHaveText(["Not sent. Not today."]);
});

test("what a server does not say about it is not told in English either", async ({ lab }) => {
  await lab.evaluate(() => {
    const refuse = () => Promise.reject({ error: { code: 400 } });
    const transport = { ...lab.transport(), sendMessage: refuse };
    return lab.outcome(chat.startChat(lab.options({ registration: false, language: "de", transport })));
  });
  await expect(lab.locator(".rejoin")).toHaveAttribute("lang", "de");
  await say(lab, "Hello?");
  await expect(lab.locator(".rj-failed")).toHaveText("Nicht gesendet.");
  await expect(announced(lab)).toHaveText(["Nicht gesendet."]);
});

test.describe("that the chat has ended is told, once", () => {
  test("in the window", async ({ lab, site }) => {
    await start(lab);
    await site.server("ends");
    await expect(announced(lab)).toHaveText(["This chat has ended."]);
    await expect(parts(lab).ended.getByRole("status")).toHaveCount(0);
  });

  test("behind the launcher", async ({ lab, site }) => {
    await start(lab);
    await lab.evaluate(() => chat.toggle());
    await expect(parts(lab).window).toHaveCount(0);
    await site.server("ends");
    await expect(announced(lab)).toHaveText(["This chat has ended."]);
  });
});

test("that nothing is kept is told once, and who puts the notice away is in the composer", async ({ context, site }) => {
  await context.addInitScript(() => {
    const deny = () => {
      throw new DOMException("denied", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: deny });
  });
  const page = await openLab(site);
  await start(page);
  const notice = page.getByTestId("rejoin-not-stored");
  await expect(notice).toBeVisible();
  await expect(announced(page)).toHaveText([/does not let us keep this chat/]);
  await notice.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(notice).toHaveCount(0);
  await expect(parts(page).composer).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(parts(page).window).toHaveCount(0);
  await parts(page).launcher.click();
  await expect(parts(page).composer).toBeVisible();
  await expect(notice).toHaveCount(0);
  await expect(announced(page)).toHaveCount(0);
});

test("a group of radio buttons says that it is needed, and what is wrong", async ({ lab }) => {
  await lab.evaluate(() => {
    const size = { name: "size", label: "Size", type: "radio", options: ["S", "L"], required: true };
    void chat.startChat(lab.options({ registration: { fields: [size] } }));
  });
  const group = lab.getByRole("radiogroup", { name: "Size" });
  await expect(group).toHaveAttribute("aria-required", "true");
  await expect(group).toHaveAttribute("aria-invalid", "false");
  await lab.getByTestId("rejoin-submit").click();
  await expect(group).toHaveAttribute("aria-invalid", "true");
  await expect(group).toHaveAccessibleDescription("Please fill this in.");
});
