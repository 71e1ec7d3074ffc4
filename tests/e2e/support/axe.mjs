// What axe finds wrong with a page, as pairs of a rule and the elements that break it. Rules in `except` do not count.

import { createRequire } from "node:module";

const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function axe(page, { except = [] } = {}) {
  await page.addScriptTag({ path: source });
  const found = await page.evaluate(async (tags) => {
    const { violations } = await window.axe.run({ runOnly: tags });
    return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
  }, TAGS);
  return found.filter(([rule]) => !except.includes(rule));
}
