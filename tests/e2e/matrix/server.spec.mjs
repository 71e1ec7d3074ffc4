// The server goes and comes back, and a client by other people is on the other side.

import { NioAgent } from "../../servers/matrix/nio.mjs";
import { parts, say } from "../support/chat.mjs";
import { expect, expectGoesOn, expectSession, expectShown, expectTold, provoking, REFUSED, soon, test } from "./support.mjs";

test.use(provoking(REFUSED));

/** As an agent's own client does it while the server is down. */
const sayInTheEnd = (matrix, text) => expect.poll(() => matrix.last("say", text).catch(() => ""), soon).toMatch(/^\$/);

test("Synapse is restarted in mid-chat, with and without a page there: nothing is lost or doubled", async ({ matrix }) => {
  test.slow();
  await matrix.own();
  const page = await matrix.startTalk();
  const restarted = matrix.agent("restart");
  await say(page, "Mine, while it is down");
  await restarted;
  await sayInTheEnd(matrix, "Theirs, after it");
  await matrix.expectSaid(["Mine", "Mine, while it is down"], soon);
  const all = ["Mine", "Theirs", "Theirs, after it", "Mine, while it is down"];
  const shown = async () => (await parts(page).messages.locator(".rj-bubble").allInnerTexts()).toSorted();
  await expect.poll(shown, soon).toEqual(all.toSorted());
  await expect(parts(page).outgoing).toHaveCount(0);
  const order = await parts(page).messages.locator(".rj-bubble").allInnerTexts();
  // What the server has in which order.
  expect(order).toEqual((await matrix.last("transcript")).map(({ body }) => body));

  await matrix.meanwhile(async () => {
    await matrix.agent("restart");
    await sayInTheEnd(matrix, "Theirs, to nobody");
  });
  await page.reload();
  await expectShown(page, [...order, "Theirs, to nobody"], soon);
  await expectGoesOn(matrix, page, ["Mine", "Mine, while it is down"], [...order, "Theirs, to nobody"]);
  await matrix.expectOneStart();
});

test("Synapse is restarted with a message sent and not answered, and the page reloaded: it arrives once", async ({ matrix }) => {
  test.slow();
  await matrix.own();
  const page = await matrix.startTalk();
  await matrix.faults({ hold: ["send", "sync"] });
  await say(page, "Only once, please");
  await matrix.expectSaid(["Mine", "Only once, please"]);
  await matrix.meanwhile(async () => {
    await matrix.agent("restart");
    await matrix.faults({ hold: false });
  });
  await page.reload();
  await expectShown(page, ["Mine", "Theirs", "Only once, please"], soon);
  await expectGoesOn(matrix, page, ["Mine", "Only once, please"], ["Mine", "Theirs", "Only once, please"]);
});

test("the server goes silent on open connections: that is noticed, and what was sent meanwhile arrives once", async ({ matrix }) => {
  test.slow();
  const page = await matrix.startTalk();
  await matrix.faults({ halfOpen: "once" });
  await say(page, "Is anybody there?");
  await matrix.last("say", "I am");
  await matrix.expectSaid(["Mine", "Is anybody there?"], { timeout: 60_000 });
  const texts = async () => (await parts(page).messages.locator(".rj-bubble").allInnerTexts()).toSorted();
  await expect.poll(texts, { timeout: 60_000 }).toEqual(["I am", "Is anybody there?", "Mine", "Theirs"]);
  await expect(parts(page).outgoing).toHaveCount(0);
});

for (const [what, fault] of [
  ["answers 502", { status: { "*": [502, "Bad gateway"] } }],
  ["answers what nobody can read", { malformed: true }],
  ["loses every answer", { lose: true }],
]) {
  test(`the server ${what} for a while: nothing is lost or doubled, and it is not asked in a tight loop`, async ({ matrix }) => {
    const page = await matrix.startTalk();
    const sum = async () => Object.values((await matrix.agent("counts")).operations).reduce((all, one) => all + one, 0);
    await matrix.faults(fault);
    const before = await sum();
    await say(page, "Into it");
    await expect(parts(page).banner).toContainText("lost", soon);
    await page.waitForTimeout(3_000);
    expect((await sum()) - before).toBeLessThanOrEqual(20);
    await matrix.faults({ status: {}, malformed: false, lose: false });
    await matrix.expectSaid(["Mine", "Into it"], soon);
    await expectShown(page, ["Mine", "Theirs", "Into it"], soon);
    await expect(parts(page).banner).toBeEmpty(soon);
    await expectGoesOn(matrix, page, ["Mine", "Into it"], ["Mine", "Theirs", "Into it"]);
  });
}

test("a client by other people sees each message once, typing and what was read; and the page sees the same of it", async ({ matrix }) => {
  test.slow();
  const kim = await NioAgent.start(await matrix.agent("homeserver"), matrix.kim, "agent");
  try {
    const page = await matrix.startChat();
    const room = await parts(page).session.textContent();
    await kim.until(({ event, room: joined }) => event === "joined" && joined === room);
    await expect(parts(page).subtitle).toHaveText(/Kim/);
    const visitor = await matrix.last("visitor");

    await parts(page).composer.pressSequentially("One");
    await kim.until(({ event, users }) => event === "typing" && users.includes(visitor));
    await parts(page).composer.press("Enter");
    for (const text of ["Two", "Two", "😀 three"]) await say(page, text);
    await kim.until(({ event, body }) => event === "message" && body === "😀 three");
    await kim.until(({ event, users }) => event === "typing" && !users.includes(visitor));

    kim.tell({ do: "type", room, on: true });
    await expect(page.getByTestId("rejoin-typing")).toContainText("Kim");
    kim.tell({ do: "say", room, text: "Hello from nio" });
    await expectShown(page, ["One", "Two", "Two", "😀 three", "Hello from nio"]);
    await expect(page.getByTestId("rejoin-typing")).toHaveCount(0);
    const answer = await kim.until(({ event, body }) => event === "message" && body === "Hello from nio");
    await kim.until(({ event, user, id }) => event === "receipt" && user === visitor && id === answer.id);

    await page.reload();
    await expectSession(page);
    await say(page, "Five");
    await kim.until(({ event, body }) => event === "message" && body === "Five");
    const seen = kim.events.filter(({ event, sender }) => event === "message" && sender === visitor);
    expect(seen.map(({ body, msgtype }) => [body, msgtype])).toEqual(
      ["One", "Two", "Two", "😀 three", "Five"].map((text) => [text, "m.text"]),
    );
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5);

    kim.tell({ do: "leave", room });
    await expect.poll(() => page.evaluate(() => window.people)).toContainEqual(["went", "Kim", "Agent"]);
    await expectTold(page, [expect.stringMatching(/^session/)]);
  } finally {
    await kim.stop();
  }
});
