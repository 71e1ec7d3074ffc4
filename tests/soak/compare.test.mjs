// The comparison finds what it is for: a soak that finds nothing must not be one that cannot.

import assert from "node:assert/strict";
import { it } from "node:test";
import { difference, doublesIn, failedIn, faultsOf, toldTwice } from "./compare.mjs";
import { Disturbances } from "./disturbances.mjs";

const ann = (text, at = 10) => ({ who: "visitor", text, at });
const kim = (text) => ({ who: "agent", text, at: 10 });
const all = [kim("k1"), ann("a1"), ann("a2"), kim("k2")];
const tab = (name, rows, more = {}) => ({ name, rows, transcript: rows, outgoing: [], heard: [[1, 2]], ...more });

/** Where all is well, but for what is given. */
const found = ({ server = all, tabs = [tab("one", server)], ...more }) =>
  faultsOf({
    chats: 1,
    typed: [
      { text: "a1", tab: 0, at: 1 },
      { text: "a2", tab: 0, at: 2 },
    ],
    answered: ["k1", "k2"],
    server,
    agent: server.filter(({ who }) => who === "visitor").map(({ text }) => text),
    tabs,
    knowsIds: true,
    mayRefuse: true,
    begun: { from: 3, to: 4 },
    disturbed: () => true,
    ...more,
  });

it("finds nothing where all is well", () => assert.deepEqual(found({}), []));

it("finds a second chat, but where the answer to the start may have been lost to a server that knows no ids", () => {
  assert.deepEqual(found({ chats: 2 }), ["2 chats were begun"]);
  assert.deepEqual(found({ chats: 2, knowsIds: false }), []);
  const asked = [];
  const disturbed = (...span) => asked.push(span) && false;
  assert.deepEqual(found({ chats: 2, knowsIds: false, disturbed }), ["2 chats were begun"]);
  assert.deepEqual(asked, [[3, 4]]);
  assert.deepEqual(found({ chats: 3, knowsIds: false }), ["3 chats were begun"]);
  assert.deepEqual(found({ chats: 0, knowsIds: false }), ["0 chats were begun"]);
});

it("finds what is lost", () => {
  const server = [kim("k1"), ann("a1"), kim("k2")];
  assert.deepEqual(found({ server }), ["lost: a2"]);
  assert.match(found({ server: all.slice(0, 3) })[0], /the agent's, 0 times/);
});

it("is content with what is shown as not sent, in every tab, unless it came", () => {
  const server = [kim("k1"), ann("a1"), kim("k2")];
  const failed = { outgoing: [{ text: "a2", isFailed: true }] };
  assert.deepEqual(found({ server, tabs: [tab("one", server, failed)] }), []);
  assert.deepEqual(found({ server, tabs: [tab("one", server, failed), tab("two", server)] }), ["lost: a2"]);
  assert.deepEqual(found({ tabs: [tab("one", all, failed)] }), ["one says that this was not sent: a2"]);
  const waiting = { outgoing: [{ text: "a2", isFailed: false }] };
  assert.deepEqual(found({ tabs: [tab("one", all, waiting)] }), ["one has still to send: a2"]);
});

it("finds what is shown as not sent where the server refuses nothing", () => {
  const server = [kim("k1"), ann("a1"), kim("k2")];
  const failed = { outgoing: [{ text: "a2", isFailed: true }] };
  const tabs = [tab("one", server, failed), tab("two", server, failed)];
  assert.deepEqual(failedIn(tabs), ["a2"]);
  assert.deepEqual(failedIn([tab("one", server, { outgoing: [{ text: "a2", isFailed: false }] })]), []);
  assert.deepEqual(found({ server, tabs }), []);
  assert.deepEqual(found({ server, tabs, mayRefuse: false }), ["shown as not sent: a2"]);
});

it("finds what is there twice, but where an answer may have been lost to a server that knows no ids", () => {
  const server = [kim("k1"), ann("a1"), ann("a1", 20), ann("a2"), kim("k2")];
  assert.deepEqual([doublesIn(all), doublesIn(server)], [0, 1]);
  assert.deepEqual(found({ server }), ["2 times on the server: a1"]);
  assert.deepEqual(found({ server, knowsIds: false }), []);
  const asked = [];
  const disturbed = (...span) => asked.push(span) && false;
  assert.deepEqual(found({ server, knowsIds: false, disturbed }), ["2 times on the server: a1"]);
  assert.deepEqual(asked, [[1, 20]]);
  const thrice = [...server, ann("a1", 30)];
  assert.deepEqual(found({ server: thrice, knowsIds: false }), []);
  const once = (from) => from < 20;
  assert.deepEqual(found({ server: thrice, knowsIds: false, disturbed: once }), ["3 times on the server: a1"]);
});

it("finds what is out of order, where one tab said it", () => {
  const server = [kim("k1"), ann("a2"), ann("a1"), kim("k2")];
  assert.deepEqual(found({ server }), ["out of order: a2 before a1"]);
  const typed = [
    { text: "a1", tab: 0, at: 1 },
    { text: "a2", tab: 1, at: 2 },
  ];
  assert.deepEqual(found({ server, typed }), []);
});

it("finds a tab that has it otherwise, and says how", () => {
  for (const rows of [all.slice(1), [...all, kim("k2")], [all[1], all[0], all[2], all[3]]]) {
    const faults = found({ tabs: [tab("one", all), tab("two", rows)] });
    assert.equal(faults.length, 2);
    assert.match(faults[0], /^two shows otherwise/);
    assert.match(faults[1], /^two tells otherwise/);
  }
  const asAgent = [kim("k1"), kim("a1"), ann("a2"), kim("k2")];
  assert.match(found({ tabs: [tab("one", asAgent)] })[0], /- visitor: a1\n +\+ agent: a1/);
});

it("finds what nobody said, what the agent does not see, and what was told twice", () => {
  const server = [...all, ann("a3")];
  assert.deepEqual(found({ server }), ["nobody said: a3"]);
  assert.deepEqual(found({ agent: ["a1"] }), ["the agent sees a1"]);
  assert.deepEqual(found({ tabs: [tab("one", all, { heard: [[1, 2, 1]] })] }), ["one was told twice: 1"]);
});

it("finds what is told again by the next page of a tab", () => {
  assert.deepEqual(toldTwice([]), []);
  assert.deepEqual(toldTwice([[1, 2], [], [3]]), []);
  assert.deepEqual(toldTwice([[1, 2], [3, 2, 1]]), [2, 1]);
  const heard = [[1], [1, 2]];
  assert.deepEqual(found({ tabs: [tab("one", all), tab("two", all, { heard })] }), ["two was told twice: 1"]);
  // Each tab is told once.
  assert.deepEqual(found({ tabs: [tab("one", all), tab("two", all)] }), []);
});

it("a difference has each line once", () => {
  const lines = difference([ann("a"), ann("b"), ann("c")], [ann("b"), ann("c"), ann("c")]);
  assert.deepEqual(lines, ["- visitor: a", "  visitor: b", "  visitor: c", "+ visitor: c"]);
});

it("a disturbance lasts until it ends, or will have", () => {
  const disturbances = new Disturbances();
  const began = Date.now();
  assert.equal(disturbances.overlap(0, began), false);
  const end = disturbances.begin();
  assert.equal(disturbances.overlap(0, began - 1), false);
  assert.equal(disturbances.overlap(began + 9_000, began + 9_001), true);
  end(5_000);
  assert.equal(disturbances.overlap(began + 9_000, began + 9_001), false);
  assert.equal(disturbances.overlap(began + 4_000, began + 4_001), true);
});
