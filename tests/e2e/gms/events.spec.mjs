// Everything that such servers tell, besides messages, and what nobody can read.

import { fillForm, parts, say, submitForm } from "../support/chat.mjs";
import { expect, expectShown, provoking, servers, test } from "./support.mjs";

const soon = { timeout: 20_000 };

for (const [what, server] of Object.entries(servers)) {
  test(`${what}: what has words is shown, and what is for machines is not`, async ({ gms }) => {
    const page = await gms.startChat(server);
    await gms.last("join");
    await gms.last("say", "Hi");
    await gms.last("bot", "I am a bot");
    await gms.last("pushUrl", "https://example.com/offer");
    await gms.last("notice", "You are number two");
    await gms.last("notice", "Are you there?", "IdleAlert");
    await gms.last("event", { type: "Marvellous", text: "Something new" });
    await gms.last("notice", "file-client-cfg-get", "Notice");
    await gms.last("event", { type: "Marvellous" });
    await gms.last("event", { type: "Marvellous", text: "" });
    await gms.last("event", { type: "Message" });
    await gms.last("event", { type: "Marvellous", text: { a: 1 }, userData: "none" });
    await gms.last("rename", "Kimberley");
    await gms.last("type", true);
    await expect(page.getByTestId("rejoin-typing")).toBeVisible();
    await gms.last("type", false);
    await gms.last("say", "<b>Bye</b>");
    const shown = ["Hi", "I am a bot", "example.com", "You are number two", "Are you there?", "Something new", "<b>Bye</b>"];
    const transcript = parts(page).transcript;
    for (const text of shown) await expect(transcript.getByText(text, { exact: true })).toHaveCount(1);
    await expect(transcript).not.toContainText("file-client-cfg-get");
    await expect(transcript).not.toContainText("Marvellous");
    await expect(transcript.locator(".rj-bubble")).toHaveText(
      ["Hi", "I am a bot", "Kim suggests a page example.com/offer", "<b>Bye</b>"],
    );
    await expect(transcript.getByRole("link", { name: "Kim suggests a page" })).toHaveAttribute("href", "https://example.com/offer");
    const before = await transcript.locator("[data-position]").allInnerTexts();
    await page.reload();
    await expect(parts(page).composer).toBeVisible();
    await gms.last("say", "Again");
    await expect(transcript.locator(".rj-bubble").last()).toHaveText("Again");
    expect((await transcript.locator("[data-position]").allInnerTexts()).slice(0, -1)).toEqual(before);
  });

  for (const malformed of ["json", "types"]) {
    test.describe(() => {
      test.use(provoking("WebSocket connection to"));
      test(`${what}: answers with malformed ${malformed} for a while break nothing`, async ({ gms }) => {
        const page = await gms.startChat(server);
        await say(page, "Hello");
        await expectShown(page, ["Hello"]);
        await gms.faults({ malformed });
        await say(page, "Into it");
        await page.waitForTimeout(2_500);
        const { handshakes } = await gms.counts();
        expect(handshakes).toBeLessThanOrEqual(5);
        await gms.faults({ malformed: false });
        await gms.last("say", "After it");
        const texts = async () => (await parts(page).messages.locator(".rj-bubble").allInnerTexts()).toSorted();
        await expect.poll(texts, { timeout: 40_000 }).toEqual(["After it", "Hello", "Into it"]);
        await expect(parts(page).outgoing).toHaveCount(0, soon);
        await gms.expectSaid(["Hello", "Into it"]);
        expect(await page.evaluate(() => window.told.length)).toBe(2);
      });
    });
  }

  test(`${what}: everything comes twice, and is shown once`, async ({ gms }) => {
    const page = await gms.startChat(server);
    await gms.faults({ duplicate: true });
    await gms.last("join");
    for (const text of ["One", "Two", "Two"]) await gms.last("say", text);
    await say(page, "Mine");
    await gms.expectSaid(["Mine"]);
    await expectShown(page, ["One", "Two", "Two", "Mine"]);
    expect(await page.evaluate(() => window.heard)).toEqual(["One", "Two", "Two", "Mine"]);
  });

  test(`${what}: a server that asks to try again twice is tried again`, async ({ gms }) => {
    await gms.setup(server.setup);
    await gms.faults({ statusCode: 1, times: 2, only: ["requestChat"] });
    const page = await gms.openForm(server.query);
    await gms.sendForm(page, { arrives: false });
    await expect(parts(page).composer).toBeVisible(soon);
    expect(await gms.agent("starts")).toBe(1);
    await gms.faults({ statusCode: 1, times: 2, only: ["sendMessage"] });
    await say(page, "Only once, please");
    await expectShown(page, ["Only once, please"], { timeout: 30_000 });
    await gms.expectSaid(["Only once, please"]);
  });

  test(`${what}: a start that is refused: error 212 in the server's words, and the form is kept`, async ({ gms }) => {
    await gms.setup(server.setup);
    await gms.faults({ statusCode: 2, only: ["requestChat"] });
    const page = await gms.openForm(server.query);
    await fillForm(page);
    await submitForm(page);
    await expect
      .poll(() => page.evaluate(() => window.errors.map(({ code, description }) => [code, description])))
      .toEqual([[212, expect.stringContaining("As the test wants it.")]]);
    await expect(page.getByTestId("rejoin-start-problem")).toContainText("As the test wants it.");
    await expect(parts(page).field("email")).toHaveValue("ann@example.com");
    await page.reload();
    await expect(parts(page).field("email")).toHaveValue("ann@example.com");
    await gms.faults({ statusCode: 0 });
    await submitForm(page);
    await expect(parts(page).composer).toBeVisible(soon);
    await say(page, "Hello");
    await gms.expectSaid(["Hello"]);
  });
}
