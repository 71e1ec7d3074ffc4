// node tests/soak/run.mjs [--transport js|cometd|faye|rest|matrix|all] [--seeds N] [--from SEED] [--seed S] [--minutes M]
//
// Plays schedules in Chromium: `--seeds` for each transport, beginning with `--from`, or the one `--seed`; no new one is
// begun after `--minutes`. Transports can be several, with commas. What has once gone wrong comes first.

import { chromium } from "@playwright/test";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import config from "../e2e/playwright.config.mjs";
import { serveGms } from "../servers/gms/http.mjs";
import { serveChats } from "../servers/http.mjs";
import { serveMatrix } from "../servers/matrix/http.mjs";
import { backends } from "./backends.mjs";
import { play } from "./play.mjs";
import { serveSite } from "./site.mjs";

const { values: asked } = parseArgs({
  options: {
    transport: { type: "string", default: "all" },
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    minutes: { type: "string", default: "600" },
    workers: { type: "string", default: "2" },
  },
});

const transports = asked.transport === "all" ? Object.keys(backends) : asked.transport.split(",");
for (const one of transports) {
  if (backends[one]) continue;
  console.error(`no transport "${one}"; there are: ${Object.keys(backends).join(", ")}, all`);
  process.exit(2);
}
/** A browser takes a new start after so many: each kill leaves something behind. */
const PER_BROWSER = 25;
const PLAYS_WITHIN = 240_000;
const ENDS_AT = Date.now() + Number(asked.minutes) * 60_000;

async function* jobs() {
  const path = new URL("regressions.json", import.meta.url);
  const known = JSON.parse(await readFile(path, "utf8")).filter(({ transport }) => transports.includes(transport));
  if (asked.seed) return yield* transports.map((transport) => ({ transport, seed: asked.seed }));
  yield* known;
  for (let i = 0; i < Number(asked.seeds); i += 1) {
    for (const transport of transports) {
      if (Date.now() > ENDS_AT) return;
      yield { transport, seed: String(Number(asked.from) + i) };
    }
  }
}

const sums = { schedules: 0, messages: 0, reloads: 0, kills: 0, cuts: 0, tabs: 0, failures: 0 };
const byTransport = new Map();
let slowest = 0;

function take(run, seconds) {
  const { transport, seed, faults, counts, proxy, settledAfter } = run;
  const row = byTransport.get(transport) ?? byTransport.set(transport, { ...sums0 }).get(transport);
  const isBad = faults.length > 0;
  const cuts = proxy.counts.cut + proxy.counts.stopped;
  for (const sum of [sums, row]) {
    for (const [name, count] of Object.entries({ schedules: 1, ...counts, cuts, failures: Number(isBad) })) sum[name] += count;
  }
  slowest = Math.max(slowest, settledAfter);
  const settled = `settled after ${(settledAfter / 1000).toFixed(1)} s`;
  console.log(`${isBad ? "FAILED" : "ok    "} ${transport} ${seed}  ${seconds.toFixed(1)} s, ${settled}`);
  if (isBad) console.log(report(run));
}
const sums0 = { ...sums };

const section = (title, lines) => [`  ${title}`, ...lines.map((line) => `    ${line}`)];

const report = ({ transport, seed, faults, story, proxy, tabs }) =>
  [
    ...section("what is wrong", faults),
    ...section("what was done", story),
    ...section("the network", proxy.log),
    ...tabs.flatMap(({ name, told }) => section(`${name} was told`, told)),
    `  once more: node tests/soak/run.mjs --transport ${transport} --seed ${seed}`,
  ].join("\n");

async function work(queue, common) {
  let browser = null;
  let left = 0;
  for (;;) {
    const { value: job, done } = await queue.next();
    if (done) break;
    if (left === 0) {
      await browser?.close().catch(() => {});
      browser = await chromium.launch(config.use.launchOptions);
      left = PER_BROWSER;
    }
    left -= 1;
    const began = Date.now();
    const run = await bounded(play({ ...job, ...common, browser }), job);
    if (run.isLate) left = 0;
    take(run, (Date.now() - began) / 1000);
  }
  await browser?.close();
}

/** What hangs is a failure with a name. */
function bounded(playing, job) {
  const late = {
    ...job,
    isLate: true,
    faults: ["it took too long"],
    story: [],
    tabs: [],
    counts: {},
    settledAfter: 0,
    proxy: { log: [], counts: { cut: 0, stopped: 0 } },
  };
  let timer;
  const end = new Promise((resolve) => (timer = setTimeout(resolve, PLAYS_WITHIN, late)));
  return Promise.race([playing, end]).finally(() => clearTimeout(timer));
}

const needed = new Set(transports.map((transport) => backends[transport].server));
const servers = { site: serveSite(), chats: serveChats(), gms: serveGms() };
if (needed.has("matrix")) servers.matrix = serveMatrix();
const ports = {};
for (const [name, server] of Object.entries(servers)) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ports[name] = server.address().port;
}
await servers.matrix?.ready;

const queue = jobs();
const common = { site: `http://127.0.0.1:${ports.site}`, ports };
await Promise.all(Array.from({ length: Number(asked.workers) }, () => work(queue, common)));

const inWords = (sums) => Object.entries(sums).map(([name, count]) => `${count} ${name}`).join(", ");
for (const [transport, row] of byTransport) console.log(`${transport}: ${inWords(row)}`);
console.log(`all: ${inWords(sums)}; settled within ${(slowest / 1000).toFixed(1)} s`);
console.log(`${sums.schedules - sums.failures} passed; ${sums.failures} failed`);
process.exitCode = sums.schedules > 0 && sums.failures === 0 ? 0 : 1;
for (const server of Object.values(servers)) {
  server.closeAllConnections();
  await (server.stop?.() ?? new Promise((resolve) => server.close(resolve)));
}
