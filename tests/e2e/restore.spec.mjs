// What a restored page shows, and when.

import { expect, test } from "./support/test.mjs";
import * as chat from "./support/chat.mjs";

const { parts } = chat;

test("the transcript is on screen before any answer from the desk", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await desk.join();
  await desk.say("Read me");
  await expect(parts(visitor).messages).toHaveCount(1);
  await desk.set("hold", true);
  await visitor.reload();
  await expect(parts(visitor).messages).toHaveText([/Read me/]);
  await expect(parts(visitor).composer).toBeEditable();
  await expect(parts(visitor).session).toHaveText("none");
  await desk.set("hold", false);
  await expect(parts(visitor).session).toHaveText("desk-1");
});

test("a child sees no session until the desk has created it, also after a restored registration", async ({
  visitor,
  desk,
}) => {
  await chat.openForm(visitor);
  await expect(parts(visitor).session).toHaveText("none");
  await visitor.reload();
  await chat.fillForm(visitor);
  await expect(parts(visitor).session).toHaveText("none");
  await desk.set("hold", true);
  await chat.submitForm(visitor);
  await visitor.waitForTimeout(300);
  await expect(parts(visitor).session).toHaveText("none");
  await desk.set("hold", false);
  await expect(parts(visitor).session).toHaveText("desk-1");
});

test("restored history is not announced, a new message is, once", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await desk.join();
  await desk.say("Old news");
  await expect(parts(visitor).messages).toHaveCount(1);
  await visitor.reload();
  await expect(parts(visitor).messages).toHaveCount(1);
  await expect(parts(visitor).session).toHaveText("desk-1");
  await expect(parts(visitor).announcer).toHaveText("");
  await desk.say("Fresh news");
  await expect(parts(visitor).announcer).toHaveText("Kim: Fresh news");
});

test("in-app routes keep the chat, and so does a page on which the widget is a part of the page", async ({
  visitor,
  desk,
}) => {
  await chat.startChat(visitor);
  await chat.say(visitor, "Hello");
  await parts(visitor).composer.fill("half");
  await visitor.getByTestId("nav-help").click();
  await expect(parts(visitor).composer).toHaveValue("half");
  await visitor.getByTestId("nav-contact").click();
  await expect(parts(visitor).composer).toHaveValue("half");
  await expect(parts(visitor).messages).toHaveText([/Hello/]);
  await expect(parts(visitor).launcher).toHaveCount(0);
  await visitor.reload();
  await expect(parts(visitor).composer).toHaveValue("half");
  await visitor.goBack();
  await expect(parts(visitor).composer).toHaveValue("half");
  await expect(desk.rooms).toHaveCount(1);
});

test("a chat survives closing the tab and opening another", async ({ visitor, context, desk }) => {
  await chat.startChat(visitor);
  await chat.say(visitor, "See you in a minute");
  await expect(parts(visitor).messages).toHaveCount(1);
  await visitor.close();
  await desk.chooseLast();
  await desk.join();
  await desk.say("Take your time");
  const page = await context.newPage();
  await page.goto("/pricing");
  await expect(parts(page).messages).toHaveText([/See you/, /Take your time/]);
});

test("a chat that ended on another page does not come back out of the cache", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.chooseLast();
  await visitor.goto("/pricing");
  await expect(parts(visitor).composer).toBeVisible();
  await desk.end();
  await expect(parts(visitor).ended).toBeVisible();
  await visitor.goBack({ waitUntil: "commit" });
  await expect(parts(visitor).launcher).toBeVisible();
  await expect(parts(visitor).window).toHaveCount(0);
});

test("what was typed on another page is there when a page comes back out of the cache", async ({ visitor, desk }) => {
  void desk;
  await chat.startChat(visitor);
  await parts(visitor).composer.fill("on the first page");
  await visitor.goto("/pricing");
  await parts(visitor).composer.fill("on the second page");
  await visitor.goBack({ waitUntil: "commit" });
  await expect(parts(visitor).composer).toHaveValue("on the second page");
});

test("the page with an interface of its own keeps its chat too", async ({ context, desk }) => {
  const page = await context.newPage();
  await page.goto("/headless");
  await page.getByTestId("headless-start").click();
  await expect(parts(page).session).toHaveText(/^desk-/);
  await page.getByTestId("headless-composer").fill("Hello from the hooks");
  await page.getByTestId("headless-composer").press("Enter");
  await desk.chooseLast();
  await expect(desk.said("visitor")).toHaveText(["Hello from the hooks"]);
  await page.reload();
  await expect(page.getByText("Hello from the hooks")).toBeVisible();
  await expect(parts(page).session).toHaveText(/^desk-/);
});
