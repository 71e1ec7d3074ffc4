// A site that has the script on its pages, and the agent behind it. Each test has a room of its own on the chat server.

import { randomUUID } from "node:crypto";
import { test as base, expect } from "@playwright/test";
import { watchForTrouble } from "../../support/chat.mjs";

const port = Number(process.env.PORT ?? 4173);
const [SCRIPT, PAGES, SERVER, GMS] = [0, 1, 2, 3].map((i) => `http://127.0.0.1:${port + i}`);

export { SCRIPT, PAGES, SERVER, GMS, expect };

export class Site {
  room = randomUUID();

  constructor(context) {
    this.context = context;
  }

  url(path, query = {}) {
    return `${PAGES}/${path}?${new URLSearchParams({ room: this.room, ...query })}`;
  }

  async open(path, query) {
    const page = await this.context.newPage();
    await page.goto(this.url(path, query));
    return page;
  }

  /** A page whose text is given. */
  openText(html) {
    return this.open("lab.html", { html });
  }

  async #post(path, body) {
    const response = await fetch(`${SERVER}/${this.room}/${path}`, { method: "POST", body: JSON.stringify(body) });
    const answer = await response.json();
    if (answer.error) throw new Error(`${path}: ${answer.error.description}`);
    return answer;
  }

  /** Calls a method of the agent's on the newest session: `site.agent("Says", "Hello")`. */
  async agent(deed, ...parameters) {
    return this.#post(`agent/agent${deed}`, [await this.newest(), ...parameters]);
  }

  /** The same for what the server does by itself: `says`, `ends`, `forget`. */
  async server(deed, ...parameters) {
    return this.#post(`agent/${deed}`, [await this.newest(), ...parameters]);
  }

  faults(faults) {
    return this.#post("faults", faults);
  }

  sessions() {
    return this.#post("agent/sessions", []);
  }

  async newest() {
    return (await this.sessions()).at(-1);
  }

  /** What the agent sees of the newest session. */
  async session() {
    return this.#post("agent/session", [await this.newest()]);
  }
}

export const test = base.extend({
  /** Complaints that a test provokes; a server that is taken away is no complaint of the page's. */
  provoked: [/net::ERR_/, { option: true }],
  /** Everything that any page complained about. */
  trouble: async ({ context, provoked }, use) => {
    const trouble = [];
    context.on("page", (page) => watchForTrouble(page, trouble));
    await use(trouble);
    expect(trouble.filter((line) => !provoked.test(line))).toEqual([]);
  },
  site: async ({ context, trouble }, use) => {
    void trouble;
    await use(new Site(context));
  },
  /** A page with the script and the tools of fixtures/lab.js, on which nothing has happened. */
  lab: async ({ site }, use) => {
    await use(await openLab(site));
  },
});

export async function openLab(site, path = "lab.html", query = {}) {
  const page = await site.open(path, query);
  await labIsReady(page);
  return page;
}

export const labIsReady = (page) => page.waitForFunction(() => window.lab !== undefined);

/** What the script draws by itself is in a closed root, where no test can look. */
export const openShadows = (context) =>
  context.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (settings) {
      return attach.call(this, { ...settings, mode: "open" });
    };
  });

/** Starts on the lab's page, with nothing asked; the options go over the lab's own. Gives `{ done }` or `{ fail }`. */
export const start = (page, options = {}) =>
  page.evaluate((options) => lab.outcome(chat.startChat(lab.options({ registration: false, ...options }))), options);

export const restore = (page, options = {}) =>
  page.evaluate((options) => lab.outcome(chat.restoreChat(lab.options({ registration: false, ...options }))), options);

/** Runs a method of the session. */
export const session = (page, method, ...parameters) =>
  page.evaluate(([method, parameters]) => lab.outcome(lab.session[method](...parameters)), [method, parameters]);

/** Lines of the log. */
export const logged = (page) => page.evaluate(() => lab.logged);

/** What the page was told so far, in order. */
export const told = (page) => page.evaluate(() => lab.told);

/** All that the site has stored in the browser. */
export const storage = (page) =>
  page.evaluate(async () => ({
    ...localStorage,
    ...sessionStorage,
    ...(document.cookie && { cookie: document.cookie }),
    ...Object.fromEntries((await indexedDB.databases()).map(({ name }) => [name, "a database"])),
  }));

/** All that is stored after the other side has ended a chat: what could not be said any more. */
export const unsaid = async (page) => Object.values(await storage(page)).map((text) => JSON.parse(text).text);
