// Runs the tests in every engine, or in those named: `node tests/engines/run.mjs firefox`.
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const named = process.argv.slice(2);
const engines = named.length > 0 ? named : ["firefox", "webkit"];

const ended = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => ended.abort());
const results = run({
  files: engines.map((name) => fileURLToPath(new URL(`${name}.test.mjs`, import.meta.url))),
  concurrency: engines.length,
  timeout: 300_000,
  signal: ended.signal,
});

const counts = { pass: 0, fail: 0 };
for (const kind of ["pass", "fail"]) {
  results.on(`test:${kind}`, ({ details }) => details.type === "suite" || counts[kind]++);
}
await pipeline(results.compose(new spec()), process.stdout, { end: false });
console.log(`${counts.pass} passed; ${counts.fail} failed`);
process.exitCode = counts.pass > 0 && counts.fail === 0 ? 0 : 1;
