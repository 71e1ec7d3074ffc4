// The open connections of a room, so that they can be cut, or go on to be open with nobody at the other end.

export class Lines {
  #open = new Set();

  /** `end` is a response or a socket. */
  open(end) {
    const line = { end, dead: false };
    this.#open.add(line);
    end.on("close", () => this.#open.delete(line));
    return line;
  }

  cut() {
    for (const { end } of this.#open) end.destroy();
  }

  /** For good: a connection whose other end is gone does not come back to life. */
  kill() {
    for (const line of this.#open) line.dead = true;
  }
}
