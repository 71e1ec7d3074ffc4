// Everything that happens in a room, besides plain messages.

import { parts, say } from "../support/chat.mjs";
import { PAGES, REFUSED, SCRIPT, MATRIX, expect, expectSession, expectShown, expectTold, provoking, soon, test } from "./support.mjs";
import { hostileStrings } from "../script/support/hostile_strings.mjs";

const SESSION = expect.stringMatching(/^session !/);
const people = (page) => page.evaluate(() => window.people);
const notSaid = async (page) => (await people(page)).filter(([what]) => what !== "said");

test("agents come, are called otherwise, speak and go, and a second one too; the page and the visitor hear of it", async ({ matrix }) => {
  const page = await matrix.startChat();
  await expect(parts(page).subtitle).toHaveText(/Waiting/);
  await matrix.last("join");
  await expect(parts(page).subtitle).toHaveText(/Kim/);
  await matrix.last("say", "I am Kim");
  await matrix.agent("rename", "kim", "Kimberley");
  // A server tells the rooms of it in its own time.
  await expect.poll(async () => (await matrix.last("state", "m.room.member", matrix.kim)).displayname, soon).toBe("Kimberley");
  await matrix.last("say", "Call me Kimberley");
  await matrix.last("join", "sam");
  await matrix.last("say", "I am Sam", "sam");
  await matrix.last("leave", "kim");
  await expectShown(page, ["I am Kim", "Call me Kimberley", "I am Sam"]);
  await expect.poll(() => people(page)).toEqual([
    ["came", "Kim", "Agent"],
    ["said", "Kim", "Agent"],
    ["said", "Kimberley", "Agent"],
    ["came", "Sam", "Agent"],
    ["said", "Sam", "Agent"],
    ["went", "Kimberley", "Agent"],
  ]);
  await expect(parts(page).subtitle).toHaveText(/Sam/);
  const transcript = parts(page).transcript;
  for (const words of ["Kim joined the chat", "Sam joined the chat", "Kimberley left the chat"]) await expect(transcript).toContainText(words);
  await expect(transcript.locator(".rj-event")).toHaveCount(3);
  const before = await transcript.locator("[data-position]").allInnerTexts();
  await page.reload();
  await expectSession(page);
  await matrix.last("say", "Still Sam", "sam");
  await expectShown(page, ["I am Kim", "Call me Kimberley", "I am Sam", "Still Sam"]);
  expect((await transcript.locator("[data-position]").allInnerTexts()).slice(0, -1)).toEqual(before);
  expect(await people(page)).toEqual([["said", "Sam", "Agent"]]);
});

test("who types is shown while they do; the visitor's typing is told, and its end", async ({ matrix }) => {
  const page = await matrix.startTalk();
  await matrix.last("type", true);
  await expect(page.getByTestId("rejoin-typing")).toContainText("Kim");
  await matrix.last("type", false);
  await expect(page.getByTestId("rejoin-typing")).toHaveCount(0);
  expect(await notSaid(page)).toEqual([["came", "Kim", "Agent"], ["types", "Kim", "Agent"], ["stopped", "Kim", "Agent"]]);
  await parts(page).composer.pressSequentially("hm");
  await expect.poll(() => matrix.last("isTyping")).toBe(true);
  await parts(page).composer.press("Enter");
  await expect.poll(() => matrix.last("isTyping")).toBe(false);
  const event = await matrix.last("say", "Read this");
  await expect.poll(() => matrix.last("read")).toBe(event);
});

test("what the visitor has not seen is not told to be read", async ({ matrix }) => {
  const page = await matrix.startTalk();
  const seen = await matrix.last("say", "Seen");
  await expect.poll(() => matrix.last("read")).toBe(seen);
  await page.getByTestId("rejoin-minimise").click();
  const unseen = await matrix.last("say", "Unseen");
  await expect(parts(page).unread).toHaveText("1");
  // Whatever would have been told of it was asked before this.
  await page.evaluate(() => window.session.setUserData({ basket: "3 bicycles" }));
  expect(await matrix.last("read")).toBe(seen);
  await parts(page).launcher.click();
  await expect.poll(() => matrix.last("read")).toBe(unseen);
});

test("a bot is no agent: it speaks, and nobody has come", async ({ matrix }) => {
  await matrix.given({ transport: { bots: [matrix.kim] } });
  const page = await matrix.startChat();
  await matrix.last("join");
  await matrix.last("say", "You are number two");
  await expectShown(page, ["You are number two"]);
  expect(await people(page)).toEqual([["said", "Kim", "External"]]);
  await expect(parts(page).subtitle).toHaveText(/Waiting/);
  await matrix.last("join", "sam");
  await expect(parts(page).subtitle).toHaveText(/Sam/);
  await matrix.last("leave", "kim");
  await matrix.last("say", "I am here", "sam");
  await expectShown(page, ["You are number two", "I am here"]);
  expect(await people(page)).toEqual([["said", "Kim", "External"], ["came", "Sam", "Agent"], ["said", "Sam", "Agent"]]);
});

test("what agents say in other ways is shown: notices, emotes, formatted, answers; what is for machines is not", async ({ matrix }) => {
  const page = await matrix.startChat();
  await matrix.last("join");
  await matrix.last("notice", "We are busy today");
  await matrix.last("emote", "waves");
  await matrix.last("formatted", "Try this now", "Try <strong>this</strong> <em>now</em>");
  const question = await matrix.last("say", "Is it red?");
  await matrix.last("raw", "m.room.message", {
    msgtype: "m.text",
    body: `> <${matrix.kim}> Is it red?\n\nOr blue?`,
    "m.relates_to": { "m.in_reply_to": { event_id: question } },
  });
  await matrix.last("raw", "org.example.machine", { body: "For machines" });
  await matrix.last("nameRoom", "Another name");
  await matrix.last("raw", "m.room.message", { msgtype: "org.example.new", body: "A new kind" });
  await matrix.last("say", "The end");
  await expectShown(page, ["We are busy today", "* Kim waves", "Try this now", "Is it red?", "Or blue?", "A new kind", "The end"]);
  await expect(parts(page).transcript).not.toContainText("For machines");
  const said = (await people(page)).filter(([what]) => what === "said").map(([, , type]) => type);
  expect(said).toEqual(["External", "Agent", "Agent", "Agent", "Agent", "Agent", "Agent"]);
});

test("events of which nothing can be read break nothing", async ({ matrix }) => {
  const page = await matrix.startTalk();
  for (const content of [{}, { body: 7 }, { body: null, msgtype: [] }, { msgtype: "m.text" }, { msgtype: "m.text", body: "" }, { "m.relates_to": 7, body: "x", msgtype: "m.text" }]) {
    await matrix.last("raw", "m.room.message", content).catch(() => {});
  }
  await matrix.last("raw", "m.reaction", {}).catch(() => {});
  await matrix.last("raw", "m.sticker", { url: 7 }).catch(() => {});
  await matrix.last("rawState", "m.room.topic", { topic: { a: 1 } }).catch(() => {});
  await matrix.last("say", "After it");
  await expect(parts(page).messages.last()).toContainText("After it");
  await say(page, "Mine, after it");
  await matrix.expectSaid(["Mine", "Mine, after it"]);
  await page.reload();
  await expect(parts(page).messages.last()).toContainText("Mine, after it");
  await expectSession(page);
  await expectTold(page, [SESSION]);
});

const LONG = { words: "word ".repeat(4_000).trim(), "one word": "x".repeat(20_000) };
const LETTERS = {
  emoji: "👩‍👩‍👧‍👦 🇩🇪 ❤️‍🔥 " + "👍🏽".repeat(50),
  "from right to left": "مرحبا <b>hello</b> שלום 123",
  lines: "first\n\n  second\tline\nthird",
  markup: `<img src=x onerror=alert(1)> &amp; <b>bold</b> "quotes" 'n' \\ %s {name}`,
  "marks on marks": "Z͑ͫ̓̓".repeat(60),
};

for (const [what, text] of Object.entries({ ...LETTERS, ...LONG })) {
  test(`${what}: both ways as it was written, also after a reload`, async ({ matrix }) => {
    const page = await matrix.startChat();
    await matrix.last("join");
    await say(page, text);
    await expect.poll(() => matrix.last("said")).toEqual([text]);
    await matrix.last("say", text);
    const shown = () => parts(page).messages.locator(".rj-bubble").evaluateAll((all) => all.map((node) => node.textContent));
    await expect.poll(shown).toEqual([text, text]);
    expect(await page.evaluate(() => window.heard)).toEqual([text, text]);
    await page.reload();
    await expectSession(page);
    expect(await shown()).toEqual([text, text]);
    const { scrollWidth, clientWidth } = await parts(page).transcript.evaluate((node) => ({ scrollWidth: node.scrollWidth, clientWidth: node.clientWidth }));
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  });
}

test("a message that may be too long for an event is not sent, and the longest that is sent is taken", async ({ matrix }) => {
  const page = await matrix.startTalk();
  const send = (text) => page.evaluate((text) => window.session.sendMessage(text).then(() => null, ({ error }) => error.code), text);
  const longest = '"'.repeat(30_000) + "x".repeat(1_440);
  expect(await send(`${longest}x`)).toBe(237);
  expect(await send(longest)).toBe(null);
  await matrix.expectSaid(["Mine", longest]);
});

test.describe(() => {
  test.use(provoking(REFUSED));

  for (const [when, language, words] of [
    ["present", "en", "This chat has been encrypted"],
    ["away", "de", "Dieser Chat wurde verschlüsselt"],
  ]) {
    test(`encryption is switched on in mid-chat, the page is ${when}: a notice in "${language}" says why the chat is over`, async ({ matrix }) => {
      await matrix.given({ language });
      const page = await matrix.startTalk();
      const encrypt = () => matrix.last("encrypt", "kim");
      if (when === "away") {
        await matrix.meanwhile(async () => {
          await encrypt();
          await matrix.faults({ hold: ["sync"] });
        });
        await page.reload();
        // What comes before the texts do is not announced.
        await expect(page.locator(".rejoin")).toHaveAttribute("lang", language);
        await matrix.faults({ hold: false });
      } else {
        await encrypt();
      }
      await expect(parts(page).ended).toBeVisible(soon);
      await expect(parts(page).transcript.locator(".rj-event")).toHaveText([/Kim/, new RegExp(words)]);
      await expect(parts(page).announcer).toContainText(words);
      const errors = await page.evaluate(() => window.errors.map(({ code, description }) => [code, description]));
      expect(errors).toEqual([[236, expect.stringContaining("encrypted")]]);
      await expectShown(page, ["Mine", "Theirs"]);
      expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
      // Nothing is said in the clear any more, and the visitor does not stay.
      await matrix.expectSaid(["Mine"]);
      await expect.poll(() => matrix.last("isOver")).toBe(true);
    });
  }

  for (const [source, operation, who] of [
    ["the visitor's", "createRoom", "kim"],
    ["a bot's", "account", "bot"],
  ]) {
    test(`a room of ${source} that is encrypted from the start: error 212 says so, and the form is kept`, async ({ matrix }) => {
      if (operation === "account") {
        await matrix.setup({ roomFor: "bot" });
        await matrix.given({ transport: { accountUrl: `${matrix.homeserver}/account` } });
      }
      const page = await matrix.openForm();
      await matrix.faults({ hold: [operation] });
      await matrix.sendForm(page, operation);
      await expect.poll(() => matrix.agent("starts")).toBe(1);
      if (who === "kim") await matrix.last("join");
      await matrix.last("encrypt", who);
      await matrix.faults({ hold: false });
      await expect(page.getByTestId("rejoin-start-problem")).toContainText("could not be started", soon);
      const errors = await page.evaluate(() => window.errors.map(({ code, description }) => [code, description]));
      expect(errors).toEqual([[212, expect.stringContaining("encrypted")]]);
      await expect(parts(page).field("email")).toHaveValue("ann@example.com");
      await expect.poll(() => matrix.last("isOver")).toBe(true);
    });
  }
});

/** What may be drawn, and what nothing that is drawn may have. */
const problems = (page) =>
  page.evaluate(() => {
    const found = [...(window.violations ?? []).map((violation) => `violation: ${JSON.stringify(violation)}`)];
    if ("pwned" in window) found.push("something ran");
    const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
    for (const node of roots.flatMap((root) => [...root.querySelectorAll("*")])) {
      const name = node.localName;
      if (/^(script|style|link|iframe|object|embed|img|video|audio|base|meta|svg:script|foreignObject|math)$/.test(name)) found.push(`element: ${node.outerHTML.slice(0, 100)}`);
      for (const attribute of node.attributes) {
        if (/^on|^(srcdoc|src|srcset|formaction|action|background)$/i.test(attribute.name)) found.push(`attribute: ${name} ${attribute.name}`);
      }
      for (const property of node.style ?? []) {
        if (!property.startsWith("--rj-") && node.style[property] !== "contents") found.push(`style: ${name} ${property}`);
      }
      // Of what is no address at all the protocol is ":", and a click on it does nothing.
      if (name === "a" && node.hasAttribute("href") && !/^((https?|mailto|tel):|:)$/.test(node.protocol)) found.push(`link: ${node.href.slice(0, 100)}`);
      if (name === "a" && node.target && !/noopener/.test(node.rel)) found.push(`link with an opener: ${node.href.slice(0, 100)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    return [...new Set(found)];
  });

test("hostile words, markup, links and names of an agent's: nothing runs, nothing is fetched, on a page with a strict policy", async ({ matrix }) => {
  test.slow();
  const page = await matrix.open("matrix-csp.html", { skip: "" });
  const wrong = [];
  page.on("dialog", (dialog) => (wrong.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("popup", (popup) => wrong.push(`popup: ${popup.url()}`));
  page.on("request", (request) => {
    if (![PAGES, SCRIPT, MATRIX].includes(new URL(request.url()).origin)) wrong.push(`request: ${request.url()}`);
  });
  await page.locator("#start").click();
  await expectSession(page);
  await matrix.last("join");
  const sent = hostileStrings.filter((text) => text.isWellFormed() && text.trim() !== "" && !text.includes("\u0000"));
  expect(sent.length).toBeGreaterThan(100);
  // As formatted text, with the plain words of it beside; each tenth with a name like that.
  for (const [i, text] of sent.entries()) {
    if (i % 10 === 0) await matrix.agent("rename", "kim", text.slice(0, 200)).catch(() => {});
    await matrix.last("formatted", text, `<p>${text}</p><a href="${text.replaceAll('"', "&quot;")}">link ${i}</a>`).catch(() => {});
  }
  await matrix.last("say", "That was all");
  await expect(page.getByText("That was all").last()).toBeVisible(soon);
  expect(await problems(page)).toEqual([]);
  await page.reload();
  await expectSession(page);
  await expect(page.getByText("That was all").last()).toBeVisible();
  expect(await problems(page)).toEqual([]);
  expect(wrong).toEqual([]);
  const heard = await page.evaluate(() => window.session.getTranscript().then(({ messages }) => messages.length));
  expect(heard).toBeGreaterThan(100);
});
