// The agent's side: the desk page, used as a person would.

import { expect } from "@playwright/test";

const knob = { delay: "number", lose: "number", duplicate: "number" };

/** The desk page in a second tab of the same browser; while it is open the scripted agent keeps quiet. */
export class Desk {
  static async open(context) {
    const page = await context.newPage();
    await page.goto("/desk");
    await expect(page.getByTestId("knob-reset")).toBeVisible();
    return new Desk(page);
  }

  constructor(page) {
    this.page = page;
  }

  get rooms() {
    return this.page.getByTestId("desk-room");
  }

  /** The transcript as the agent sees it, without who came and went. */
  said(role) {
    return this.page.locator(`[data-testid=desk-entry]${role ? `[data-role=${role}]` : ""} .bubble`);
  }

  async choose(session) {
    await this.page.locator(`[data-testid=desk-room][data-session="${session}"]`).click();
  }

  async chooseLast() {
    await expect(this.rooms).not.toHaveCount(0);
    const sessions = await this.rooms.evaluateAll((rows) => rows.map((row) => row.dataset.session));
    const newest = sessions.sort((a, b) => Number(a.split("-")[1]) - Number(b.split("-")[1])).at(-1);
    await this.choose(newest);
    return newest;
  }

  async join() {
    await this.page.getByTestId("desk-join").click();
  }

  async type(text) {
    await this.page.getByTestId("desk-composer").pressSequentially(text);
  }

  async say(text) {
    await this.page.getByTestId("desk-composer").fill(text);
    await this.page.getByTestId("desk-composer").press("Enter");
    await expect(this.page.getByTestId("desk-composer")).toHaveValue("");
  }

  async end() {
    await this.page.getByTestId("desk-end").click();
  }

  async forget() {
    await this.page.getByTestId("desk-forget").click();
  }

  /** Turns a knob, and waits until the server has it. */
  async set(name, value) {
    const control = this.page.getByTestId(`knob-${name}`);
    if (knob[name]) {
      await control.fill(String(value));
      await control.press("Tab");
      await expect(control).toHaveValue(String(value));
    } else {
      await control.setChecked(value);
      await expect(control).toBeChecked({ checked: value });
    }
    await this.page.waitForTimeout(100);
  }

  async reset() {
    await this.page.getByTestId("knob-reset").click();
    await this.page.waitForTimeout(100);
  }
}
