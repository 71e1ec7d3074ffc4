// What visitor, agent and network do in one run, decided by the seed alone: a list of steps, each with what it is about
// and how long to wait after it.

import { Random } from "../servers/proxy/random.mjs";

const STEPS = { least: 10, most: 18 };
const MOST_TABS = 3;
/** The browser says for no longer than that many steps that it has no network. */
const OFFLINE_STEPS = 3;

/** How likely each step is, as things are. */
const weights = ({ tabs, offlineFor, isStorming }) => ({
  say: 8,
  answer: 5,
  cut: 1,
  restart: 1,
  freeze: 0.7,
  storm: isStorming ? 0 : 2,
  calm: isStorming ? 2 : 0,
  // Without a network no page loads.
  ...(offlineFor === 0
    ? {
        reload: 2,
        follow: 2,
        away: 1,
        kill: 2,
        open: tabs.length < MOST_TABS ? 2 : 0,
        close: tabs.length > 1 ? 1.5 : 0,
        offline: 1,
      }
    : { online: 4 }),
});

class Course {
  steps = [];
  tabs = [0];
  offlineFor = 0;
  isStorming = false;
  #opened = 1;
  #said = 0;
  #answered = 0;

  constructor(random) {
    this.random = random;
  }

  add(name) {
    const step = { do: name, ...this.#about(name), wait: this.random.isTrue(0.4) ? 0 : this.random.between(0, 400) };
    this.steps.push(step);
    if (this.offlineFor > 0) this.offlineFor += 1;
    if (name === "offline") this.offlineFor = 1;
    if (name === "online") this.offlineFor = 0;
    if (name === "storm" || name === "calm") this.isStorming = name === "storm";
  }

  #about(name) {
    const { random, tabs } = this;
    const texts = (say) => Array.from({ length: random.between(1, 3) }, say);
    if (name === "say") return { tab: random.pick(tabs), texts: texts(() => `ann ${(this.#said += 1)}`) };
    if (name === "answer") return { texts: texts(() => `kim ${(this.#answered += 1)}`) };
    if (name === "cut") return { by: random.pick(["rst", "fin"]) };
    if (name === "restart") return { ms: random.between(100, 1_500) };
    if (name === "open") return { tab: this.#open() };
    if (name === "close") return { tab: tabs.splice(random.between(0, tabs.length - 1), 1)[0] };
    return ["reload", "follow", "away", "kill"].includes(name) ? { tab: random.pick(tabs) } : {};
  }

  #open() {
    this.tabs.push(this.#opened);
    return this.#opened++;
  }
}

export function scheduleOf(seed) {
  const random = new Random(`soak ${seed}`);
  const course = new Course(random);
  const count = random.between(STEPS.least, STEPS.most);
  while (course.steps.length < count) {
    const isLong = course.offlineFor > OFFLINE_STEPS;
    course.add(isLong ? "online" : random.weighted(weights(course)));
  }
  if (course.offlineFor > 0) course.add("online");
  upset(course.steps, new Random(`upset ${seed}`));
  // Now and then what is dumb stays dumb, and the chat must notice by itself; or the chat begins in a storm.
  const isStubborn = random.isTrue(0.08);
  const isRough = new Random(`start ${seed}`).isTrue(0.2);
  return { steps: course.steps, isStubborn, isRough, early: early(new Random(`early ${seed}`)) };
}

/** What sometimes happens while the chat begins, so many ms after the start is stored; by chance of its own. */
function early(random) {
  if (!random.isTrue(0.2)) return null;
  return { do: random.pick(["reload", "kill", "open"]), after: random.isTrue(0.5) ? 0 : random.between(0, 150) };
}

/** Now and then the server forgets something that the visitor's side has to get again; by chance of its own. */
function upset(steps, random) {
  if (random.isTrue(0.6)) return;
  const place = random.between(0, steps.length);
  steps.splice(place, 0, { do: "upset", wait: random.between(0, 400) });
}

/** For people: `say 0 "ann 1" +200 ms`. */
export const inWords = ({ do: name, wait, texts = [], ...about }) =>
  [name, ...Object.values(about), ...texts.map((text) => JSON.stringify(text)), `+${wait} ms`].join(" ");
