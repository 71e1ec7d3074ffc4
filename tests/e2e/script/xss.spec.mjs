// Hostile strings through every door: nothing runs, nothing is drawn that is not ours, links lead where links may lead,
// and the layout holds. On a page whose policy refuses and tells of everything that would have run.

import { parts } from "../support/chat.mjs";
import { hostileStrings } from "./support/hostile_strings.mjs";
import { PAGES, SCRIPT, SERVER, expect, openLab, openShadows, start, test } from "./support/site.mjs";

/** All that our widget ever draws. */
const OURS = [
  ...["section", "div", "span", "p", "h2", "ol", "ul", "li", "time", "bdi", "a", "button", "svg", "path", "circle", "rect"],
  ...["form", "fieldset", "legend", "label", "input", "textarea", "select", "option", "br", "line", "polyline", "i"],
];

/** The page, and everything on it that should not be. */
async function guarded(site, path = "csp.html") {
  const page = await openLab(site, path);
  const wrong = [];
  page.on("dialog", (dialog) => (wrong.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("popup", (popup) => wrong.push(`popup: ${popup.url()}`));
  page.on("request", (request) => {
    if (![PAGES, SCRIPT, SERVER].includes(new URL(request.url()).origin)) wrong.push(`request: ${request.url()}`);
  });
  page.on("framenavigated", (frame) => wrong.push(`navigation: ${frame.url()}`));
  return [page, wrong];
}

/** What is wrong with what is on the page now. */
const problems = (page) =>
  page.evaluate((OURS) => {
    const found = [...(window.violations ?? []).map((violation) => `violation: ${JSON.stringify(violation)}`)];
    if ("pwned" in window) found.push("something ran");
    if ("polluted" in {}) found.push("a prototype was polluted");
    const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
    for (const node of roots.flatMap((root) => [...root.querySelectorAll("*")])) {
      const name = node.localName;
      if (!OURS.includes(name)) found.push(`element: ${node.outerHTML.slice(0, 100)}`);
      for (const attribute of node.attributes) {
        if (/^on|^(srcdoc|src|srcset|formaction|action|background)$/i.test(attribute.name)) {
          found.push(`attribute: ${name} ${attribute.name}=${attribute.value.slice(0, 100)}`);
        }
      }
      // The theme is a set of properties of ours, which mean nothing by themselves; our root is not to be in the way.
      for (const property of node.style ?? []) {
        const isRoot = property === "display" && node.style.display === "contents";
        if (!property.startsWith("--rj-") && !isRoot) found.push(`style: ${name} ${property}`);
      }
      if (name === "a" && node.hasAttribute("href")) {
        if (!/^(https?|mailto|tel):$/.test(node.protocol)) found.push(`link: ${node.href.slice(0, 100)}`);
        if (node.target && !/noopener/.test(node.rel)) found.push(`link with an opener: ${node.href.slice(0, 100)}`);
      }
    }
    // The layout: nothing of the window sticks out of it, and the page has not grown.
    const window_ = roots.map((root) => root.querySelector("[data-testid=rejoin-window]")).find(Boolean);
    if (window_) {
      const edge = window_.getBoundingClientRect();
      if (edge.left < 0 || edge.right > innerWidth || edge.top < 0) found.push(`window: ${JSON.stringify(edge)}`);
      const wide = {};
      const isUnseen = (node) => node.closest(".rj-unseen") !== null || node.getClientRects().length === 0;
      for (const node of window_.querySelectorAll(".rj-bubble, .rj-author, .rj-title, .rj-subtitle, .rj-event, label, legend, button, a, select, .rj-problem, .rj-meta")) {
        const box = node.getBoundingClientRect();
        if (!isUnseen(node) && (box.left < edge.left - 1 || box.right > edge.right + 1)) {
          wide[`${node.localName}.${node.className}`] ??= node.textContent.slice(0, 60);
        }
      }
      for (const [what, text] of Object.entries(wide)) found.push(`sticks out: ${what}: ${text}`);
      const send = window_.querySelector("[data-testid=rejoin-composer], [data-testid=rejoin-end]");
      if (send && send.getBoundingClientRect().bottom > innerHeight + 1) found.push("the composer is out of sight");
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    return [...new Set(found)];
  }, OURS);

const expectHarmless = async (page, wrong) => {
  expect(await problems(page)).toEqual([]);
  expect(wrong).toEqual([]);
};

test.describe(() => {
  test.use({ provoked: /./ });
  test("there are at least 100 strings, and the guard sees what it is for", async ({ site }) => {
    expect(new Set(hostileStrings).size).toBeGreaterThanOrEqual(100);
    const [page, wrong] = await guarded(site);
    await page.evaluate(() => {
      const host = document.body.appendChild(document.createElement("div"));
      const root = host.attachShadow({ mode: "open" });
      root.innerHTML = `<section data-testid="rejoin-window">
        <img src=x onerror="window.pwned=1"><a href="javascript:1">x</a><p class="rj-bubble">wide</p></section>`;
      root.querySelector("p").style.width = "3000px";
      fetch("https://evil.test/").catch(() => {});
      setTimeout(() => alert("seen"));
    });
    await expect.poll(() => wrong).toEqual(["dialog: seen"]);
    for (const what of ["violation:", "element: <img", "attribute: img onerror", "link: javascript", "style: p width", "sticks out: p", "sideways"]) {
      await expect.poll(async () => (await problems(page)).join("\n")).toContain(what);
    }
  });
});

test("an agent's words and pushed addresses", async ({ site }) => {
  const [page, wrong] = await guarded(site);
  await start(page);
  await page.evaluate(() => void (window.heard = []) ?? lab.session.onMessageReceived((e) => heard.push(e.content.text)));
  await site.agent("Joins");
  for (const text of hostileStrings) await site.agent("Says", text);
  for (const text of hostileStrings) await site.agent("Pushes", text);
  await site.agent("Says", "That was all");
  await expect(page.getByText("That was all").last()).toBeVisible();
  await expectHarmless(page, wrong);
  // Nothing is lost or changed on the way, but for what cannot be a letter.
  const heard = await page.evaluate(() => window.heard);
  const whole = hostileStrings.filter((text) => text.isWellFormed() && text.trim() !== "");
  for (const text of whole) expect(heard).toContain(text);
  // Each link that there is was clicked by somebody: none leads to anything that runs.
  const links = page.locator("[data-testid=rejoin-message] a");
  expect(await links.count()).toBeGreaterThan(5);
  const hrefs = await links.evaluateAll((all) => all.map((a) => a.href));
  for (const href of hrefs) expect(href).toMatch(/^(https?|mailto|tel):/);

  await page.reload();
  await page.waitForFunction(() => window.lab);
  const outcome = await page.evaluate(() => lab.outcome(chat.restoreChat(lab.options({ registration: false }))));
  expect(outcome).toEqual({ done: "session-1" });
  await expect(page.getByText("That was all").last()).toBeVisible();
  expect(await problems(page)).toEqual([]);
});

test("an agent's name, and the visitor's own words, name and data", async ({ site }) => {
  test.slow();
  const [page, wrong] = await guarded(site);
  const userData = Object.fromEntries(hostileStrings.map((text, i) => [`${i} ${text.slice(0, 200)}`, text]));
  await start(page, { username: hostileStrings.join(" ").slice(0, 5_000), subject: hostileStrings[0], userData });
  expect(Object.keys((await site.session()).userData)).toHaveLength(hostileStrings.length);
  for (const name of hostileStrings) {
    await site.agent("Joins", name);
    await site.agent("Says", "I am here");
    await site.agent("Types", true);
  }
  await expect(parts(page).messages).toHaveCount(hostileStrings.length);
  await expectHarmless(page, wrong);
  await page.evaluate((texts) => Promise.all(texts.map((text) => lab.session.sendMessage(text).then(() => {}, () => {}))), hostileStrings);
  await expectHarmless(page, wrong);
  expect((await site.session()).said.length).toBeGreaterThan(100);
});

test("labels, options, values and complaints of a form", async ({ site }) => {
  const [page, wrong] = await guarded(site);
  const types = ["text", "email", "tel", "textarea", "checkbox"];
  const fields = hostileStrings.map((text, i) => ({
    ...{ name: `f${i}`, label: text, type: types[i % types.length], value: text, autocomplete: text },
    ...(i % types.length === 0 && { pattern: "never", patternMessage: text }),
  }));
  fields.push({ name: "pick", type: "select", options: hostileStrings });
  fields.push({ name: "choose", type: "radio", label: "Choose", options: hostileStrings.map((label, i) => ({ value: `${i}`, label })) });
  fields.push({ name: "must", label: "Must", required: true });
  await page.evaluate((fields) => void chat.startChat(lab.options({ registration: { fields } })), fields);
  await expect(parts(page).form).toBeVisible();
  await page.getByTestId("rejoin-submit").click();
  await expect(page.getByTestId("rejoin-problem-must")).toBeVisible();
  await expectHarmless(page, wrong);
});

test("every text of the widget, the title, the theme", async ({ site }) => {
  const [page, wrong] = await guarded(site);
  const names = [
    ...["title", "open", "minimise", "unread", "end", "end_question", "end_consequence", "end_no", "form_intro"],
    ...["form_submit", "cancel", "optional", "choose", "invalid_missing", "invalid_email", "private_hint", "waiting"],
    ...["with", "joined", "left", "you", "transcript", "typing", "composer", "placeholder", "send", "sent", "close"],
    ...["ended_left", "ended_closed", "start_new", "invitation"],
  ];
  const tokens = ["accent", "onAccent", "surface", "text", "muted", "line", "bubble", "radius", "font"];
  const take = (keys, from) => Object.fromEntries(keys.map((key, i) => [key, hostileStrings[(from + i) % hostileStrings.length]]));
  for (let from = 0; from < hostileStrings.length; from += names.length) {
    const localization = take(names, from);
    await page.evaluate(([localization, theme, title]) => void chat.startChat(lab.options({ localization, ui: { theme, title } })), [
      localization,
      take(tokens, from),
      hostileStrings[(from + 7) % hostileStrings.length],
    ]);
    await expect(parts(page).form).toBeVisible();
    await page.getByTestId("rejoin-submit").click();
    await expect(page.getByTestId("rejoin-problem-firstName")).toHaveCount(1);
    await expectHarmless(page, wrong);
    await parts(page).field("firstName").fill("Ann");
    await parts(page).field("email").fill("ann@example.com");
    await page.getByTestId("rejoin-submit").click();
    await expect(parts(page).composer).toHaveCount(1);
    await site.agent("Joins");
    await site.agent("Says", "Hello");
    await expect(parts(page).messages).toHaveCount(1);
    await page.getByTestId("rejoin-end").click();
    await expectHarmless(page, wrong);
    await page.getByTestId("rejoin-end-yes").click();
    await expect(parts(page).ended).toBeVisible();
    await expectHarmless(page, wrong);
    await page.evaluate(() => (chat.close(), chat.destroy()));
  }
  // The theme as such: every string, every place for one.
  for (let from = 0; from < hostileStrings.length; from += tokens.length * 3) {
    await start(page, { ui: { theme: take(tokens, from) } });
    await expect(parts(page).window).toBeVisible();
    await expect(page.locator("h1")).toBeVisible();
    await expectHarmless(page, wrong);
    await page.evaluate(() => lab.outcome(lab.session.leave()));
    await page.evaluate(() => (chat.close(), chat.destroy()));
  }
});

test("words of a refused start and of refused messages, names of who left, notices", async ({ site }) => {
  const [page, wrong] = await guarded(site);
  await page.evaluate(() => {
    const good = lab.localTransport();
    window.hear = {};
    const listen = (name) => ({ [name]: (callback) => (hear[name] = callback) });
    const refusal = () => Promise.reject({ error: { code: 400, description: window.words } });
    const transport = {
      ...{ ...good, ...listen("onAgentDisconnected"), ...listen("onMessageReceived"), capabilities: {} },
      startSession: (given) => (window.words ? refusal() : good.startSession(given)),
      sendMessage: refusal,
    };
    chat.onSession((session) => (lab.session = session));
    chat.startChat(lab.options({ transport, registration: { fields: [{ name: "who" }] } }));
  });
  const problem = page.getByTestId("rejoin-start-problem");
  for (let from = 0; from < hostileStrings.length; from += 12) {
    await page.evaluate((words) => (window.words = words), `From ${from}: ${hostileStrings.slice(from, from + 12).join(" ")}`);
    await page.getByTestId("rejoin-submit").click();
    await expect(problem).toContainText(`From ${from}:`);
    await expectHarmless(page, wrong);
  }
  await page.evaluate(() => (window.words = ""));
  await page.getByTestId("rejoin-submit").click();
  await expect(parts(page).composer).toBeVisible();
  await page.evaluate(async (texts) => {
    for (const text of texts) {
      window.words = text;
      await lab.session.sendMessage("Hello").then(() => {}, () => {});
    }
    texts.forEach((text, i) => {
      hear.onAgentDisconnected({ type: "AgentDisconnected", index: 2 * i + 1, party: { id: `a${i}`, type: "Agent", name: text } });
      hear.onMessageReceived({ type: "Notice", index: 2 * i + 2, party: { id: 2, type: "External", name: text }, content: { text } });
    });
  }, hostileStrings);
  await expect(parts(page).outgoing).toHaveCount(hostileStrings.length);
  await expect(page.locator(".rj-event").first()).toBeVisible();
  await expectHarmless(page, wrong);
});

test.describe(() => {
  test.use({ provoked: /240/ });
  test("the link for where no chat can run", async ({ site, context }) => {
    await openShadows(context);
    await context.addInitScript(() => void delete window.WebAssembly);
    const [page, wrong] = await guarded(site);
    for (const text of hostileStrings) {
      await start(page, { fallback: { url: text, text } });
      expect(await problems(page), text.slice(0, 100)).toEqual([]);
      await page.evaluate(() => chat.destroy());
    }
    await expectHarmless(page, wrong);
  });
});
