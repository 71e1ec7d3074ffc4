// When something went on that may lose an answer, or hold it up.

export class Disturbances {
  #past = [];
  #now = new Map();

  begin(what) {
    if (!this.#now.has(what)) this.#now.set(what, Date.now());
  }

  end(what) {
    if (!this.#now.has(what)) return;
    this.#past.push([this.#now.get(what), Date.now()]);
    this.#now.delete(what);
  }

  /** Whether there was any in that time. */
  overlap(from, to) {
    const spans = [...this.#past, ...[...this.#now.values()].map((began) => [began, Infinity])];
    return spans.some(([began, ended]) => began <= to && ended >= from);
  }
}
