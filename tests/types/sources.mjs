// What tests read out of the sources.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

export const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));

/** The texts of src/widget/labels.rs by the names that pages use. */
export function englishTexts() {
  const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  const pairs = matches(read("src/widget/labels.rs"), /^ {8}(\w+) = "(.*)";$/gm);
  assert(pairs.length > 40);
  return Object.fromEntries(pairs.map(([name, text]) => [camel(name), text]));
}
