// What a visitor does with the widget and sees of it, in whatever engine.
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { look } from "./in_page.mjs";
import { until } from "./processes.mjs";

const part = (name) => `[data-testid=rejoin-${name}]`;

export class Visitor {
  constructor(page) {
    this.page = page;
  }

  looks() {
    return this.page.evaluate(look);
  }

  /** Waits until the page is as this says; tells what it was instead when the time is up. */
  async sees(expected) {
    let seen = {};
    const fits = async () => {
      seen = await this.looks();
      return Object.keys(expected).every((name) => isDeepStrictEqual(seen[name], expected[name]));
    };
    await until("the page is as expected", fits).catch((error) => {
      const instead = Object.fromEntries(Object.keys(expected).map((name) => [name, seen[name]]));
      throw new Error(`${error.message}\nexpected ${JSON.stringify(expected)}\nseen     ${JSON.stringify(instead)}`);
    });
  }

  press(name) {
    return this.page.click(part(name));
  }

  async fillForm(values) {
    for (const [name, value] of Object.entries(values)) await this.page.type(`#rj-field-${name}`, value);
  }

  async drafts(text) {
    await this.page.type(part("composer"), text);
  }

  async says(text) {
    await this.drafts(text);
    await this.press("send");
  }

  /** Typing is stored within 250 ms. */
  async reload() {
    await pause(300);
    await this.page.reload();
  }
}
