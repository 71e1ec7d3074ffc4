// Quick replies of a server of Genesys' kind.

import { parts, say } from "../support/chat.mjs";
import { expect, expectShown, servers, test } from "./support.mjs";

const OFFERED = ["Yes, please", "No", "<b>Maybe</b>"];
const replies = (page) => page.getByTestId("rejoin-replies").getByRole("button");

for (const [what, server] of Object.entries(servers)) {
  test(`${what}: answers to choose from are there after a reload, and one is sent once`, async ({ gms }) => {
    const page = await gms.startChat(server);
    await gms.last("join");
    await gms.last("say", "Shall I send you a new one?", OFFERED);
    await expect(replies(page)).toHaveText(OFFERED);
    await page.reload();
    await expect(replies(page)).toHaveText(OFFERED);
    await replies(page).nth(1).dblclick();
    await expect(replies(page)).toHaveCount(0);
    await expectShown(page, ["Shall I send you a new one?", "No"]);
    await gms.expectSaid(["No"]);
  });
}

test("structured messages without answers to choose from are their words", async ({ gms }) => {
  const page = await gms.startChat(servers.REST);
  const content = [{ id: "1", type: "generic", text: "A card" }];
  await gms.last("event", { type: "Structured", text: "Our teas", contentType: "generic-template", content });
  await expectShown(page, ["Our teas"]);
  await say(page, "Nice");
  await gms.expectSaid(["Nice"]);
  await expect(parts(page).messages).toHaveCount(2);
});
