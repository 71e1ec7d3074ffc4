// The test function of all specs: a visitor's page and the desk, in a browser with nothing stored.

import { test as base, expect } from "@playwright/test";
import { watchForTrouble } from "./chat.mjs";
import { Desk } from "./desk.mjs";

/** Where it is all about what goes over the wire: what moves on the screen costs a fifth of a test. */
export const STILL = { contextOptions: { reducedMotion: "reduce" } };

export const test = base.extend({
  /** Everything that any page of the test complained about. */
  trouble: async ({ context }, use) => {
    const trouble = [];
    context.on("page", (page) => watchForTrouble(page, trouble));
    await use(trouble);
    expect(trouble).toEqual([]);
  },
  desk: async ({ context, trouble }, use) => {
    void trouble;
    await use(await Desk.open(context));
  },
  /** Opened after the desk, so that the script keeps quiet from the start. */
  visitor: async ({ context, desk }, use) => {
    void desk;
    const page = await context.newPage();
    await page.goto("/");
    await use(page);
  },
});

export { expect };
