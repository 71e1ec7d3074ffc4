// A page whose chat is with a server of Genesys' kind, and the agent behind it. Each test has a room of its own there.

import { fillForm, parts, submitForm } from "../support/chat.mjs";
import { test as base, expect, GMS, PAGES, SCRIPT, Site } from "../script/support/site.mjs";
import { STILL } from "../support/test.mjs";

export { expect };
export const NOTHING = "nothing to restore";

/** Servers by what is special about them: the page's query, and the room's settings. */
export const cometds = {
  "long-polling with ack": { query: { server: "cometd" }, setup: { ack: true } },
  "long-polling without ack": { query: { server: "cometd" }, setup: { ack: false } },
  WebSocket: { query: { server: "faye" }, setup: {} },
};
export const rest = { query: { server: "rest" }, setup: {} };
export const servers = { ...cometds, REST: rest };

export class Gms extends Site {
  async #post(path, body) {
    const response = await fetch(`${GMS}/${this.room}/${path}`, { method: "POST", body: JSON.stringify(body) });
    const answer = await response.json();
    if (answer.error) throw new Error(`${path}: ${answer.error.description}`);
    return answer;
  }

  /** A method of the agent's: `gms.agent("expire")`. */
  agent(method, ...parameters) {
    return this.#post(`agent/${method}`, parameters);
  }

  /** The same on the newest chat: `gms.last("say", "Hello")`. */
  last(method, ...parameters) {
    return this.agent(method, "last", ...parameters);
  }

  setup(settings) {
    return this.#post("setup", settings);
  }

  faults(faults) {
    return this.#post("faults", faults);
  }

  counts() {
    return this.agent("counts");
  }

  sessions() {
    return this.agent("sessions");
  }

  /** A page on which nothing has happened. */
  async visit(query) {
    const page = await this.open("gms.html", query);
    await expectTold(page, [NOTHING]);
    return page;
  }

  async openForm(query) {
    const page = await this.visit(query);
    await page.locator("#start").click();
    await expect(parts(page).form).toBeVisible();
    return page;
  }

  /** Sends a form, and comes back when the server has it, or it is clear that it has not. */
  async sendForm(page, { arrives = true } = {}) {
    const { operations = {} } = await this.counts();
    const before = operations.requestChat ?? 0;
    await fillForm(page);
    await submitForm(page);
    await expect(parts(page).starting).toBeVisible();
    await expect.poll(async () => (await this.counts()).operations.requestChat ?? 0).toBeGreaterThan(before);
    if (arrives) await expect.poll(() => this.agent("starts")).toBe(1);
  }

  /** A running chat, for which nothing was asked. */
  async startChat({ query, setup }, more) {
    await this.setup(setup);
    const page = await this.visit({ ...query, skip: "", ...more });
    await page.locator("#start").click();
    await expect(parts(page).composer).toBeVisible();
    await expect(parts(page).session).not.toHaveText("none");
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

  /** The server has these messages of the visitor, and no others. */
  async expectSaid(texts, options) {
    await expect.poll(() => this.last("said"), options).toEqual(texts);
  }
}

/** What the page that is there now was told. */
export const expectTold = (page, told, options) =>
  expect.poll(() => page.evaluate(() => window.told), options).toEqual(told);

/** Exactly these messages are shown, and none is on its way. */
export async function expectShown(page, texts, options) {
  await expect(parts(page).messages.locator(".rj-bubble")).toHaveText(texts, options);
  await expect(parts(page).outgoing).toHaveCount(0, options);
}

/** They stay like that: what comes twice comes within a moment. */
export async function expectShownForGood(page, texts, options) {
  await expectShown(page, texts, options);
  await page.waitForTimeout(700);
  await expectShown(page, texts);
}

/** A server that has no WebSockets says so, and the browser tells. */
const NO_SOCKET = String.raw`WebSocket connection to '\S+/cometd' failed: .* 400`;
/** For `test.use`: complaints of the browser's that a test provokes. */
export const provoking = (...more) => ({ provoked: new RegExp(["net::ERR_", NO_SOCKET, ...more].join("|")) });

export const test = base.extend({
  ...STILL,
  ...provoking(),
  gms: async ({ context, trouble }, use) => {
    void trouble;
    await use(new Gms(context));
  },
});

export { GMS, PAGES, SCRIPT };
