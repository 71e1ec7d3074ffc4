// The widget's texts: those of its language, which are fetched when they are needed, and over them what a page gives.

import { chooseLanguage } from "./language.js";

/** Names of the old chat widget, and ours. */
const old = { __proto__: null, regSubmit: "formSubmit", regExit: "cancel" };
const PATIENCE = 300;
const GIVE_UP = 10_000;

const toTexts = (given) =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, text]) => typeof text === "string")
      .map(([name, text]) => [old[name] ?? name, text]),
  );

/** What comes of a promise, of whatever kind: its value, or the reason why there is none. */
async function outcomeOf(promised) {
  try {
    return { value: await promised };
  } catch (reason) {
    return { reason };
  }
}

/** The same for several. Pages with a Promise of their own may not have `Promise.allSettled`. */
async function outcomesOf(sources) {
  const found = [];
  for (const outcome of sources.map(outcomeOf)) found.push(await outcome);
  return found;
}

async function fetchTexts(url) {
  const failed = (why) => new Error(`the texts of ${url} could not be loaded: ${why}`);
  const { value: response, reason } = await outcomeOf(fetch(url, { signal: AbortSignal.timeout?.(GIVE_UP) }));
  if (reason) throw failed(reason.message);
  if (!response.ok) throw failed(`HTTP ${response.status}`);
  const { value: given } = await outcomeOf(response.json());
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw failed("it is no JSON object");
  return toTexts(given);
}

/** English is built in. */
const ofOurs = (ours) => (ours === "en" ? {} : fetchTexts(new URL(`locales/${ours}.json?${REJOIN_TEXTS}`, import.meta.url).href));

const ofPage = (given = {}, { spoken }) => (typeof given === "string" ? fetchTexts(given.replace("{language}", spoken)) : toTexts(given));

/** Not by `Promise`: that may be the page's own, and what an async function gives is not one of those. */
const isAtHand = (texts) => typeof texts.then !== "function";

/**
 * What chooses the widget's texts, and calls `use` with the language and with them; those later in the list go over
 * those before.
 */
export function createTexts({ language, localization, ui }, use, log) {
  const title = ui?.title === undefined ? {} : { title: ui.title };
  let given = { language, localization };
  let turns = 0;

  /** The texts, or the promises of those that must be fetched. */
  const find = (choice, { localization }) => [ofOurs(choice.ours), ofPage(localization, choice)];

  /** Those that could be had, English for the others. */
  async function useFound({ spoken }, sources, turn) {
    const found = await outcomesOf(sources);
    for (const { reason } of found) if (reason) log("warn", `${reason.message}; English is used (242)`);
    if (turn === turns) use(found[0].value ? spoken : "en", [...found.map(({ value }) => value ?? {}), title]);
  }

  return {
    /**
     * Gives a promise for when the chat may be drawn: texts that take long come after it, and nobody waits for texts
     * that do not come.
     */
    begin() {
      const choice = chooseLanguage(given);
      const sources = find(choice, given);
      const isAll = sources.every(isAtHand);
      use(isAll ? choice.spoken : "en", [...sources.filter(isAtHand), title]);
      if (isAll) return { then: (show) => show() };
      const used = useFound(choice, sources, turns);
      return new Promise((resolve) => {
        used.then(resolve);
        setTimeout(resolve, PATIENCE);
      });
    },
    /** Speaks another language. Fails, and goes on as before, where its texts cannot be had. */
    async change(wanted) {
      const next = { ...given, ...wanted };
      const choice = chooseLanguage(next);
      const turn = ++turns;
      const found = await outcomesOf(find(choice, next));
      for (const { reason } of found) if (reason) throw reason;
      if (turn !== turns) return;
      given = next;
      use(choice.spoken, [...found.map(({ value }) => value), title]);
    },
  };
}
