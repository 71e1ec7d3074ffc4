// Plays one schedule, waits for peace, and compares.

import { FaultProxy } from "../servers/proxy/proxy.mjs";
import { backends } from "./backends.mjs";
import { doublesIn, failedIn, faultsOf } from "./compare.mjs";
import { Disturbances } from "./disturbances.mjs";
import { inWords, scheduleOf } from "./schedule.mjs";
import { Visitor } from "./visitor.mjs";

/**
 * The longest pause between two attempts is half a minute; what is dumb is noticed after as long, and a browser keeps six
 * connections, of which each may be.
 */
const SETTLES_WITHIN = 150_000;
/** What comes twice comes within a moment. */
const STAYS_FOR = 400;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `ports` by the names of the servers. Gives what happened; `faults` are empty where all is well. */
export async function play({ transport, seed, browser, site, ports }) {
  const backend = backends[transport];
  const room = `soak-${transport}-${seed}-${Date.now().toString(36)}`;
  const port = ports[backend.server];
  const proxy = await new FaultProxy({ port, seed, isIdempotent: backend.isIdempotent }).start();
  const query = { transport, server: `${proxy.url}/${room}`, invite: `@kim-${room}:localhost` };
  const context = await browser.newContext({ locale: "en-GB" });
  const visitor = new Visitor(context, `${site}/shop?${new URLSearchParams(query)}`);
  await visitor.ready();
  const run = new Run({ transport, seed, backend, proxy, visitor, ask: asker(`http://127.0.0.1:${port}/${room}`) });
  await run.go().catch((error) => run.faults.push(`it broke: ${error.stack.split("\n").slice(0, 4).join("\n    ")}`));
  if (run.faults.length > 0) run.tabs = await visitor.states().catch(() => []);
  await context.close().catch(() => {});
  await proxy.stop();
  return run;
}

const asker = (base) => async (path, body) => {
  const response = await fetch(`${base}/${path}`, { method: "POST", body: JSON.stringify(body) });
  const answer = await response.json();
  if (answer?.error) throw new Error(`${path}: ${answer.error.description}`);
  return answer;
};

class Run {
  faults = [];
  /** What was done, as { at, what }; `at` as the proxy counts it. */
  story = [];
  counts = { messages: 0, said: 0, reloads: 0, kills: 0, tabs: 2, doubles: 0, failed: 0 };
  /** What the tabs have in the end. */
  tabs = [];
  /** How long it took until all was well, in ms. */
  settledAfter = 0;
  #typed = [];
  #answered = [];
  #disturbances = new Disturbances();
  /** When the chat began. */
  #begun = { from: 0, to: 0 };
  #backOnline = () => {};

  constructor(parts) {
    Object.assign(this, parts);
  }

  #agent(what, ...more) {
    return this.backend[what](this.ask, this.session, ...more);
  }

  #tell(what) {
    this.story.push({ at: this.proxy.now, what });
  }

  async go() {
    const { steps, isStubborn, isRough, early } = scheduleOf(this.seed);
    // A server that knows no ids may have begun another chat before: nobody promises that there is one.
    if (isRough && this.backend.knowsIds) this.proxy.storm();
    await this.#begin(early);
    this.session = (await this.backend.sessions(this.ask)).at(-1);
    await this.#agent("join");
    for (const step of steps) {
      this.#tell(inWords(step));
      await this.#take(step);
      await pause(step.wait);
    }
    this.#tell(isStubborn ? "peace, but what is dumb stays so" : "peace");
    this.proxy.calm({ cuts: !isStubborn });
    await this.visitor.open("fresh");
    await this.#settle();
    this.faults.push(...this.visitor.trouble);
  }

  async #begin(early) {
    const from = Date.now();
    await this.visitor.start(() => early && this.#disturbStart(early));
    this.#begun = { from, to: Date.now() };
  }

  async #disturbStart(early) {
    this.#tell(`${early.do} while it begins, after ${early.after} ms`);
    await pause(early.after);
    if (early.do === "open") await this.#take({ do: "open", tab: "early" });
    else await this.#take({ do: early.do, tab: 0 });
  }

  #take(step) {
    const { do: name, tab, texts, by, ms } = step;
    switch (name) {
      case "say":
        return this.#say(tab, texts);
      case "answer":
        return this.#answer(texts);
      case "upset":
        return this.#agent("upset");
      case "open":
        this.counts.tabs += 1;
        return this.visitor.open(tab);
      case "close":
        return this.#during(() => this.visitor.close(tab));
      case "offline":
        this.#backOnline = this.#disturbances.begin();
        return this.visitor.setOffline(true);
      case "online":
        return this.visitor.setOffline(false).then(() => this.#backOnline());
      case "storm":
        return this.proxy.storm();
      case "calm":
        return this.proxy.calm();
      case "freeze":
        return this.proxy.freeze();
      case "cut":
        return this.proxy.cut(by);
      case "restart":
        return this.proxy.restart(ms);
      default:
        this.counts[name === "kill" ? "kills" : "reloads"] += 1;
        return this.#during(() => this.visitor.leave(tab, name));
    }
  }

  async #during(act) {
    const end = this.#disturbances.begin();
    await act();
    end();
  }

  async #say(tab, texts) {
    for (const text of texts) {
      this.#typed.push({ text, tab, at: Date.now() });
      await this.visitor.say(tab, text);
      this.counts.messages += 1;
      this.counts.said += 1;
    }
  }

  async #answer(texts) {
    for (const text of texts) {
      await this.#agent("say", text);
      this.#answered.push(text);
      this.counts.messages += 1;
    }
  }

  /** Until all is well, and stays so; what is wrong where it does not become well. */
  async #settle() {
    const began = Date.now();
    for (;;) {
      const faults = await this.#compare();
      this.settledAfter = Date.now() - began;
      if (faults.length === 0) break;
      if (this.settledAfter > SETTLES_WITHIN) return void this.faults.push(...faults);
      await pause(150);
    }
    await pause(STAYS_FOR);
    this.faults.push(...(await this.#compare()));
  }

  async #compare() {
    const [server, agent] = [await this.#agent("rows"), await this.#agent("said")];
    const tabs = await this.visitor.states();
    this.counts.doubles = doublesIn(server);
    this.counts.failed = failedIn(tabs).length;
    return faultsOf({
      chats: (await this.backend.sessions(this.ask)).length,
      typed: this.#typed,
      answered: this.#answered,
      server,
      agent,
      tabs,
      knowsIds: this.backend.knowsIds,
      mayRefuse: this.backend.mayRefuse,
      begun: this.#begun,
      disturbed: (from, to) => this.#disturbances.overlap(from, to) || this.proxy.mayHaveLost(from, to),
    });
  }
}
