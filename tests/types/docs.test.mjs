// The tables in docs/ say what the code says.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { it } from "node:test";
import * as errors from "../../static/chat/errors.js";
import { englishTexts, matches, read } from "./sources.mjs";


/** All codes: number, name, whether a warning, whether retryable, sentence. */
function codes() {
  const source = read("src/engine/error.rs");
  const retryable = /matches!\(\s*self,(.*?)\)/s.exec(source)[1];
  const sentences = new Map(matches(source, /Self::(\w+) => \{?\s*"(.*?)"/g));
  return matches(source, /\/\/\/ (.*)\n(?: +\/\/\/ .*\n)* +(\w+) = (\d+),/g).map(([meaning, name, number]) => ({
    number: Number(number),
    name,
    retryable: new RegExp(`\\b${name}\\b`).test(retryable),
    isWarning: meaning.startsWith("A warning:"),
    sentence: sentences.get(name),
  }));
}

it("docs/errors.md has every code", () => {
  const rows = matches(read("docs/errors.md"), /^\| (\d+) \| (\w+) \|.*\| (yes|no|–) \|/gm);
  const expected = codes().map(({ number, name, retryable, isWarning }) => [
    String(number),
    name,
    isWarning ? "–" : retryable ? "yes" : "no",
  ]);
  assert(expected.length > 20);
  assert.deepEqual(rows, expected);
});

it("static/chat/errors.js says the same as src/engine/error.rs", () => {
  const own = Object.values(errors).filter(Array.isArray);
  assert(own.length > 5);
  for (const [number, sentence] of own) {
    assert.equal(sentence, codes().find((code) => code.number === number)?.sentence);
  }
  for (const { number, retryable } of codes()) {
    assert.equal(errors.failure([number, ""]).error.retryable, retryable, `code ${number}`);
  }
});

it("docs/chat-api.md has every text", () => {
  const section = /## Texts\n(.*?)\n## /s.exec(read("docs/chat-api.md"))[1];
  assert.deepEqual(Object.fromEntries(matches(section, /^\| `(\w+)` \| (.*?) \|/gm)), englishTexts());
});

it("docs/chat-api.md has every class name", () => {
  const names = (text) => [...new Set(text.match(/gwc-[\w-]+/g))].sort();
  const files = readdirSync(new URL("../../src/widget", import.meta.url)).filter((name) => name.endsWith(".rs"));
  const sources = files.map((file) => read(`src/widget/${file}`));
  const section = /## Looks\n(.*?)\n## /s.exec(read("docs/chat-api.md"))[1];
  assert.deepEqual(names(section), names(sources.join("\n")));
});

it("docs/chat-api.md and the engine's own list have every key that is stored", () => {
  const paths = matches(read("src/engine/snapshot/path.rs"), /Self::\w+(?:\(\w+\))? => (?:f\.write_str|write!)\((?:f, )?"([a-z]+)/g).map(([name]) => name);
  assert(paths.length >= 9);
  const named = (text, row) => matches(text, row).flatMap(([names]) => matches(names, /`2\/([a-z]+)/g).map(([name]) => name));
  const section = /## What is stored\n(.*?)\n## /s.exec(read("docs/chat-api.md"))[1];
  const lease = "lease"; // of the pages, not of the chat
  assert.deepEqual(named(section, /^\| (`2\/.*?) \|/gm).sort(), [...paths, lease].sort());
  assert.deepEqual(named(read("src/engine/snapshot/mod.rs"), /^\/\/! \| (`2\/.*?) \|/gm).sort(), [...paths].sort());
  const shared = matches(read("src/runtime/tabs.rs"), /^const \w+: &str = "(\w+)";/gm).map(([name]) => name);
  for (const name of shared) assert(section.includes(`${name}\``), name);
});
