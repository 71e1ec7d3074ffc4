// The sums are what the schedules had: a soak in which nothing went wrong must not be one in which nothing happened.

import assert from "node:assert/strict";
import { it, mock } from "node:test";
import { Report } from "./report.mjs";

let lines = [];

const run = ({ faults = [], counts = {}, network = {}, transport = "js" } = {}) => ({
  transport,
  seed: "1",
  faults,
  counts,
  proxy: { notes: [], counts: network },
  settledAfter: 0,
  story: [],
  tabs: [],
});

/** Whether all was well, after those. */
const endOf = (runs, options) => {
  lines = [];
  mock.method(console, "log", (line) => lines.push(line));
  const report = new Report(options);
  for (const one of runs) report.take(run(one), 0);
  const isWell = report.end();
  mock.restoreAll();
  return isWell;
};
const sums = (transport) => lines.find((line) => line.startsWith(`${transport}: `));

it("sums up what was done, and what the network did", () => {
  const counts = { messages: 3, kills: 1, doubles: 1 };
  const network = { connections: 9, cut: 1, stopped: 2, refused: 3, twice: 4 };
  assert.equal(endOf([{ counts, network }, { counts, network, transport: "faye" }, {}]), true);
  for (const part of ["2 schedules", "3 messages", "1 cuts", "2 stops", "3 refusals", "4 repeats", "1 doubles"]) {
    assert.ok(sums("js").includes(part), `${part} in ${sums("js")}`);
  }
  assert.ok(sums("all").includes("3 schedules, 6 messages"));
  assert.ok(sums("all").includes("8 repeats"));
});

it("is not content with a failure, or with nothing", () => {
  assert.equal(endOf([]), false);
  assert.equal(endOf([{}, { faults: ["lost: ann 1"] }]), false);
  assert.ok(lines.includes("1 passed; 1 failed"));
});

it("is not content with too few schedules of one transport", () => {
  const runs = [{}, {}, { transport: "faye" }];
  const transports = ["js", "faye"];
  assert.equal(endOf(runs, { transports, least: 1 }), true);
  assert.equal(endOf(runs, { transports, least: 2 }), false);
  assert.ok(lines.includes("FAILED faye: 1 schedules, not 2"));
  assert.equal(endOf(runs, { transports: [...transports, "rest"], least: 1 }), false);
  assert.ok(lines.includes("FAILED rest: 0 schedules, not 1"));
});

it("is not content with many messages that came twice, where it has seen enough", () => {
  const runs = (doubles, count = 100) => Array.from({ length: count }, () => ({ counts: { said: 100, doubles } }));
  assert.equal(endOf(runs(2)), true);
  assert.equal(endOf(runs(3)), false);
  assert.ok(lines.includes("FAILED 300 of the visitor's 10000 messages came twice"));
  assert.equal(endOf(runs(3, 99)), true);
});
