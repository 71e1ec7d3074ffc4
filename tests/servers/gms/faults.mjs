// What is to go wrong in a room just now. README.md has the list of names.

import { refusal } from "./envelope.mjs";

/** Where a fault is for some operations only, it is a list of their names instead of `true`. */
export class Faults {
  now = {};
  #held = [];

  /** Merged into what is set; a falsy value sets one back. */
  set(faults) {
    // What goes with a status code goes with that one only.
    if ("statusCode" in faults) Object.assign(this.now, { times: undefined, only: undefined, chatEnded: undefined });
    Object.assign(this.now, faults);
    const held = this.#held.splice(0);
    for (const one of held) {
      if (this.hits("hold", one.operations)) this.#held.push(one);
      else one.release();
    }
  }

  hits(name, operations) {
    const fault = this.now[name];
    return Array.isArray(fault) ? operations.some((one) => fault.includes(one)) : fault === true;
  }

  /** Resolves when these operations are no longer held. They go in the order in which they came. */
  released(operations) {
    return new Promise((release) => this.#held.push({ operations, release }));
  }

  /** The answer that this operation gets instead of being done, or nothing. */
  spendRefusal(operation) {
    const { statusCode, times = Infinity, only = [operation], chatEnded } = this.now;
    if (!statusCode || times <= 0 || !only.includes(operation)) return undefined;
    this.now.times = times - 1;
    return refusal(statusCode, { code: 500, message: "As the test wants it.", chatEnded });
  }
}
