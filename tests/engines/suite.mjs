// What must hold in every engine: the plain page of tests/e2e/script/fixtures, and the demo site.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { callWith, meddle, scroll } from "./in_page.mjs";
import { until } from "./processes.mjs";
import { openSite } from "./site.mjs";
import { Visitor } from "./visitor.mjs";

const ann = { firstName: "Ann", lastName: "Lee", email: "ann@example.com", subject: "A question" };
const limit = { timeout: 60_000 };

/** `port` is the first of five: engines are tested side by side, each with servers of its own. */
export function suite(name, openBrowser, port) {
  describe(name, () => {
    let site;
    let browser;
    before(async () => {
      site = await openSite(port);
      browser = await openBrowser();
    }, limit);
    after(async () => {
      await browser?.close();
      await site?.close();
    }, limit);

    for (const [what, test] of Object.entries(tests)) {
      it(what, limit, async () => {
        const page = await browser.newPage();
        try {
          await test(new Visitor(page), site.newRoom(), site);
        } finally {
          await page.close();
        }
      });
    }
  });
}

/** The server has these messages of the visitor, and no others. */
const hasHeard = (room, texts) =>
  until("the server has what was said", async () => {
    const { said } = await room.does("session");
    assert.deepEqual(said, texts);
    return true;
  });

const tests = {
  async "a page without a chat fetches the loader and stores nothing"(visitor, room, { script }) {
    await visitor.page.goto(room.url("plain.html"));
    await visitor.sees({ told: ["nothing to restore"], drawn: false });
    await pause(500);
    const { fetched, stored } = await visitor.looks();
    assert.deepEqual(fetched.filter((url) => url.startsWith(script)), [`${script}/chat.js`]);
    assert.deepEqual(stored, []);
  },

  async "a running chat is as it was after a reload"(visitor, room) {
    await startChat(visitor, room);
    await room.does("agentJoins");
    await room.does("agentSays", "Hello, Ann.");
    await visitor.sees({ words: ["Hello, Ann."] });
    await visitor.says("My order?");
    await visitor.sees({ words: ["Hello, Ann.", "My order?"] });
    await visitor.drafts("It has the num");

    await visitor.reload();
    const [session] = await room.sessions();
    await visitor.sees({
      told: [`session ${session}`],
      words: ["Hello, Ann.", "My order?"],
      draft: "It has the num",
    });
    await visitor.drafts("ber 7.");
    await visitor.press("send");
    await visitor.sees({ words: ["Hello, Ann.", "My order?", "It has the number 7."], draft: "" });
    await hasHeard(room, ["My order?", "It has the number 7."]);
  },

  async "what the agent wrote while the visitor was on another page is there"(visitor, room) {
    await startChat(visitor, room);
    await visitor.page.goto(room.url("elsewhere.html"));
    await room.does("agentJoins");
    await room.does("agentSays", "Are you there?");
    await visitor.page.goto(room.url("plain.html"));
    await visitor.sees({ words: ["Are you there?"] });
  },

  async "a form is as it was after a reload"(visitor, room) {
    await openForm(visitor, room);
    const half = { firstName: "Ann", email: "ann@exa" };
    await visitor.fillForm(half);

    await visitor.reload();
    await visitor.sees({ form: half, focus: "rj-field-email", told: [] });
    assert.deepEqual(await room.sessions(), []);

    await visitor.fillForm({ email: "mple.com" });
    await visitor.press("submit");
    await visitor.sees({ told: ["session session-1"] });
    const { userData } = await room.does("session");
    assert.equal(userData.email, ann.email);
  },

  async "a form that was sent without an answer starts one session"(visitor, room) {
    await openForm(visitor, room);
    await visitor.fillForm(ann);
    await room.faults({ hold: true });
    await visitor.press("submit");
    await until("the server is asked", async () => (await room.sessions()).length === 1);

    await visitor.reload();
    await visitor.sees({ panel: "starting", told: [] });
    await room.faults({ hold: false });
    await visitor.sees({ panel: "transcript", told: ["session session-1"] });
    assert.deepEqual(await room.sessions(), ["session-1"]);
  },

  async "a chat is minimised, unread and scrolled as it was"(visitor, room) {
    await startChat(visitor, room);
    await room.does("agentJoins");
    const lines = Array.from({ length: 40 }, (_, i) => `Line ${i}`);
    await room.does("agentSaysAll", lines);
    await visitor.sees({ words: lines });
    await visitor.page.evaluate(scroll);
    const { topmost } = await visitor.looks();
    assert.notEqual(topmost, lines[0]);
    await visitor.reload();
    await visitor.sees({ topmost });

    await visitor.press("minimise");
    await room.does("agentSaysAll", ["One more", "And one"]);
    await visitor.sees({ isOpen: false, unread: "2" });
    await visitor.reload();
    await visitor.sees({ isOpen: false, unread: "2", told: ["session session-1"] });
  },

  async "a server that cannot be reached: the chat is there, and goes on when it can"(visitor, room) {
    await startChat(visitor, room);
    await visitor.says("Before the tunnel");
    await visitor.sees({ words: ["Before the tunnel"] });
    await room.faults({ unreachable: true });
    await visitor.reload();
    await visitor.says("In the tunnel");
    await visitor.sees({ words: ["Before the tunnel", "In the tunnel"], told: [] });
    await room.faults({ unreachable: false });
    await visitor.sees({ told: ["session session-1"] });
    await until("all has come", async () => (await room.does("session")).said.length === 2);
  },

  async "what was forgotten, is too old, or cannot be read, is not gone on with"(visitor, room) {
    const nothing = { drawn: false, stored: [] };
    const fates = [
      [() => room.does("forget"), {}, { told: ["error 210"], panel: "ended", stored: [] }],
      [() => pause(1_500), { offline: "1" }, { ...nothing, told: ["nothing to restore"] }],
      [() => visitor.page.evaluate(meddle, "unreadable"), {}, { ...nothing, told: ["error 220"] }],
      [() => visitor.page.evaluate(meddle, "newer"), {}, { ...nothing, told: ["error 221"], stored: ["rejoin/default/3/head"] }],
    ];
    for (const [i, [befall, query, seen]] of fates.entries()) {
      await startChat(visitor, room, `session-${i + 1}`);
      await visitor.page.goto(room.url("elsewhere.html"));
      await befall();
      await visitor.page.goto(room.url("plain.html", query));
      await visitor.sees(seen);
    }
  },

  async "after a chat was ended there is nothing to restore"(visitor, room) {
    await startChat(visitor, room);
    await visitor.press("end");
    await visitor.press("end-yes");
    await visitor.sees({ told: ["nothing to restore", "session session-1", "ended"] });

    await visitor.reload();
    await visitor.sees({ told: ["nothing to restore"], drawn: false, stored: [] });
    const { ended } = await room.does("session");
    assert.equal(ended, true);
  },

  async "the example in docs/transport.md carries a chat, over a reload"(visitor, room) {
    const source = await exampleTransport();
    await visitor.page.goto(room.url("lab.html"));
    await visitor.page.evaluate(callWith, "startChat", source, room.server);
    await visitor.sees({ told: "session-1" });
    await room.does("agentJoins");
    await visitor.says("Hello");
    await visitor.sees({ words: ["Hello"] });
    await hasHeard(room, ["Hello"]);

    await visitor.reload();
    await room.does("agentSays", "Welcome back.");
    await visitor.page.evaluate(callWith, "restoreChat", source, room.server);
    await visitor.sees({ told: "session-1", words: ["Hello", "Welcome back."] });
    await hasHeard(room, ["Hello"]);
  },

  async "the demo site's chat survives a reload"(visitor, _room, { script }) {
    await visitor.page.goto(`${script}/`);
    await visitor.press("launcher");
    await visitor.fillForm(ann);
    await visitor.press("submit");
    await visitor.says("Hello");
    await visitor.drafts("half a sen");
    const { words } = await visitor.looks();
    assert(words.includes("Hello"));

    await visitor.reload();
    await visitor.sees({ draft: "half a sen" });
    assert.deepEqual((await visitor.looks()).words.slice(0, words.length), words);
  },
};

async function openForm(visitor, room) {
  await visitor.page.goto(room.url("plain.html"));
  await visitor.sees({ told: ["nothing to restore"], drawn: false });
  await visitor.page.click("#start");
}

async function startChat(visitor, room, session = "session-1") {
  await openForm(visitor, room);
  await visitor.fillForm(ann);
  await visitor.press("submit");
  await visitor.sees({ told: ["nothing to restore", `session ${session}`], words: [] });
}

/** The first block of code. */
async function exampleTransport() {
  const text = await readFile(new URL("../../docs/transport.md", import.meta.url), "utf8");
  return /```js\n(.*?)```/s.exec(text)[1];
}
