// The files in static/locales are complete, and fit the code that uses them.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { it } from "node:test";
import { englishTexts, read } from "./sources.mjs";

const files = readdirSync(new URL("../../static/locales", import.meta.url)).filter((file) => file.endsWith(".json"));
const tags = files.map((file) => file.slice(0, -".json".length)).filter((tag) => tag !== "reviewed");
const locales = Object.fromEntries(tags.map((tag) => [tag, JSON.parse(read(`static/locales/${tag}.json`))]));

const mainNames = (texts) => Object.keys(texts).filter((name) => !name.includes("."));
const marks = (text) => text.match(/\{\w+\}/g)?.sort() ?? [];

it("there are thirty languages and more, of them those from right to left", () => {
  assert(tags.length > 30);
  for (const tag of ["ar", "he", "fa", "ur"]) assert(tags.includes(tag), tag);
  assert.deepEqual(Intl.getCanonicalLocales(tags), tags);
});

it("static/locales/en.json says what src/widget/labels.rs says", () => {
  assert.deepEqual(locales.en, englishTexts());
});

it("only languages that are there were read by a native reader", () => {
  for (const tag of JSON.parse(read("static/locales/reviewed.json"))) assert(tags.includes(tag), tag);
});

for (const [tag, texts] of Object.entries(locales)) {
  it(`${tag} is complete`, () => {
    assert.deepEqual(mainNames(texts), mainNames(locales.en));
    for (const [name, text] of Object.entries(texts)) assert.match(text, /^\S(.*\S)?$/s, name);
  });

  it(`${tag} has the marks of the English texts`, () => {
    for (const name of mainNames(texts)) assert.deepEqual(marks(texts[name]), marks(locales.en[name]), name);
  });

  it(`${tag} has no forms but those of its plural rules, each after its text`, () => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
    const forms = Object.keys(texts).filter((name) => name.includes("."));
    for (const name of forms) {
      const [main, form] = name.split(".");
      assert(pluralCategories.includes(form) && form !== "other", name);
      assert(marks(locales.en[main]).includes("{count}"), name);
      assert(Object.keys(texts).indexOf(name) > Object.keys(texts).indexOf(main), name);
      assert(marks(texts[name]).every((mark) => mark === "{count}"), name);
    }
  });
}
