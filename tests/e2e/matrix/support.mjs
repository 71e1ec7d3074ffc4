// A page whose chat is with a Matrix server, and the agents behind it. Each test has a lab of its own there.

import { randomUUID } from "node:crypto";
import { fillForm, parts, say, submitForm } from "../support/chat.mjs";
import { test as base, expect, PAGES, SCRIPT, SERVER, Site } from "../script/support/site.mjs";
import { STILL } from "../support/test.mjs";

export { expect, PAGES, SCRIPT, SERVER };
export const MATRIX = `http://127.0.0.1:${Number(process.env.PORT ?? 4173) + 4}`;
export const NOTHING = "nothing to restore";
/** After a fault it is seconds until the server is asked again. */
export const soon = { timeout: 25_000 };

export class Matrix extends Site {
  get homeserver() {
    return `${MATRIX}/${this.room}`;
  }

  get kim() {
    return `@kim-${this.room}:localhost`;
  }

  /** From here on the lab has a Synapse of its own, set up as given. */
  async own(synapse = {}) {
    this.room = `own-${randomUUID()}`;
    await this.setup({ synapse });
    // Which takes it seconds to start.
    await this.agent("agents");
  }

  async #post(path, body) {
    const response = await fetch(`${this.homeserver}/${path}`, { method: "POST", body: JSON.stringify(body) });
    const answer = await response.json();
    if (answer?.error) throw new Error(`${path}: ${answer.error.description}`);
    return answer;
  }

  /** A method of the agents': `matrix.agent("starts")`. */
  agent(method, ...parameters) {
    return this.#post(`agent/${method}`, parameters);
  }

  /** The same on the newest chat: `matrix.last("say", "Hello")`. */
  last(method, ...parameters) {
    return this.agent(method, "last", ...parameters);
  }

  setup(settings) {
    return this.#post("setup", settings);
  }

  faults(faults) {
    return this.#post("faults", faults);
  }

  /** How often that was asked for so far. */
  async count(operation) {
    return (await this.agent("counts")).operations[operation] ?? 0;
  }

  /** Options of the page, from the next document on: they go over those of fixtures/matrix.js. */
  given(options) {
    return this.context.addInitScript((options) => (window.given = options), options);
  }

  /** A page on which nothing has happened. */
  async visit(query) {
    const page = await this.open("matrix.html", query);
    await expectTold(page, [NOTHING]);
    return page;
  }

  async openForm(query) {
    const page = await this.visit(query);
    await page.locator("#start").click();
    await expect(parts(page).form).toBeVisible();
    return page;
  }

  /** Sends a form, and comes back when the server was asked for this because of it. */
  async sendForm(page, operation) {
    const before = operation && (await this.count(operation));
    await fillForm(page);
    await submitForm(page);
    if (!operation) return;
    await expect(parts(page).starting).toBeVisible();
    await expect.poll(() => this.count(operation), soon).toBeGreaterThan(before);
  }

  /** A running chat, for which nothing was asked. */
  async startChat(query) {
    const page = await this.visit({ skip: "", ...query });
    await page.locator("#start").click();
    await expectSession(page);
    return page;
  }

  /** A running chat in which both sides have said something. */
  async startTalk(query) {
    const page = await this.startChat(query);
    await say(page, "Mine");
    await this.expectSaid(["Mine"]);
    await this.last("join");
    await this.last("say", "Theirs");
    await expectShown(page, ["Mine", "Theirs"]);
    return page;
  }

  /** While the next document of the site begins to load, and the one before is gone. */
  async meanwhile(act) {
    let acted;
    await this.context.route(`${SCRIPT}/chat.js`, async (route) => {
      await (acted ??= act());
      await route.continue();
    });
  }

  /** The server has these messages of the visitor, in this order, and no others. */
  async expectSaid(texts, options) {
    await expect.poll(() => this.last("said"), options).toEqual(texts);
  }

  /** The rooms that Kim finds when she logs in: also those whose makers did not wait for the answer. */
  async rooms() {
    const client = `${await this.agent("homeserver")}/_matrix/client/v3`;
    const identifier = { type: "m.id.user", user: this.kim };
    const login = { type: "m.login.password", identifier, password: "agent" };
    const answer = await fetch(`${client}/login`, { method: "POST", body: JSON.stringify(login) });
    const headers = { Authorization: `Bearer ${(await answer.json()).access_token}` };
    const { rooms = {} } = await (await fetch(`${client}/sync`, { headers })).json();
    return Object.keys({ ...rooms.invite, ...rooms.join });
  }

  /** The server knows of one chat and one visitor, however often it was asked. */
  async expectOneStart() {
    expect(await this.agent("accounts")).toHaveLength(1);
    expect(await this.rooms()).toHaveLength(1);
  }
}

/** What the page that is there now was told. */
export const expectTold = (page, told, options) =>
  expect.poll(() => page.evaluate(() => window.told), options).toEqual(told);

/** The page was told of its session, which is a room, after what it was told before. */
export async function expectSession(page, toldBefore = [], options) {
  await expect(parts(page).composer).toBeVisible(options);
  await expect(parts(page).session).toHaveText(/^!/, options);
  if (toldBefore.length) await expectTold(page, [...toldBefore, expect.stringMatching(/^session !/)], options);
}

/** Exactly these messages are shown, and none is on its way. */
export async function expectShown(page, texts, options) {
  await expect(parts(page).messages.locator(".rj-bubble")).toHaveText(texts, options);
  await expect(parts(page).outgoing).toHaveCount(0, options);
}

/** They stay like that: what comes twice comes before what is said after it. */
export async function expectShownForGood(matrix, page, texts, options) {
  await expectShown(page, texts, options);
  await matrix.last("say", "Over");
  await expectShown(page, [...texts, "Over"], options);
}

/** Both sides say something; nothing that was said before is lost or doubled. */
export async function expectGoesOn(matrix, page, said, shown) {
  await matrix.last("say", "Theirs, later");
  await expectShown(page, [...shown, "Theirs, later"], soon);
  await say(page, "Mine, later");
  await matrix.expectSaid([...said, "Mine, later"], soon);
  await expectShownForGood(matrix, page, [...shown, "Theirs, later", "Mine, later"], soon);
  await matrix.expectSaid([...said, "Mine, later"]);
}

export const numbered = (count, what = "Message") => Array.from({ length: count }, (_, i) => `${what} ${i + 1}`);

/** To register is to be refused first: the answer says what is asked for. */
const REGISTERS = String.raw`status of 401`;
/** For `test.use`: complaints of the browser's that a test provokes. */
export const provoking = (...more) => ({ provoked: new RegExp(["net::ERR_", REGISTERS, ...more].join("|")) });
/** What Chromium says of each answer that is a 4xx. */
export const REFUSED = "Failed to load resource";

export const test = base.extend({
  ...STILL,
  ...provoking(),
  matrix: async ({ context, trouble }, use) => {
    void trouble;
    const matrix = new Matrix(context);
    await use(matrix);
    if (!matrix.room.startsWith("own-")) return;
    // A page that asks again would have another one started.
    for (const page of context.pages()) await page.close();
    await matrix.agent("stop");
  },
});
