// The widget's texts: what a page gives, over English.

/** Names of the old chat widget, and ours. */
const old = { __proto__: null, regSubmit: "form_submit", regExit: "cancel" };
const PATIENCE = 300;
const GIVE_UP = 10_000;

const nameOf = (name) => old[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const toTexts = (given) =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, text]) => typeof text === "string")
      .map(([name, text]) => [nameOf(name), text]),
  );

async function fetchTexts(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout?.(GIVE_UP) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const given = await response.json();
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new Error("it is not an object");
  return toTexts(given);
}

/**
 * Calls `use` with the texts. Gives a promise for when the chat may be drawn: texts that take long come after it, and
 * nobody waits for texts that do not come.
 */
export function withTexts({ localization, ui }, use, log) {
  const title = ui?.title === undefined ? {} : { title: ui.title };
  if (typeof localization !== "string") {
    use({ ...toTexts(localization ?? {}), ...title });
    return { then: (show) => show() };
  }
  use(title);
  const loaded = fetchTexts(localization).then(
    (texts) => use({ ...texts, ...title }),
    (error) => log("warn", `the texts of ${localization} could not be loaded, English is used (242)`, error),
  );
  return new Promise((resolve) => {
    loaded.then(resolve);
    setTimeout(resolve, PATIENCE);
  });
}
