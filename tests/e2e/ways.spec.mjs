// The tests of the tests: does each way do to a page what its name says?
import { expect, test } from "@playwright/test";
import { backForward, followLink, kill, reload } from "./support/ways.mjs";

const diary = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("diary")));

test.beforeEach(({ page }) => page.goto("/fixtures/diary.html"));

test("a reload hides the page and shows it anew", async ({ page }) => {
  page = await reload(page);
  expect(await diary(page)).toEqual(["shown", "hidden", "shown"]);
});

test("a followed link loads a document", async ({ page }) => {
  page = await followLink(page);
  expect(page.url()).toMatch(/diary\.html\?next$/);
  expect(await diary(page)).toHaveLength(3);
});

test("a link within the page is not taken for a load", async ({ page }) => {
  await expect(followLink(page, { testId: "soft", timeout: 1_000 })).rejects.toThrow();
});

test("back and forward bring back the document that was left", async ({ page }) => {
  page = await backForward(page);
  expect(await diary(page)).toEqual(["shown", "cached", "restored"]);
  await page.getByTestId("soft").click();
  expect(page.url()).toMatch(/#soft$/);
});

test("a page that cannot be cached is not taken for a restored one", async ({ page }) => {
  await page.evaluate(() => addEventListener("unload", () => {}));
  await expect(backForward(page)).rejects.toThrow("not restored");
});

test("a killed page is told nothing and keeps what it had stored", async ({ page }) => {
  await page.evaluate(() => localStorage.setItem("last words", "here"));
  const next = await kill(page);
  expect(next).not.toBe(page);
  expect(await diary(next)).toEqual(["shown", "shown"]);
  expect(await next.evaluate(() => localStorage.getItem("last words"))).toBe("here");
});
