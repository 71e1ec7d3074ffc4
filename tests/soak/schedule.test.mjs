// Schedules are what the seed says, and can be played.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inWords, scheduleOf } from "./schedule.mjs";

const SEEDS = Array.from({ length: 500 }, (_, seed) => String(seed));

it("the same seed gives the same schedule, another one another", () => {
  assert.deepEqual(scheduleOf("7"), scheduleOf(7));
  const all = new Set(SEEDS.map((seed) => scheduleOf(seed).steps.map(inWords).join("\n")));
  assert.equal(all.size, SEEDS.length);
});

it("all kinds of steps occur, and both kinds of beginning and of peace", () => {
  const schedules = SEEDS.map(scheduleOf);
  const kinds = new Set(schedules.flatMap(({ steps }) => steps.map((step) => step.do)));
  const loads = ["reload", "follow", "away", "kill", "open", "close"];
  const network = ["offline", "online", "storm", "calm", "cut", "restart", "freeze", "upset"];
  assert.deepEqual([...kinds].sort(), ["say", "answer", ...loads, ...network].sort());
  for (const what of ["isStubborn", "isRough"]) assert.equal(new Set(schedules.map((one) => one[what])).size, 2, what);
});

it("one in five has something happen while the chat begins, of each kind", () => {
  const all = SEEDS.map((seed) => scheduleOf(seed).early).filter((early) => early !== null);
  assert.ok(all.length > SEEDS.length * 0.15 && all.length < SEEDS.length * 0.25, String(all.length));
  assert.deepEqual([...new Set(all.map((early) => early.do))].sort(), ["kill", "open", "reload"]);
});

it("each message is another one, and goes to a tab that is open, as everything does", () => {
  for (const seed of SEEDS) {
    const { steps } = scheduleOf(seed);
    const texts = steps.flatMap((step) => step.texts ?? []);
    assert.equal(new Set(texts).size, texts.length);
    const open = new Set([0]);
    for (const step of steps) {
      if (step.do === "open") open.add(step.tab);
      else if (step.tab !== undefined) assert.ok(open.has(step.tab), `${seed}: ${inWords(step)}`);
      if (step.do === "close") open.delete(step.tab);
      assert.ok(open.size > 0, seed);
    }
  }
});

it("without a network no page loads, and in the end there is one", () => {
  for (const seed of SEEDS) {
    let isOffline = false;
    for (const step of scheduleOf(seed).steps) {
      if (isOffline) assert.ok(!["reload", "follow", "away", "kill", "open"].includes(step.do), seed);
      if (step.do === "offline" || step.do === "online") isOffline = step.do === "offline";
    }
    assert.equal(isOffline, false, seed);
  }
});
