// node tests/soak/run.mjs [--transport NAME,…|all] [--seeds N] [--from SEED] [--seed S] [--minutes M] [--workers W]
//   [--least N]
//
// Plays schedules in Chromium: `--seeds` for each transport, beginning with `--from`, or the one `--seed`; no new one
// is begun after `--minutes`. Transports are js, cometd, faye, rest and matrix. What has once gone wrong comes first, over
// whatever transport it did, unless one seed is asked for. It fails where fewer than `--least` were played over one of
// the transports.

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
import { Report } from "./report.mjs";
import { serveSite } from "./site.mjs";

const { values: asked } = parseArgs({
  options: {
    transport: { type: "string", default: "all" },
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    minutes: { type: "string", default: "600" },
    workers: { type: "string", default: "2" },
    least: { type: "string", default: "0" },
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
const PLAYS_WITHIN = 480_000;
let endsAt = Date.now() + Number(asked.minutes) * 60_000;
// What is under way is played to its end, and summed up.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => (endsAt = 0));
const launchOptions = { ...config.use.launchOptions, handleSIGINT: false, handleSIGTERM: false };

async function* jobs() {
  if (asked.seed) return yield* transports.map((transport) => ({ transport, seed: asked.seed }));
  yield* known;
  for (let i = 0; i < Number(asked.seeds); i += 1) {
    for (const transport of transports) {
      if (Date.now() > endsAt) return;
      yield { transport, seed: String(Number(asked.from) + i) };
    }
  }
}

async function work(queue, common) {
  let browser = null;
  let left = 0;
  for (;;) {
    const { value: job, done } = await queue.next();
    if (done) break;
    if (left === 0) {
      await browser?.close().catch(() => {});
      browser = await chromium.launch(launchOptions);
      left = PER_BROWSER;
    }
    left -= 1;
    const began = Date.now();
    const run = await bounded(play({ ...job, ...common, browser }), job);
    if (run.isLate) left = 0;
    report.take(run, Date.now() - began);
  }
  await browser?.close();
}

/** What hangs, or breaks altogether, is a failure with a name. */
function bounded(playing, job) {
  const failed = (words) => ({
    ...job,
    isLate: true,
    faults: [words],
    story: [],
    tabs: [],
    counts: {},
    proxy: { notes: [], counts: { cut: 0, stopped: 0 } },
    settledAfter: 0,
  });
  let timer;
  const end = new Promise((resolve) => (timer = setTimeout(resolve, PLAYS_WITHIN, failed("it took too long"))));
  const broken = playing.catch((error) => failed(`it broke: ${error.message}`));
  return Promise.race([broken, end]).finally(() => clearTimeout(timer));
}

const known = asked.seed ? [] : JSON.parse(await readFile(new URL("regressions.json", import.meta.url), "utf8"));
const played = [...transports, ...known.map(({ transport }) => transport)];
const needed = new Set(played.map((transport) => backends[transport].server));
const servers = { site: serveSite(), chats: serveChats(), gms: serveGms() };
if (needed.has("matrix")) servers.matrix = serveMatrix();
const ports = {};
for (const [name, server] of Object.entries(servers)) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ports[name] = server.address().port;
}
await servers.matrix?.ready;

const report = new Report({ transports, least: Number(asked.least) });
const queue = jobs();
const common = { site: `http://127.0.0.1:${ports.site}`, ports };
await Promise.all(Array.from({ length: Number(asked.workers) }, () => work(queue, common)));

process.exitCode = report.end() ? 0 : 1;
for (const server of Object.values(servers)) {
  server.closeAllConnections();
  await (server.stop?.() ?? new Promise((resolve) => server.close(resolve)));
}
