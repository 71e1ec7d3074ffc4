// Runs the tests in every engine, or in those named: `node tests/engines/run.mjs firefox`.
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const named = process.argv.slice(2);
const engines = named.length > 0 ? named : ["firefox", "webkit"];

const ended = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => ended.abort());

/** Runs the tests in one engine; gives how many passed, and what failed. */
async function play(engine) {
  const counts = { engine, passed: 0, failed: [] };
  const results = run({
    files: [fileURLToPath(new URL(`${engine}.test.mjs`, import.meta.url))],
    timeout: 300_000,
    signal: ended.signal,
  });
  results.on("test:pass", ({ details }) => details.type === "suite" || counts.passed++);
  results.on("test:fail", ({ details, name }) => details.type === "suite" || counts.failed.push(name));
  await pipeline(results.compose(new spec()), process.stdout, { end: false });
  return counts;
}

/** More than that is no accident. */
const SECOND_LOOKS = 2;

const counts = await Promise.all(engines.map(play));
// Drivers leave a command without an answer now and then, on a busy machine: an engine in which little failed is looked
// at again by itself. What fails twice fails.
for (const [i, { engine, failed }] of counts.entries()) {
  if (failed.length === 0 || failed.length > SECOND_LOOKS) continue;
  console.log(`== ${engine} once more, by itself; what failed: ${failed.join(", ")}`);
  counts[i] = await play(engine);
}
const passed = counts.reduce((sum, { passed }) => sum + passed, 0);
const failed = counts.flatMap(({ failed }) => failed);
console.log(`${passed} passed; ${failed.length} failed`);
process.exitCode = passed > 0 && failed.length === 0 ? 0 : 1;
