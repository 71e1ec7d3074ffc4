// The desk's page of the demo: what an agent can do there, but write.

import { axe } from "./support/axe.mjs";
import * as chat from "./support/chat.mjs";
import { expect, test } from "./support/test.mjs";

const { parts } = chat;
const replies = (page) => page.getByTestId("rejoin-replies").getByRole("button");

test("by keyboard an agent suggests answers with what they say, and they go once", async ({ visitor, desk }) => {
  const { page } = desk;
  await chat.startChat(visitor);
  await desk.chooseLast();
  await page.getByTestId("desk-composer").fill("Shall I?");
  await page.getByTestId("desk-send").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("desk-suggest")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: "Answers to choose from" })).toBeFocused();
  await page.keyboard.type("Yes, please");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("No");
  expect(await axe(page)).toEqual([]);
  await page.getByTestId("desk-composer").press("Enter");
  await expect(page.getByTestId("desk-answers")).toHaveValue("");
  await expect(page.getByTestId("desk-offered")).toHaveText("Answers to choose from: Yes, please · No");
  await expect(replies(visitor)).toHaveText(["Yes, please", "No"]);
  await replies(visitor).first().click();
  await expect(desk.said("visitor")).toHaveText(["Yes, please"]);

  await desk.say("And now?");
  await expect(parts(visitor).messages).toHaveCount(3);
  await expect(replies(visitor)).toHaveCount(0);
});

test("suggested answers wait with the words while the agent looks at another chat", async ({ visitor, desk }) => {
  const { page } = desk;
  await chat.startChat(visitor);
  const first = await desk.chooseLast();
  await desk.type("Which one?");
  await page.getByTestId("desk-suggest").click();
  await page.getByTestId("desk-answers").fill("This\nThat");
  await parts(visitor).window.getByTestId("rejoin-end").click();
  await visitor.getByTestId("rejoin-end-yes").click();
  await visitor.getByTestId("rejoin-start-new").click();
  await chat.fillForm(visitor);
  await chat.submitForm(visitor);
  await expect(desk.rooms).toHaveCount(2);
  await desk.chooseLast();
  await expect(page.getByTestId("desk-composer")).toHaveValue("");
  await expect(page.getByTestId("desk-answers")).toBeHidden();
  await desk.choose(first);
  await expect(page.getByTestId("desk-composer")).toHaveValue("Which one?");
  await expect(page.getByTestId("desk-answers")).toHaveValue("This\nThat");
});
