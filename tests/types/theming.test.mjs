// Every theme can be read in both schemes, and docs/theming.md says what there is to set.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { it } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));

const sheet = /r#"(.*?)"#/s.exec(read("src/widget/style/tokens.rs"))[1];
const docs = read("docs/theming.md");
const types = read("static/chat.d.ts");

/** The custom properties that are set between two braces. */
const declared = (text) => new Map(matches(text, /--rj-([\w-]+):\s*(.*?);/gs));
const ground = declared(sheet.slice(0, sheet.indexOf("@media")));
const tokens = [...ground.keys()].filter((name) => !/^in-/.test(name));
const themes = ["harbour", ...matches(types, /ThemeName = (.*);/g)[0][0].match(/\w+/g).slice(1)];
const own = (theme) => declared(new RegExp(`&\\.rj-${theme} \\{(.*?)\\}`, "s").exec(sheet)?.[1] ?? "");

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** A token's red, green and blue. */
function colour(name, values, scheme) {
  const value = values.get(name);
  const both = new RegExp(`--rj-in-${scheme}, (#[0-9a-f]{6})\\)`).exec(value);
  if (both) return rgb(both[1]);
  const alias = /^var\(--rj-([\w-]+)\)$/.exec(value);
  if (alias) return colour(alias[1], values, scheme);
  const mix = /^color-mix\(in srgb, var\(--rj-([\w-]+)\) (\d+)%, var\(--rj-([\w-]+)\)\)$/.exec(value);
  assert(mix, `--rj-${name} is a colour that this test does not know how to read: ${value}`);
  const [one, other] = [colour(mix[1], values, scheme), colour(mix[3], values, scheme)];
  return one.map((part, i) => (part * mix[2] + other[i] * (100 - mix[2])) / 100);
}

const light = (parts) => {
  const [r, g, b] = parts.map((part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (...pair) => {
  const [dark, bright] = pair.map(light).sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};

/** What stands on what: words, and the edges and signs without which something could not be made out. */
const words = [
  ["text", "surface"],
  ["text", "bubble"],
  ["on-bubble", "bubble"],
  ["on-own", "own"],
  ["on-accent", "accent"],
  ["muted", "surface"],
  ["muted", "bubble"],
  ["accent", "surface"],
  ["danger", "surface"],
  ["surface", "danger"],
  ["on-warn", "warn"],
];
const shapes = [
  ["edge", "surface"],
  ["accent", "bubble"],
];

it("every theme has enough contrast, light and dark", () => {
  assert.equal(themes.length, 4);
  for (const theme of themes) {
    const values = new Map([...ground, ...own(theme)]);
    for (const scheme of ["light", "dark"]) {
      for (const [pairs, least] of [[words, 4.5], [shapes, 3]]) {
        for (const [on, under] of pairs) {
          const ratio = contrast(colour(on, values, scheme), colour(under, values, scheme));
          assert(ratio >= least, `${theme}, ${scheme}: ${on} on ${under} has ${ratio.toFixed(2)}, not ${least}`);
        }
      }
    }
  }
});

it("letters have enough contrast in each of their colours, light and dark", () => {
  const sheet = read("src/widget/style/transcript.rs");
  const hues = matches(sheet, /--rj-hue: (#[0-9a-f]{6});/g).map(([hex]) => rgb(hex));
  const mixes = matches(sheet, /color-mix\(in srgb, var\(--rj-hue\) (\d+)%, var\(--rj-(\w+)\)\)/g);
  assert.deepEqual([hues.length, mixes.map(([, token]) => token)], [6, ["text", "surface"]]);
  for (const theme of themes) {
    const values = new Map([...ground, ...own(theme)]);
    for (const scheme of ["light", "dark"]) {
      const text = colour("text", values, scheme);
      for (const hue of [...hues, text]) {
        const mixed = ([share, token]) => colour(token, values, scheme).map((part, i) => (hue[i] * share + part * (100 - share)) / 100);
        const ratio = contrast(...mixes.map(mixed));
        assert(ratio >= 4.5, `${theme}, ${scheme}: letters in ${hue} have ${ratio.toFixed(2)}`);
      }
    }
  }
});

it("a theme and the compact density set nothing but tokens, and only themes that there are", () => {
  const blocks = matches(sheet, /&\.rj-(\w+) \{(.*?)\}/gs).filter(([name]) => name !== "dark");
  assert.deepEqual(blocks.map(([name]) => name), [...themes.slice(1), "compact"]);
  for (const [, text] of blocks) for (const name of declared(text).keys()) assert(tokens.includes(name), name);
});

it("the sheets use only tokens that there are, and all of them", () => {
  const folder = "src/widget/style";
  const files = readdirSync(new URL(`../../${folder}`, import.meta.url));
  const used = new Set(files.flatMap((file) => matches(read(`${folder}/${file}`), /var\(--rj-([\w-]+)/g).flat()));
  // The widget sets the last five itself: two of them on small screens, one for each person without a picture.
  const known = ["none", "in-light", "in-dark", ...tokens, "visible-top", "visible-height", "foot", "side", "hue"];
  assert.deepEqual([...used].filter((name) => !known.includes(name)), []);
  assert.deepEqual(tokens.filter((name) => !used.has(name)), []);
});

it("docs/theming.md and chat.d.ts have every token", () => {
  const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const section = /## Tokens\n(.*?)\n## /s.exec(docs)[1];
  assert.deepEqual(matches(section, /^\| `--rj-([\w-]+)` \|/gm).flat(), tokens);
  const inTypes = /interface Theme \{(.*?)\n\}/s.exec(types)[1];
  const settable = tokens.filter((name) => name !== "z").map(camel);
  assert.deepEqual(matches(inTypes, /^ {2}(\w+)\?/gm).flat(), ["name", ...settable]);
});

it("docs/theming.md has every part", () => {
  const files = readdirSync(new URL("../../src/widget", import.meta.url)).filter((name) => name.endsWith(".rs"));
  const sources = files.map((file) => read(`src/widget/${file}`)).join("\n");
  const literals = matches(sources, /part="([^"]+)"/g).concat(matches(sources, /"(message (?:own|theirs))"/g));
  const options = matches(sources, /part=\{.*"(\w+)".*\}/g);
  const drawn = ["emoji", "link_previews"].flatMap((name) => matches(read(`static/${name}.js`), /"part", "(\w+)"/g));
  const parts = new Set([...literals, ...options, ...drawn].flatMap(([names]) => names.split(" ")));
  const section = /## Parts\n(.*?)\n## /s.exec(docs)[1];
  const listed = matches(section, /^\| (`[^|]+) \|/gm).flatMap(([cell]) => matches(cell, /`([\w-]+)`/g).flat());
  assert.deepEqual(listed.sort(), [...parts].sort());
});
