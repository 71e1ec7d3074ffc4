// Which language the widget speaks: the one that is asked for, that of the page, or the visitor's, as far as there are
// texts in it.

/** Tags of the languages in static/locales. */
const OURS = REJOIN_LANGUAGES;

/** Those whose readers read another. */
const NEIGHBOURS = { __proto__: null, nn: "nb", no: "nb" };

/** Of ours the one for a tag: `de-AT` reads `de`, `zh-TW` reads `zh-Hant`. */
function findOurs(tag) {
  if (OURS.includes(tag)) return tag;
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    const near = NEIGHBOURS[language] ?? language;
    return [`${near}-${script}`, `${near}-${region}`, near].find((one) => OURS.includes(one));
  } catch {
    return undefined;
  }
}

/** Pages also write `de_AT`. */
const tagOf = (words) => words.replace(/_/g, "-");

/** Whether it is the tag of a language, of ours or not. */
export function isTag(value) {
  try {
    return typeof value === "string" && Intl.getCanonicalLocales(tagOf(value)).length === 1;
  } catch {
    return false;
  }
}

/** Whether there are texts for a tag. */
export const isSpoken = (tag) => !!findOurs(tagOf(tag));

/**
 * The language to speak, and of ours the one whose texts are to be used. Who has texts of their own may speak one that
 * we have not.
 */
export function chooseLanguage({ language, localization }) {
  const visitors = navigator.languages ?? [];
  const asked = [language, document.documentElement.lang].filter(Boolean).map(tagOf);
  const ours = [...asked, ...visitors].map(findOurs).find(Boolean) ?? "en";
  if (localization && asked.length && !findOurs(asked[0])) return { spoken: asked[0], ours };
  // As in their country, if it is told: times are written otherwise in en-GB than in en-US.
  const exact = [...asked.filter((tag) => tag.includes("-")), ...visitors];
  return { spoken: exact.find((tag) => findOurs(tag) === ours) ?? ours, ours };
}

/** Calls `then` when the page says that it is in another language. Gives what ends that. */
export function watchLanguage(then) {
  const watch = new MutationObserver(then);
  watch.observe(document.documentElement, { attributeFilter: ["lang"] });
  return () => watch.disconnect();
}
