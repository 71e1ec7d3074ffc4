// The visitor's side: what a person does with the widget, and what they see of it.

import { expect } from "@playwright/test";

export const ann = { firstName: "Ann", lastName: "Lee", email: "ann@example.com", subject: "A question" };

/** The parts of the widget on a page. */
export const parts = (page) => ({
  launcher: page.getByTestId("rejoin-launcher"),
  window: page.getByTestId("rejoin-window"),
  form: page.getByTestId("rejoin-form"),
  starting: page.getByTestId("rejoin-starting"),
  composer: page.getByTestId("rejoin-composer"),
  transcript: page.getByTestId("rejoin-transcript"),
  messages: page.getByTestId("rejoin-message"),
  outgoing: page.getByTestId("rejoin-outgoing"),
  unread: page.getByTestId("rejoin-unread"),
  banner: page.getByTestId("rejoin-banner"),
  ended: page.getByTestId("rejoin-ended"),
  subtitle: page.getByTestId("rejoin-subtitle"),
  announcer: page.getByTestId("rejoin-announcer"),
  announced: page.getByTestId("rejoin-announcer").locator("> *"),
  session: page.getByTestId("session-id"),
  field: (name) => page.locator(`#rj-field-${name}`),
});

export async function openForm(page) {
  await parts(page).launcher.click();
  await expect(parts(page).form).toBeVisible();
}

export async function fillForm(page, values = ann) {
  for (const [name, value] of Object.entries(values)) await parts(page).field(name).fill(value);
}

export async function submitForm(page) {
  await page.getByTestId("rejoin-submit").click();
}

/** From the launcher to a running chat. */
export async function startChat(page) {
  await openForm(page);
  await fillForm(page);
  await submitForm(page);
  await expect(parts(page).composer).toBeVisible();
  await expect(parts(page).session).toHaveText(/^desk-/);
}

export async function say(page, text) {
  await parts(page).composer.fill(text);
  await parts(page).composer.press("Enter");
}

/** The words of all messages, in order, those on their way too. */
export const words = (page) =>
  page.locator("[data-testid=rejoin-message] .rj-bubble, [data-testid=rejoin-outgoing] .rj-bubble").allInnerTexts();

/** Where the visitor is in the transcript: the first entry in sight, and how far its top is below that of the list. */
export const firstInSight = (page) =>
  parts(page).transcript.evaluate((list) => {
    const top = list.getBoundingClientRect().top;
    const rows = [...list.querySelectorAll("[data-position]")];
    const row = rows.find((row) => row.getBoundingClientRect().bottom > top);
    return { position: Number(row.dataset.position), offset: row.getBoundingClientRect().top - top };
  });

/** The visitor is where they were. */
export async function expectInPlace(page, before) {
  const now = await firstInSight(page);
  expect(now.position).toBe(before.position);
  expect(Math.abs(now.offset - before.offset)).toBeLessThanOrEqual(2);
}

/**
 * What is typed, selected and scrolled to is in the storage, so that a kill loses nothing of it. It gets there within
 * 250 ms by the page's clock; where the storage can be read, it says when it has.
 */
export async function typingIsStored(page) {
  await page.waitForTimeout(300);
  await expect.poll(() => page.evaluate(notStored)).toEqual([]);
}

/** In the page: what can be seen there and is not stored. What was never stored of a form is private, or unchanged. */
function notStored() {
  const records = { head: [], form: [], draft: [], window: [] };
  for (const store of [localStorage, sessionStorage]) {
    for (const [key, text] of Object.entries(store)) {
      const name = /^rejoin\/.+\/\d+\/(\w+)$/.exec(key)?.[1];
      if (name in records) records[name].push(JSON.parse(text));
    }
  }
  if (records.head.length === 0) return [];
  const all = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? all(selector, shadowRoot) : [])),
  ];
  const hasFocus = (element) => element.getRootNode().activeElement === element;
  const isAt = (selection, { selectionStart, selectionEnd }) => selection?.start === selectionStart && selection.end === selectionEnd;
  const missing = [];
  const check = (what, name, isIt) => records[name].some(isIt) || missing.push(what);

  for (const field of all(":is(input, textarea, select)[id^=rj-field-]")) {
    const name = field.id.slice("rj-field-".length);
    if (!records.form.some(({ values }) => name in values) || field.type === "checkbox") continue;
    check(name, "form", ({ values }) => values[name] === field.value);
    if (!hasFocus(field) || field.selectionStart === null || field.selectionStart === undefined) continue;
    check(`caret in ${name}`, "form", ({ focus }) => focus?.field === name && isAt(focus.selection, field));
  }
  for (const composer of all("[data-testid=rejoin-composer]")) {
    if (composer.value) check("draft", "draft", ({ text }) => text === composer.value);
    if (composer.value && hasFocus(composer)) check("caret", "draft", ({ selection }) => isAt(selection, composer));
  }
  const isOpen = all("[data-testid=rejoin-window]").length > 0;
  // A page without the widget has neither.
  if (isOpen || all("[data-testid=rejoin-launcher]").length > 0) check("window", "window", ({ open }) => open === isOpen);
  for (const list of all("[data-testid=rejoin-transcript]")) {
    const isUp = list.scrollHeight - list.clientHeight - list.scrollTop > 100;
    const topOf = (entry) => list.querySelector(`[data-position="${entry}"]`)?.getBoundingClientRect().top ?? NaN;
    const isThere = ({ entry, offset }) => Math.abs(topOf(entry) - list.getBoundingClientRect().top - offset) <= 2;
    if (isUp) check("scroll", "window", ({ scroll }) => scroll.at && isThere(scroll.at));
  }
  return missing;
}

/** What the widget has stored, by key. */
export const stored = (page, namespace = "default") =>
  page.evaluate((prefix) => {
    const found = {};
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (key.startsWith(prefix)) found[key.slice(prefix.length)] = localStorage.getItem(key);
    }
    return found;
  }, `rejoin/${namespace}/`);

/** Fails the test when the page throws, panics, or logs an error. */
export function watchForTrouble(page, trouble = []) {
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || /panicked/.test(message.text())) trouble.push(message.text());
  });
  return trouble;
}
