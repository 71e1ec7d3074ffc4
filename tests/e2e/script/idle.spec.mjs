// A page on which no chat was started, and the many ways to put the script on a page.

import { parts } from "../support/chat.mjs";
import { SCRIPT, expect, openLab, openShadows, storage, test } from "./support/site.mjs";

const script = (attributes = "") => `<script src="${SCRIPT}/chat.js" ${attributes}></script>`;
const lab = '<script type="module" src="/lab.js"></script>';
const made = (head, body = "", config = "") => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <title>Made</title><link rel="icon" href="data:,">${config && `<script>${config}</script>`}${head}</head>
  <body><h1>Made</h1>${body}</body></html>`;

/** What the page asks for from now on, without what the test itself puts there. */
function requestsOf(page) {
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  return requests;
}

const isLoaded = (page) => expect.poll(() => page.evaluate(() => typeof window.chat?.startChat)).toBe("function");

const placements = {
  "in the head": made(script()),
  "at the end": made("", script()),
  async: made(script("async")),
  defer: made(script("defer")),
  module: made(script('type="module"')),
  twice: made(script(), script()),
  "twice, async and as a module": made(script("async"), script('type="module"')),
};

for (const [where, html] of Object.entries(placements)) {
  test(`script ${where}: one request and nothing stored until a chat is started, which works`, async ({ site }) => {
    const page = await site.context.newPage();
    const requests = requestsOf(page);
    await page.goto(site.url("lab.html", { html }));
    await isLoaded(page);
    // Asking to restore is no start.
    const event = await page.evaluate(() => new Promise((resolve) => chat.restoreChat({ embedded: true }).fail(resolve)));
    expect(event.error).toBeUndefined();
    await page.waitForTimeout(150);
    expect([...new Set(requests)]).toEqual(["/lab.html", "/chat.js"]);
    expect(await storage(page)).toEqual({});
    expect(await page.evaluate(() => document.body.children.length + document.documentElement.children.length)).toBeLessThanOrEqual(2 + 2);

    await page.addScriptTag({ url: "/lab.js", type: "module" });
    await page.waitForFunction(() => window.lab);
    const outcome = await page.evaluate(() => lab.outcome(chat.startChat(lab.options({ registration: false }))));
    expect(outcome).toEqual({ done: "session-1" });
    await expect(parts(page).window).toHaveCount(1);
    expect(requests.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
  });
}

test("calls made before the script's own files are there are kept", async ({ site }) => {
  const page = await openLab(site);
  await site.context.route("**/*.wasm", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  const order = await page.evaluate(async () => {
    const order = [];
    chat.onSession(() => order.push("onSession"));
    const call = chat.startChat(lab.options({ registration: false }));
    call.done(() => order.push("done")).fail(() => order.push("fail"));
    order.push("called", chat.isMinimized());
    await call;
    await new Promise((resolve) => setTimeout(resolve));
    return order;
  });
  expect(order.slice(0, 2)).toEqual(["called", false]);
  expect(order.slice(2).sort()).toEqual(["done", "onSession"]);
});

test("two scripts of two versions: the first one serves", async ({ site }) => {
  await site.context.route("**/old/*", async (route) => {
    const response = await route.fetch({ url: route.request().url().replace("/old/", "/") });
    const isLoader = route.request().url().endsWith("/chat.js");
    const body = isLoader ? (await response.text()).replaceAll(/\b\d+\.\d+\.\d+\b/g, "0.0.1") : await response.body();
    await route.fulfill({ response, body });
  });
  const page = await site.openText(made(`<script src="${SCRIPT}/old/chat.js"></script>${script()}${lab}`));
  await page.waitForFunction(() => window.lab);
  expect(await page.evaluate(() => chat.version)).toBe("0.0.1");
  const outcome = await page.evaluate(() => lab.outcome(chat.startChat(lab.options({ registration: false }))));
  expect(outcome).toEqual({ done: "session-1" });
  await expect(parts(page).window).toHaveCount(1);
});

test("the page's settings: taken for calls, restored by itself, ready callbacks of every kind", async ({ site }) => {
  const config = `window.called = []; window.sessions = [];
    window.rejoinConfig = { username: "From the page", registration: false, ui: { shadow: "open" },
      onReady: [(chat) => { called.push("first"); chat.onSession((session) => sessions.push(session.id)); }] };
    rejoinConfig.onReady.push(() => called.push("second"));`;
  // The transport is a module, so it is there later than the script.
  const late = `<script type="module">
    import "/lab.js";
    rejoinConfig.onReady.push((it) => called.push(it === chat));
    window.onReadyDone = true;
  </script>`;
  const page = await site.openText(made(`${script()}${late}`, "", config));
  await page.waitForFunction(() => window.onReadyDone);
  expect(await page.evaluate(() => window.called)).toEqual(["first", "second", true]);
  await page.evaluate(() => lab.outcome(chat.startChat({ transport: lab.transport() })));
  expect((await site.session()).username).toBe("From the page");
  expect(await page.evaluate(() => window.sessions)).toEqual(["session-1"]);
});

test("a page whose settings have a transport restores by itself; not with autoRestore: false", async ({ site }) => {
  const page = (autoRestore) => made("", `<script type="module">
    import "/lab.js";
    window.sessions = [];
    window.rejoinConfig = { ...lab.options({ registration: false }), autoRestore: ${autoRestore},
      onReady: (chat) => chat.onSession((session) => sessions.push(session.id)) };
    const tag = document.createElement("script");
    tag.src = "${SCRIPT}/chat.js";
    document.head.append(tag);
  </script>`);
  const auto = await site.openText(page(true));
  await isLoaded(auto);
  await auto.evaluate(() => lab.outcome(chat.startChat()));
  await auto.reload();
  await expect.poll(() => auto.evaluate(() => window.sessions)).toEqual(["session-1"]);
  await expect(parts(auto).composer).toBeVisible();
  await auto.close();

  const manual = await site.openText(page(false));
  await isLoaded(manual);
  await manual.waitForTimeout(500);
  expect(await manual.evaluate(() => window.sessions)).toEqual([]);
  await expect(parts(manual).window).toHaveCount(0);
  expect(await storage(manual)).not.toEqual({});
});

test("settings under the old names, and the object under another", async ({ site }) => {
  for (const old of ["window._gwc = config", "window._genesys = { chat: config }"]) {
    const config = `const config = { username: "Old", registration: false, onReady: [() => (window.isReady = true)] }; ${old};`;
    const page = await site.openText(made(`${script('data-name="help"')}${lab}`, "", config));
    await page.waitForFunction(() => window.lab && window.help && window.isReady);
    expect(await page.evaluate(() => "chat" in window)).toBe(false);
    await page.evaluate(() => lab.outcome(help.startChat({ transport: lab.transport(), ui: false })));
    expect((await site.session()).username).toBe("Old");
    await page.evaluate(() => lab.outcome(lab.session.leave()));
    await page.close();
  }
});

test("a launcher: drawn by the script alone, fetched for on hover, opened by a click", async ({ site }) => {
  await openShadows(site.context);
  const page = await site.context.newPage();
  const requests = requestsOf(page);
  const config = `window.rejoinConfig = { launcher: true, ui: { shadow: "open" } };`;
  const options = `<script type="module">import "/lab.js";
    chat.onBeforeChatOptionsApplied((options) => void (options.transport = lab.transport()));
    window.isReady = true;</script>`;
  await page.goto(site.url("lab.html", { html: made(`${script()}${options}`, "", config) }));
  await page.waitForFunction(() => window.isReady);
  const launcher = page.getByTestId("rejoin-loader-launcher");
  await expect(launcher).toHaveAccessibleName("Open chat");
  await expect(launcher).toBeInViewport();
  expect(requests.filter((path) => path.includes("embed-"))).toEqual([]);
  expect(await storage(page)).toEqual({});
  await launcher.hover();
  await expect.poll(() => requests.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
  expect(await storage(page)).toEqual({});
  await launcher.click();
  await expect(parts(page).form).toBeVisible();
  // One button, not the script's and the chat's.
  await expect(launcher).toHaveCount(0);
  await page.getByTestId("rejoin-end").click();
  await expect(launcher).toHaveCount(1);
  await expect(parts(page).launcher).toHaveCount(0);
  await launcher.focus();
  await page.keyboard.press("Enter");
  await expect(parts(page).form).toBeVisible();
  expect(requests.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
});
