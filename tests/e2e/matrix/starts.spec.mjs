// A start is four questions: an account, its name, a room, a look into it. Whatever becomes of each, and of the page
// that asked, there is one account and one room.

import { parts, say } from "../support/chat.mjs";
import { kill, reload } from "../support/ways.mjs";
import { expect, expectSession, expectShown, expectShownForGood, expectTold, provoking, REFUSED, soon, test } from "./support.mjs";

const STEPS = ["register", "setProfile", "createRoom", "sync"];
const FATES = [
  ["is held", (step) => ({ hold: [step] })],
  ["is lost", (step) => ({ lose: [step] })],
  ["never comes, since the question did not arrive", (step) => ({ drop: [step] })],
];
const OFF = { hold: false, lose: false, drop: false };

// A name that is taken is how a page learns that an earlier one has registered it.
test.use(provoking(REFUSED));

/** From the form to the step that something befalls. */
async function startInto(matrix, step, fault) {
  const page = await matrix.openForm();
  await matrix.faults(fault);
  await matrix.sendForm(page, step);
  // It is done, and only the answer is missing. What becomes of one that is not done yet is a test of its own.
  if (step === "createRoom" && !fault.drop) await expect.poll(() => matrix.agent("starts")).toBe(1);
  return page;
}

/** The chat is there, and it is the only one. */
async function expectOneChat(matrix, page, toldBefore = []) {
  await expectSession(page, toldBefore, soon);
  await say(page, "Here I am");
  await matrix.expectSaid(["Here I am"]);
  await matrix.last("join");
  await expectShownForGood(matrix, page, ["Here I am"]);
  await matrix.expectOneStart();
  expect(await matrix.last("name")).toBe("Ann Lee · A question");
}

for (const step of STEPS) {
  for (const [fate, fault] of FATES) {
    test(`the answer to ${step} ${fate}, and the page is reloaded`, async ({ matrix }) => {
      const page = await startInto(matrix, step, fault(step));
      await matrix.meanwhile(() => matrix.faults({ lose: false, drop: false }));
      await reload(page);
      // The next page has begun before what was held for the first is let go.
      await expect(parts(page).starting.or(parts(page).composer)).toBeVisible();
      await matrix.faults(OFF);
      await expectOneChat(matrix, page);
    });
  }

  test(`the answer to ${step} is lost, and the page stays`, async ({ matrix }) => {
    const page = await startInto(matrix, step, { lose: [step] });
    await matrix.faults(OFF);
    await expectOneChat(matrix, page);
  });
}

test("the renderer is killed while the answer to createRoom is held", async ({ matrix }) => {
  const before = await startInto(matrix, "createRoom", { hold: ["createRoom"] });
  const page = await kill(before);
  await expect(parts(page).starting.or(parts(page).composer)).toBeVisible();
  await matrix.faults(OFF);
  await expectOneChat(matrix, page);
});

test("the page is reloaded at each step, one after the other", async ({ matrix }) => {
  const page = await startInto(matrix, "register", { hold: STEPS });
  for (const step of STEPS.slice(1)) {
    const arrived = await matrix.count(step);
    await reload(page);
    await matrix.faults({ hold: STEPS.slice(STEPS.indexOf(step)) });
    await expect.poll(() => matrix.count(step), soon).toBeGreaterThan(arrived);
    if (step === "createRoom") await expect.poll(() => matrix.agent("starts")).toBe(1);
  }
  await reload(page);
  await matrix.faults(OFF);
  await expectOneChat(matrix, page);
});

/** A question that is on its way for so long that the next page has asked already. */
test("a question for a room that arrives after the next page has looked for one makes no second room", async ({ matrix }) => {
  const page = await matrix.openForm();
  let late;
  await matrix.context.route("**/createRoom", async (route) => {
    const request = route.request();
    if (request.method() !== "POST") return route.continue();
    if (late) {
      // The next page has looked, found none, and asks for one itself.
      await late();
      return route.continue();
    }
    const [url, headers, body] = [request.url(), await request.allHeaders(), request.postData()];
    late = () => fetch(url, { method: "POST", headers: { authorization: headers.authorization }, body });
    // Nobody answers; the page is gone by then.
  });
  await matrix.sendForm(page);
  await expect.poll(() => late !== undefined).toBe(true);
  await reload(page);
  await expectOneChat(matrix, page);
});

for (const account of ["by registration", "by an endpoint"]) {
  test(`two tabs, of which one starts, ${account}: one chat in both`, async ({ matrix }) => {
    if (account === "by an endpoint") {
      await matrix.setup({ roomFor: "bot" });
      await matrix.given({ transport: { accountUrl: `${matrix.homeserver}/account` } });
    }
    const first = await matrix.startChat();
    const second = await matrix.open("matrix.html", { skip: "" });
    await expectSession(second);
    await say(first, "From the first");
    await matrix.expectSaid(["From the first"]);
    await say(second, "From the second");
    await matrix.expectSaid(["From the first", "From the second"]);
    await matrix.last("join");
    await matrix.last("say", "To both");
    for (const page of [first, second]) {
      await expectShown(page, ["From the first", "From the second", "To both"]);
    }
    await first.close();
    await matrix.last("say", "To one");
    await expectShown(second, ["From the first", "From the second", "To both", "To one"]);
    await expectTold(second, [expect.stringMatching(/^session/)]);
    await matrix.expectOneStart();
    expect(await matrix.last("devices")).toBe(1);
  });
}
