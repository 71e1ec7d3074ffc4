// The visitor: a browser with nothing stored, and the tabs in it.

import { parts, say } from "../e2e/support/chat.mjs";
import { backForward, followLink, kill, reload } from "../e2e/support/ways.mjs";

const WITHIN = 60_000;
/** In a storm it can be long until a chat has begun. */
const STARTS_WITHIN = 180_000;

export class Visitor {
  /** What a page should never say. */
  trouble = [];
  #context;
  #url;
  #tabs = new Map();
  /** The pages that have been in each tab, one after the other. */
  #pages = new Map();
  /** What each page was told of. */
  #heard = new WeakMap();
  #crashed = new WeakSet();

  constructor(context, url) {
    this.#context = context;
    this.#url = url;
    context.setDefaultTimeout(WITHIN);
    context.on("page", (page) => this.#watch(page));
  }

  /** What is told outlives the document. */
  async ready() {
    await this.#context.exposeBinding("soakHeard", ({ page }, index) => void this.#heard.get(page)?.push(index));
  }

  #watch(page) {
    this.#heard.set(page, []);
    page.on("crash", () => this.#crashed.add(page));
    page.on("pageerror", (error) => this.trouble.push(String(error)));
    page.on("console", (message) => /panicked/.test(message.text()) && this.trouble.push(message.text()));
  }

  async open(tab) {
    const page = await this.#context.newPage();
    await page.goto(this.#url);
    this.#put(tab, page);
    return page;
  }

  #put(tab, page) {
    this.#tabs.set(tab, page);
    const before = this.#pages.get(tab) ?? [];
    if (before.at(-1) !== page) this.#pages.set(tab, [...before, page]);
  }

  /** `meanwhile` is done as soon as the start is stored: before that a page has nothing to go on with. */
  async start(meanwhile = async () => {}) {
    const page = await this.open(0);
    await page.waitForFunction(() => window.soak);
    await page.evaluate(() => void window.soak.start());
    await page.waitForFunction(() => window.soak.isStored());
    await meanwhile();
    const ready = () => window.soak?.isRunning();
    await (await this.#page(0)).waitForFunction(ready, null, { timeout: STARTS_WITHIN });
  }

  /** Tabs of a site can share a process, and then they die together. */
  async #page(tab) {
    const page = this.#tabs.get(tab);
    if (!this.#crashed.has(page)) return page;
    await page.close();
    return this.open(tab);
  }

  async say(tab, text) {
    await say(await this.#page(tab), text);
  }

  async close(tab) {
    await (await this.#page(tab)).close();
    this.#tabs.delete(tab);
  }

  /** `way` is the name of one below. */
  async leave(tab, way) {
    this.#put(tab, await ways[way](await this.#page(tab)));
  }

  /** Not before the chat's own files are there: a page without them is told so, and has no chat. */
  async setOffline(isOffline) {
    for (const tab of isOffline ? this.#tabs.keys() : []) await parts(await this.#page(tab)).composer.waitFor();
    await this.#context.setOffline(isOffline);
  }

  /** What each tab shows, by its name. */
  async states() {
    const found = [];
    for (const tab of [...this.#tabs.keys()]) {
      const page = await this.#page(tab);
      await page.waitForFunction(() => window.soak);
      const state = await page.evaluate(() => window.soak.state());
      const heard = this.#pages.get(tab).map((one) => this.#heard.get(one));
      found.push({ name: `tab ${tab}`, ...state, heard });
    }
    return found;
  }
}

const ways = {
  reload,
  follow: followLink,
  away: (page) => backForward(page, { via: "/away", cached: false }),
  kill,
};
