// Fonts that come with the tests: what a machine has of its own shows in no picture.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const PATH = "/test-fonts/";
/** What is drawn in which weights; a package has one sheet for each. */
const sheets = {
  "noto-sans": ["400", "400-italic", "600", "700"],
  "noto-sans-arabic": ["400", "700"],
  "noto-sans-hebrew": ["400", "700"],
  "noto-sans-mono": ["400"],
  "noto-emoji": ["400"],
};
/** The parts of them that the tests have words for. */
const PARTS = /-(latin|latin-ext|arabic|hebrew|emoji|\[\d+\])-\d+-/;
const STACK = '"Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Emoji"';

const folderOf = (name) => dirname(require.resolve(`@fontsource/${name}/package.json`));

function sheet(name, weight) {
  const rules = readFileSync(join(folderOf(name), `${weight}.css`), "utf8").split(/(?=\/\* )/);
  const wanted = rules.filter((rule) => PARTS.test(rule.slice(0, rule.indexOf("*/"))));
  return wanted.join("").replaceAll("url(./files/", `url(${PATH}${name}/`);
}

const faces = Object.entries(sheets).flatMap(([name, weights]) => weights.map((weight) => sheet(name, weight)));
const rules = `
  :root { --sans: ${STACK}; }
  body .rejoin.rejoin { --rj-font: ${STACK}; }
  body .rejoin :is(code, pre) { font-family: "Noto Sans Mono"; }
`;

/** Whatever the page shows is drawn in these fonts, from its first line on; `more` are rules to go with them. */
export async function useTestFonts(page, more = "") {
  await page.route(`**${PATH}**`, (route) => {
    const [name, file] = new URL(route.request().url()).pathname.slice(PATH.length).split("/");
    return route.fulfill({ path: join(folderOf(name), "files", decodeURIComponent(file)) });
  });
  // What would be drawn before they are there would have other heights.
  await page.route("**/*.wasm", async (route) => {
    await page.evaluate(() => window.testFonts);
    await route.continue();
  });
  await page.addInitScript((text) => {
    const own = new CSSStyleSheet();
    own.replaceSync(text);
    document.adoptedStyleSheets = [own];
    window.testFonts = Promise.all([...document.fonts].map((face) => face.load()));
  }, [...faces, rules, more].join("\n"));
}
