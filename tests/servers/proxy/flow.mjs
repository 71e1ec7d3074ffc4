// One direction of a connection: bytes go on in their order, late or slowly, until they stop.

export class Flow {
  /** In ms. */
  delay = 0;
  bytesPerSecond = Infinity;
  /** What comes is taken in, and goes nowhere. */
  isStopped = false;
  #to;
  #queue = [];
  #timer = null;
  /** When the line is free again. */
  #freeAt = 0;

  constructor(to) {
    this.#to = to;
  }

  /** Bytes, or `null` for the end. */
  push(chunk) {
    if (this.isStopped) return;
    const sent = Math.max(Date.now(), this.#freeAt);
    this.#freeAt = sent + ((chunk?.length ?? 0) * 1000) / this.bytesPerSecond;
    this.#queue.push({ chunk, at: this.#freeAt + this.delay });
    this.#run();
  }

  #run() {
    if (this.#timer || this.#queue.length === 0) return;
    const wait = this.#queue[0].at - Date.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#run();
      }, wait);
      return;
    }
    this.#deliver(this.#queue.shift().chunk);
    this.#run();
  }

  #deliver(chunk) {
    if (this.isStopped || this.#to.destroyed || !this.#to.writable) return;
    if (chunk === null) this.#to.end();
    else this.#to.write(chunk);
  }

  /** What waits goes out at once. */
  hurry() {
    this.delay = 0;
    this.bytesPerSecond = Infinity;
    this.#freeAt = 0;
    for (const one of this.#queue) one.at = 0;
    this.end();
    this.#run();
  }

  end() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
