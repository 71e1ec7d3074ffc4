// The language of the widget: whose it is, what follows it, and what happens when it changes.

import { readFileSync, readdirSync } from "node:fs";
import { parts, say } from "../support/chat.mjs";
import { expect, labIsReady, logged, openLab, restore, session, start, test } from "./support/site.mjs";

const folder = new URL("../../../static/locales/", import.meta.url);
const textsOf = (tag) => JSON.parse(readFileSync(new URL(`${tag}.json`, folder), "utf8"));
const tags = readdirSync(folder).flatMap((file) => /^(?!reviewed)(.+)\.json$/.exec(file)?.[1] ?? []);

/** What the window says of itself. */
async function expectSpoken(page, tag, { lang = tag, dir = "ltr" } = {}) {
  await expect(parts(page).window).toHaveAttribute("aria-label", textsOf(tag).title);
  const widget = page.locator(".rejoin");
  await expect(widget).toHaveAttribute("lang", lang);
  await expect(widget).toHaveAttribute("dir", dir);
}

const pageIn = (lab, lang) => lab.evaluate((lang) => (document.documentElement.lang = lang), lang);

for (const [says, tag, what = {}] of [
  ["de", "de"],
  ["de-AT", "de", { lang: "de-AT" }],
  ["pt_BR", "pt-BR"],
  ["pt", "pt"],
  ["zh-TW", "zh-Hant", { lang: "zh-TW" }],
  ["zh-CN", "zh-Hans", { lang: "zh-CN" }],
  ["no", "nb"],
  ["ur", "ur", { dir: "rtl" }],
  ["eu", "en", { lang: "en-GB" }],
  ["not a tag", "en", { lang: "en-GB" }],
]) {
  test(`a page in "${says}" has a chat in "${tag}"`, async ({ lab }) => {
    await pageIn(lab, says);
    await start(lab);
    await expectSpoken(lab, tag, what);
  });
}

test.describe("a visitor whose browser speaks French", () => {
  test.use({ locale: "fr-CA" });

  test("is spoken to in French where the page says nothing, and in the page's language where it does", async ({ lab, site }) => {
    await pageIn(lab, "");
    await start(lab, { namespace: "a" });
    await expectSpoken(lab, "fr", { lang: "fr-CA" });
    const other = await openLab(site);
    await pageIn(other, "it");
    await start(other, { namespace: "b" });
    await expectSpoken(other, "it");
  });
});

test("the option goes over the page's language, and a page that changes its own then changes nothing", async ({ lab }) => {
  await pageIn(lab, "de");
  await start(lab, { language: "fi" });
  await expectSpoken(lab, "fi");
  await pageIn(lab, "sv");
  await lab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await expectSpoken(lab, "fi");
});

test("each language is there, and comes back with the chat", async ({ lab }) => {
  test.slow();
  await start(lab);
  await say(lab, "Hello");
  for (const tag of tags) {
    await session(lab, "setLanguage", tag);
    const texts = textsOf(tag);
    await expect(parts(lab).window).toHaveAttribute("aria-label", texts.title);
    await expect(lab.getByTestId("rejoin-send")).toHaveAttribute("aria-label", texts.send);
  }
});

test("a chat that comes back is in the page's language from the first look at it", async ({ lab }) => {
  await pageIn(lab, "he");
  await start(lab);
  await lab.reload();
  await labIsReady(lab);
  await pageIn(lab, "he");
  await restore(lab);
  await expectSpoken(lab, "he", { dir: "rtl" });
});

test("where the widget stands follows the page, and not its language", async ({ lab }) => {
  const sideOf = async () => {
    const { x, width } = await parts(lab).window.boundingBox();
    return x + width / 2 > 640 ? "right" : "left";
  };
  await start(lab, { language: "ar", namespace: "a" });
  await expectSpoken(lab, "ar", { dir: "rtl" });
  expect(await sideOf()).toBe("right");
  await lab.evaluate(() => chat.destroy());
  await lab.evaluate(() => (document.documentElement.dir = "rtl"));
  await start(lab, { language: "de", namespace: "b" });
  await expectSpoken(lab, "de");
  expect(await sideOf()).toBe("left");
});

test("a page that changes its language takes the chat with it: draft, caret and focus stay", async ({ lab }) => {
  await start(lab);
  const { composer } = parts(lab);
  await composer.fill("Half a sentence");
  await composer.press("Home");
  await pageIn(lab, "pl");
  await expectSpoken(lab, "pl");
  await expect(composer).toHaveValue("Half a sentence");
  await expect(composer).toBeFocused();
  await lab.keyboard.type("Now: ");
  await expect(composer).toHaveValue("Now: Half a sentence");
});

test("a form keeps what was filled in when the language changes", async ({ lab }) => {
  await lab.evaluate(() => void chat.startChat(lab.options({ registration: true })));
  const field = lab.getByRole("textbox").first();
  await field.fill("Ann");
  await pageIn(lab, "ja");
  await expectSpoken(lab, "ja");
  await expect(lab.getByRole("textbox").first()).toHaveValue("Ann");
  await expect(lab.getByRole("textbox").first()).toBeFocused();
});

test("the form that is there by default is in the language, and follows it; words of the page stay", async ({ lab }) => {
  const { field } = parts(lab);
  const summary = lab.getByTestId("rejoin-form-summary");
  const expectAsked = async (tag) => {
    const texts = textsOf(tag);
    for (const name of ["firstName", "lastName", "email", "subject"]) {
      const label = await field(name).evaluate((input) => input.labels[0].innerText);
      expect(label.replace(texts.optional, "").trim()).toBe(texts[name]);
    }
    await expect(summary.getByRole("button")).toHaveText([texts.firstName, texts.email]);
  };
  await pageIn(lab, "de");
  await lab.evaluate(() => void chat.startChat(lab.options({ registration: true })));
  await field("lastName").fill("Lee");
  await lab.getByTestId("rejoin-submit").click();
  await expectSpoken(lab, "de");
  await expectAsked("de");
  for (const tag of ["ar", "vi", "en"]) {
    await pageIn(lab, tag);
    await expectSpoken(lab, tag, { lang: tag === "en" ? "en-GB" : tag, dir: tag === "ar" ? "rtl" : "ltr" });
    await expectAsked(tag);
    await expect(field("lastName")).toHaveValue("Lee");
  }
  await lab.evaluate(() => chat.destroy());
  await pageIn(lab, "de");
  const fields = [{ name: "firstName", label: "First name" }];
  await lab.evaluate((fields) => void chat.startChat(lab.options({ namespace: "own", registration: { fields } })), fields);
  await expectSpoken(lab, "de");
  await expect(lab.getByLabel("First name")).toBeVisible();
});

test("what goes wrong is told in the language, and what the server says in its words", async ({ lab, site }) => {
  const texts = textsOf("de");
  await lab.evaluate(() => {
    const good = lab.transport();
    const startSession = (given) => (window.refusal ? Promise.reject({ error: window.refusal }) : good.startSession(given));
    const fields = [{ name: "order", pattern: "\\d+" }];
    const sendMessage = () => new Promise(() => {});
    chat.startChat(lab.options({ language: "de", transport: { ...good, startSession, sendMessage }, registration: { fields } }));
  });
  const submit = lab.getByTestId("rejoin-submit");
  await parts(lab).field("order").fill("x");
  await submit.click();
  await expect(lab.getByTestId("rejoin-problem-order")).toHaveText(texts.invalidPattern);
  await parts(lab).field("order").fill("7");
  for (const [refusal, words] of [
    [{ code: 400 }, texts.startRefused],
    [{ code: 213 }, texts.startIncomplete],
    [{ code: 400, description: "Closed on Sundays." }, "Closed on Sundays."],
  ]) {
    await lab.evaluate((refusal) => (window.refusal = refusal), refusal);
    await submit.click();
    await expect(lab.getByTestId("rejoin-start-problem")).toHaveText(words);
  }
  await lab.evaluate(() => (window.refusal = undefined));
  await submit.click();
  await expect(parts(lab).composer).toBeVisible();
  await say(lab, "Lost?");
  await expect(lab.getByTestId("rejoin-delivery")).toHaveText(texts.sending);
  await site.server("ends");
  await expect(parts(lab).ended).toBeVisible();
  await expect(lab.getByTestId("rejoin-delivery")).toContainText(`${texts.failed} ${texts.endedClosed}`);
});

test("a name in other letters stands by itself in the sentence", async ({ lab, site }) => {
  await start(lab, { language: "ar" });
  const name = "Kim (Larch Street 12)";
  await site.agent("Joins", name);
  await site.agent("Types", true);
  const texts = textsOf("ar");
  const event = parts(lab).transcript.locator(".rj-event span").first();
  for (const [part, text] of [[parts(lab).subtitle, texts.with], [event, texts.joined], [lab.getByTestId("rejoin-typing"), texts.typing]]) {
    await expect(part).toHaveText(text.replace("{name}", name));
    await expect(part.locator("bdi")).toHaveText(name);
  }
});

/** How far what stands in an element is from where it begins on the left, and the part before a name from the name. */
const placed = (locator) =>
  locator.evaluate((node) => {
    const range = document.createRange();
    const boxOf = (it) => (range.selectNodeContents(it), range.getBoundingClientRect());
    const name = node.querySelector("bdi");
    const [words, rest] = [name.previousSibling, name].map(boxOf);
    const block = node.closest("p, div, li").getBoundingClientRect();
    return { isNameLast: rest.left >= words.right - 1, isNameFirst: rest.right <= words.left + 1, toRight: block.right - Math.max(words.right, rest.right) };
  });

test("in a page from right to left its words go their own way, and stay on the page's side", async ({ lab, site }) => {
  const wordsOf = async (name) => {
    await site.agent("Joins", name);
    await expect(parts(lab).subtitle).toContainText(name);
    return placed(parts(lab).subtitle);
  };
  await lab.evaluate(() => (document.documentElement.dir = "rtl"));
  for (const [namespace, name] of Object.entries({ a: "Kim", b: "קים" })) {
    await start(lab, { namespace });
    // As in a Yew app that does not say which language its texts are in.
    await lab.locator(".rejoin").evaluate((widget) => widget.removeAttribute("dir"));
    const { isNameLast, toRight } = await wordsOf(name);
    expect([name, isNameLast, Math.round(toRight)]).toEqual([name, true, 0]);
    await lab.evaluate(() => chat.destroy());
  }
  await start(lab, { namespace: "ar", language: "ar" });
  const { isNameFirst, toRight } = await wordsOf("Kim");
  expect([isNameFirst, Math.round(toRight)]).toEqual([true, 0]);
});

test("plural forms and digits are those of the language", async ({ lab, site }) => {
  await start(lab, { language: "pl" });
  await lab.getByTestId("rejoin-minimise").click();
  const launcher = lab.getByTestId("rejoin-launcher");
  const texts = textsOf("pl");
  for (const [count, form] of [[1, "one"], [2, "few"], [3, "few"], [4, "few"], [5, "many"]]) {
    await site.agent("Says", `Number ${count}`);
    const words = texts[`unread.${form}`].replace("{count}", count);
    await expect(launcher).toHaveAttribute("aria-label", `${texts.open}, ${words}`);
  }
  await session(lab, "setLanguage", "fa");
  await expect(lab.getByTestId("rejoin-unread")).toHaveText("۵");
});

test("texts of the page go over those of the language, and into the place of theirs all forms of it", async ({ lab, site }) => {
  await start(lab, { language: "pl", localization: { send: "Wyślij mi", unread: "{count}!" }, ui: { title: "Warsztat" } });
  await expect(parts(lab).window).toHaveAttribute("aria-label", "Warsztat");
  await expect(lab.getByTestId("rejoin-send")).toHaveAttribute("aria-label", "Wyślij mi");
  await lab.getByTestId("rejoin-minimise").click();
  await site.agent("Says", "One");
  await expect(lab.getByTestId("rejoin-launcher")).toHaveAttribute("aria-label", `${textsOf("pl").open}, 1!`);
});

test("texts of the page in a language that we have not are spoken in it", async ({ lab, context }) => {
  await context.route("**/mine/*.json", (route) => route.fulfill({ json: { title: "Galdetu", send: "Bidali" } }));
  await start(lab, { language: "eu", localization: "/mine/{language}.json" });
  await expect(parts(lab).window).toHaveAttribute("aria-label", "Galdetu");
  await expect(lab.locator(".rejoin")).toHaveAttribute("lang", "eu");
});

test.describe("texts that do not come", () => {
  test.use({ provoked: /net::ERR_|404|could not be loaded/ });

  test("leave English at the start, with a warning, and the language as it is later", async ({ lab, context }) => {
    await context.route("**/locales/{de,sv}.json*", (route) => route.fulfill({ status: 404, body: "" }));
    await start(lab, { language: "de" });
    await expectSpoken(lab, "en", { lang: "en" });
    await expect.poll(async () => (await logged(lab)).join("\n")).toMatch(/de\.json.* could not be loaded: HTTP 404; English is used \(242\)/);
    await session(lab, "setLanguage", "da");
    await expectSpoken(lab, "da");
    const outcome = await session(lab, "setLanguage", "sv");
    expect(outcome.fail).toMatchObject({ code: 242 });
    await expectSpoken(lab, "da");
  });

  test("that come late are taken then, and nobody waits for them", async ({ lab, context }) => {
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await context.route("**/locales/de.json*", async (route) => {
      await held;
      await route.continue();
    });
    await start(lab, { language: "de" });
    await expectSpoken(lab, "en", { lang: "en" });
    await parts(lab).composer.fill("Typed meanwhile");
    answer();
    await expectSpoken(lab, "de");
    await expect(parts(lab).composer).toHaveValue("Typed meanwhile");
  });
});

test("of two changes the later one counts, in whichever order their texts come", async ({ lab, context }) => {
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await context.route("**/locales/de.json*", async (route) => {
    await held;
    await route.continue();
  });
  await start(lab);
  await pageIn(lab, "de");
  await pageIn(lab, "nl");
  await expectSpoken(lab, "nl");
  const came = lab.waitForResponse(/de\.json/);
  answer();
  await came;
  await lab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  await expectSpoken(lab, "nl");
});

test("setLanguage says what is wrong with what it is given", async ({ lab }) => {
  await start(lab);
  const said = (language) => session(lab, "setLanguage", language);
  expect((await said("no tag!")).fail).toMatchObject({ code: 204 });
  expect((await said("eu")).fail).toMatchObject({ code: 204 });
  expect((await said(7)).fail).toMatchObject({ code: 204 });
  expect((await said("en")).fail).toBeUndefined();
});

test("a language that is no tag is an option that is wrong", async ({ lab }) => {
  expect((await start(lab, { language: "german please" })).fail).toMatchObject({ code: 204 });
});
