// The ways a visitor leaves a page and comes to the next. Each is `async (page) => page`, and gives the page
// that shows the site afterwards. They throw where the browser did something else than what their name says.

const limit = 30_000;

// Gone with the document, so it tells a new document from the old one.
const mark = (page) => page.evaluate(() => void (window.__wasHere = true));
const isMarked = (page) => page.evaluate(() => window.__wasHere === true);

/** The reload button. */
export async function reload(page) {
  await page.reload({ timeout: limit });
  return page;
}

/** A click on a real link which loads a document; the one named by its test id, or by `href`. */
export async function followLink(page, { testId = "full-load", href, timeout = limit } = {}) {
  const link = href ? page.locator(`a[href="${href}"]`).first() : page.getByTestId(testId);
  const loaded = page.waitForEvent("load", { timeout });
  await Promise.all([loaded, link.click({ timeout })]);
  return page;
}

/**
 * To another page of the same origin, and back to the very document that was left: out of the back/forward cache.
 * With `cached: false` it is also content with a new document.
 *
 * Both pages live in one process, and the browser may tidy up its memory at any time. A page that runs code then, though
 * it is put away, loses its place in the cache: so it is tidied up each time.
 */
export async function backForward(page, { via = "/fixtures/elsewhere.html", cached = true } = {}) {
  const browser = await page.context().newCDPSession(page);
  const reasons = [];
  browser.on("Page.backForwardCacheNotUsed", ({ notRestoredExplanations }) => reasons.push(...notRestoredExplanations));
  await browser.send("Page.enable");
  await mark(page);
  await page.goto(new URL(via, page.url()).href, { timeout: limit });
  await browser.send("HeapProfiler.collectGarbage");
  // A document out of the cache does not load again: waiting for "load", as goBack does, would never end.
  await page.goBack({ waitUntil: "commit", timeout: limit });
  await page.waitForFunction(() => document.readyState === "complete", null, { timeout: limit });
  if (cached && !(await isMarked(page))) {
    throw new Error(`not restored from the back/forward cache: ${JSON.stringify(reasons)}`);
  }
  await browser.detach();
  return page;
}

/**
 * The end of the page's process, with no handler run, and the same address in a new page of the same context: what a
 * crash or a phone that kills its browser does. sessionStorage is empty in the new page. What was set up on `page`
 * itself (routes, init scripts, the clock) is gone; set it up on the context.
 */
export async function kill(page) {
  const url = page.url();
  const context = page.context();
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash", { timeout: limit });
  // Never answered: who would answer is dead.
  session.send("Page.crash").catch(() => {});
  await crashed;
  await page.close();
  const next = await context.newPage();
  await next.goto(url, { timeout: limit });
  return next;
}

/** For tests that hold for every way. */
export const ways = { reload, followLink, backForward, kill };
