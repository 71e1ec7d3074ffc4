// A desk that forgets, cannot be reached, is slow, loses and doubles.

import { expect, test } from "./support/test.mjs";
import * as chat from "./support/chat.mjs";

const { parts } = chat;

test("a desk that forgot the session: the visitor is told, and can start anew", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await chat.say(visitor, "Remember me");
  await expect(parts(visitor).messages).toHaveCount(1);
  const url = visitor.url();
  await visitor.goto("/fixtures/elsewhere.html");
  await desk.chooseLast();
  await desk.forget();
  await visitor.goto(url);
  await expect(parts(visitor).ended).toContainText("no longer available");
  await expect(parts(visitor).messages).toHaveText([/Remember me/]);
  expect(await chat.stored(visitor)).toEqual({});
  await visitor.getByTestId("rejoin-start-new").click();
  await chat.fillForm(visitor);
  await chat.submitForm(visitor);
  await expect(parts(visitor).session).toHaveText("desk-2");
  await expect(parts(visitor).messages).toHaveCount(0);
});

test("a desk that cannot be reached for a minute: nothing is lost, and the visitor knows", async ({
  visitor,
  context,
  desk,
}) => {
  test.setTimeout(60_000);
  await visitor.clock.install();
  await visitor.reload();
  await chat.startChat(visitor);
  await chat.say(visitor, "Before the tunnel");
  await expect(parts(visitor).messages).toHaveCount(1);
  await desk.set("unreachable", true);
  await expect(parts(visitor).banner).toContainText("Connection lost");
  await chat.say(visitor, "In the tunnel");
  await chat.say(visitor, "Still in the tunnel");
  await expect(parts(visitor).outgoing).toHaveCount(2);
  for (let i = 0; i < 12; i++) await visitor.clock.runFor(5_000);
  await expect(parts(visitor).outgoing).toHaveCount(2);
  await visitor.reload();
  await expect(parts(visitor).outgoing).toHaveCount(2);
  await expect(parts(visitor).messages).toHaveText([/Before the tunnel/]);
  await desk.set("unreachable", false);
  await desk.chooseLast();
  await expect(async () => {
    await visitor.clock.runFor(5_000);
    await expect(parts(visitor).outgoing).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expect(desk.said("visitor")).toHaveText(["Before the tunnel", "In the tunnel", "Still in the tunnel"]);
  await expect(parts(visitor).banner).toBeEmpty();
  void context;
});

test("offline says so and online goes on at once", async ({ visitor, context, desk }) => {
  await chat.startChat(visitor);
  await context.setOffline(true);
  await expect(parts(visitor).banner).toContainText("offline");
  await chat.say(visitor, "Sent from a lift");
  await expect(parts(visitor).outgoing).toContainText("Waiting to be sent");
  await context.setOffline(false);
  await expect(parts(visitor).outgoing).toHaveCount(0);
  await expect(parts(visitor).banner).toBeEmpty();
  await desk.chooseLast();
  await expect(desk.said("visitor")).toHaveText(["Sent from a lift"]);
});

test("a desk that is slow, loses and doubles: in the end both sides have everything once, in order", async ({
  visitor,
  desk,
}) => {
  // Two of five questions get no answer, and are asked again after ever longer pauses.
  test.setTimeout(300_000);
  await chat.startChat(visitor);
  await desk.chooseLast();
  await desk.join();
  await desk.set("delay", 60);
  await desk.set("lose", 25);
  await desk.set("duplicate", 25);
  const mine = [];
  const theirs = [];
  for (let i = 1; i <= 8; i++) {
    mine.push(`mine ${i}`);
    theirs.push(`theirs ${i}`);
    await chat.say(visitor, `mine ${i}`);
    await desk.say(`theirs ${i}`);
    if (i === 4) await visitor.reload();
  }
  await expect(desk.said("visitor")).toHaveText(mine, { timeout: 200_000 });
  await desk.reset();
  await expect(desk.said("agent")).toHaveText(theirs);
  await expect(parts(visitor).messages).toHaveCount(16, { timeout: 60_000 });
  await expect(parts(visitor).outgoing).toHaveCount(0);
  const onDesk = await desk.said().allInnerTexts();
  await expect.poll(() => chat.words(visitor)).toEqual(onDesk);
});

test("a refused start goes back to the form, with everything in it and a sentence why", async ({ visitor, desk }) => {
  await desk.set("refuse-starts", true);
  await chat.openForm(visitor);
  await chat.fillForm(visitor);
  await chat.submitForm(visitor);
  await expect(visitor.getByTestId("rejoin-start-problem")).toContainText("closed");
  await expect(parts(visitor).field("email")).toHaveValue("ann@example.com");
  await desk.set("refuse-starts", false);
  await chat.submitForm(visitor);
  await expect(parts(visitor).session).toHaveText("desk-1");
});

test("a refused message stays, says why, and can be tried again or deleted", async ({ visitor, desk }) => {
  await chat.startChat(visitor);
  await desk.set("refuse-messages", true);
  await chat.say(visitor, "Take this");
  await chat.say(visitor, "And this");
  await expect(parts(visitor).outgoing).toHaveText([/does not take/, /does not take/]);
  await visitor.reload();
  await expect(parts(visitor).outgoing).toHaveText([/does not take/, /does not take/]);
  await desk.set("refuse-messages", false);
  await visitor.getByTestId("rejoin-retry").first().click();
  await expect(parts(visitor).messages).toHaveText([/Take this/]);
  await visitor.getByTestId("rejoin-discard").click();
  await expect(parts(visitor).outgoing).toHaveCount(0);
  await desk.chooseLast();
  await expect(desk.said("visitor")).toHaveText(["Take this"]);
});

test("cancelling a start that gets no answer goes back to the form", async ({ visitor, desk }) => {
  await desk.set("hold", true);
  await chat.openForm(visitor);
  await chat.fillForm(visitor);
  await chat.submitForm(visitor);
  await visitor.getByTestId("rejoin-cancel").click();
  await expect(parts(visitor).field("firstName")).toHaveValue("Ann");
  await desk.set("hold", false);
  await chat.submitForm(visitor);
  await expect(parts(visitor).session).toHaveText("desk-1");
  await expect(desk.rooms).toHaveCount(1);
});
