// When a page was on its way out, or without a network: then nobody may have been there for an answer.

export class Disturbances {
  #spans = [];

  /** Gives what is to be called when it is over, or will be in so many ms. */
  begin() {
    const span = { from: Date.now(), to: Infinity };
    this.#spans.push(span);
    return (ms = 0) => (span.to = Date.now() + ms);
  }

  /** Whether there was any in that time. */
  overlap(since, until) {
    return this.#spans.some(({ from, to }) => from <= until && to >= since);
  }
}
