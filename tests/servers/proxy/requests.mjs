// Finds the requests in what a browser sends over a connection, so that one of them can be sent twice. Browsers give
// the length of what they send; what is not HTTP, or no longer is, is left alone.

const END_OF_HEAD = "\r\n\r\n";
const MOST = 1_000_000;

export class Requests {
  #bytes = Buffer.alloc(0);
  #isOver = false;

  /** Takes bytes in, and gives the requests that they complete: { method, path, bytes }. */
  take(chunk) {
    if (this.#isOver) return [];
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const found = [];
    for (let one = this.#first(); one; one = this.#first()) found.push(one);
    return found;
  }

  #first() {
    const end = this.#bytes.indexOf(END_OF_HEAD);
    if (end < 0) return this.#bytes.length > MOST ? this.#stop() : null;
    const head = this.#bytes.subarray(0, end).toString("latin1");
    const [, method, path] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/.exec(`${head}\r\n`) ?? [];
    // After an upgrade other things than requests come.
    if (!method || /^(upgrade|transfer-encoding):/im.test(head)) return this.#stop();
    const length = end + END_OF_HEAD.length + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (this.#bytes.length < length) return null;
    const bytes = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return { method, path, bytes };
  }

  #stop() {
    this.#isOver = true;
    this.#bytes = Buffer.alloc(0);
    return null;
  }
}

/** What may be asked twice, since the server must do it once, or only tells something. */
export const idempotent = {
  /** A send has its transaction in its path. */
  matrix: ({ method, path }) =>
    (method === "PUT" && path.includes("/send/")) || (method === "GET" && /\/(sync|messages)\b/.test(path)),
  /** A message has its id, and a start too. */
  js: ({ method, path }) => method === "POST" && /\/(start|transcript|poll|message)$/.test(path),
  rest: ({ method, path }) => method === "POST" && path.endsWith("/refresh"),
  /** The order of what goes over Bayeux is part of its meaning. */
  bayeux: () => false,
};
