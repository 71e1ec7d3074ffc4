// Runs all end-to-end tests. A few that fail are looked at again by themselves, when nothing else runs: what passes only
// then has been upset by a busy machine or has found a race; it is named, and does not hold up the rest. What fails
// twice fails.

import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const report = path("results/report.json");
const artefacts = path("results/artefacts");
const first = path("results/first-attempt");

/** More than that is no accident of timing. */
const SECOND_LOOKS = 6;

let child;
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child?.kill(signal));

/** Runs the tests, and gives what became of them; nothing when they did not come to their end. */
async function play(...given) {
  rmSync(report, { force: true });
  child = spawn("playwright", ["test", "--config", path("playwright.config.mjs"), ...given], { stdio: ["ignore", "inherit", "inherit"] });
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (!existsSync(report)) return undefined;
  const { stats, suites, errors } = JSON.parse(readFileSync(report, "utf8"));
  const failed = suites.flatMap(failures);
  // Whoever ended before every test had run has not passed.
  const isWhole = errors.length === 0 && (status === 0) === (failed.length === 0);
  return { passed: stats.expected, failed, isWhole };
}

/** Where the tests that failed stand, and what they are called. */
function failures({ suites = [], specs = [] }) {
  const own = specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line} ${title}`);
  return [...own, ...suites.flatMap(failures)];
}

const { passed = 0, failed = [], isWhole = false } = (await play()) ?? {};
let [sum, still] = [passed, failed];
if (isWhole && failed.length > 0 && failed.length <= SECOND_LOOKS) {
  rmSync(first, { recursive: true, force: true });
  cpSync(artefacts, first, { recursive: true });
  console.log(`\n== ${failed.length} failed, once more by themselves; what they left is in tests/e2e/results/first-attempt`);
  const again = await play("--last-failed", "--workers=1");
  if (again?.isWhole && again.passed + again.failed.length === failed.length) {
    sum += again.passed;
    still = again.failed;
  }
}
const upset = failed.filter((test) => !still.includes(test));
for (const test of upset) console.log(`passed only by itself, look into it: ${test}`);
for (const test of still) console.log(`failed: ${test}`);
console.log(`${sum} passed; ${still.length} failed`);
process.exitCode = isWhole && sum > 0 && still.length === 0 ? 0 : 1;
