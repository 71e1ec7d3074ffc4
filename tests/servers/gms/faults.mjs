// What is to go wrong in a room just now. README.md has the list of names.

/** Where a fault is for some operations only, it is a list of their names instead of `true`. */
export class Faults {
  now = {};
  #held = [];

  /** Merged into what is set; a falsy value sets one back. */
  set(faults) {
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

  /** The status code that this operation gets instead of being done, or nothing. */
  spendStatusCode() {
    const { statusCode, times = Infinity } = this.now;
    if (!statusCode || times <= 0) return undefined;
    this.now.times = times - 1;
    return statusCode;
  }
}
