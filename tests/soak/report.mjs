// What is printed: a line for each schedule, all about those that failed, and sums.

export class Report {
  #all = newSums();
  #byTransport = new Map();
  #slowest = 0;
  #least;

  /** `least` schedules of each of those `transports` are to be played. */
  constructor({ transports = [], least = 0 } = {}) {
    this.#least = least;
    for (const transport of transports) this.#byTransport.set(transport, newSums());
  }

  /** `ms` is how long it took in all. */
  take(run, ms) {
    const { transport, seed, faults, counts, proxy, settledAfter } = run;
    const isBad = faults.length > 0;
    const more = { schedules: 1, ...counts, ...fates(proxy.counts), failures: Number(isBad) };
    const row = this.#byTransport.get(transport) ?? newSums();
    this.#byTransport.set(transport, row);
    for (const sums of [this.#all, row]) for (const name of Object.keys(more)) sums[name] += more[name];
    this.#slowest = Math.max(this.#slowest, settledAfter);
    const word = isBad ? "FAILED" : "ok    ";
    console.log(`${word} ${transport} ${seed}  ${inSeconds(ms)}, settled after ${inSeconds(settledAfter)}`);
    if (isBad) console.log(story(run));
  }

  /** Gives whether all was well. */
  end() {
    const { schedules, failures } = this.#all;
    for (const [transport, sums] of this.#byTransport) console.log(`${transport}: ${list(sums)}`);
    console.log(`all: ${list(this.#all)}; settled within ${inSeconds(this.#slowest)}`);
    console.log(`${schedules - failures} passed; ${failures} failed`);
    const faults = [...this.#byTransport].flatMap(([transport, sums]) => this.#tooFew(transport, sums));
    faults.push(...tooManyDoubles(this.#all));
    for (const fault of faults) console.log(`FAILED ${fault}`);
    return schedules > 0 && failures === 0 && faults.length === 0;
  }

  #tooFew(transport, { schedules }) {
    return schedules < this.#least ? [`${transport}: ${schedules} schedules, not ${this.#least}`] : [];
  }
}

/** A server that knows no ids has some messages twice; more than that many of a hundred are no accident. */
const DOUBLES = { most: 0.02, schedules: 100 };

function tooManyDoubles({ schedules, said, doubles }) {
  if (schedules < DOUBLES.schedules || doubles <= said * DOUBLES.most) return [];
  return [`${doubles} of the visitor's ${said} messages came twice`];
}

const FATES = ["cuts", "stops", "refusals", "repeats"];
const SUMS = ["schedules", "messages", "said", "reloads", "kills", ...FATES, "tabs", "doubles", "failed", "failures"];
/** How often the network did what; nothing is known of a schedule that broke before it was there. */
const fates = ({ cut = 0, stopped = 0, refused = 0, twice = 0 }) => ({
  cuts: cut,
  stops: stopped,
  refusals: refused,
  repeats: twice,
});
const newSums = () => Object.fromEntries(SUMS.map((name) => [name, 0]));
const inSeconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const list = (sums) => Object.entries(sums).map(([name, count]) => `${count} ${name}`).join(", ");
const section = (title, lines) => [`  ${title}`, ...lines.map((line) => `    ${line}`)];
const timed = ({ at, what }) => `${String(at).padStart(6)} ms  ${what}`;

function story({ transport, seed, faults, story, proxy, tabs }) {
  const lines = [
    ...section("what is wrong", faults),
    ...section("what was done", story.map(timed)),
    ...section("the network", proxy.notes.map(timed)),
    ...tabs.flatMap(({ name, told }) => section(`what ${name} was told`, told.map(timed))),
    `  once more: node tests/soak/run.mjs --transport ${transport} --seed ${seed}`,
  ];
  return lines.join("\n");
}

