// What is to go wrong in a lab just now. README.md has the list of names.

import { Faults as Common } from "../gms/faults.mjs";

/** Lists of operations, `hold` and its release are as with the servers of Genesys' kind. */
export class Faults extends Common {
  get isDown() {
    return Boolean(this.now.isDown || this.now.unreachable);
  }

  /** In milliseconds: for all, or by operation. */
  delayOf(operation) {
    const { delay = 0 } = this.now;
    return typeof delay === "number" ? delay : (delay?.[operation] ?? 0);
  }

  /** What is answered instead of being done, or nothing: { status, body, headers }. */
  spendAnswer(operation) {
    const limit = this.#spend("limit", operation);
    if (limit) return tooMany(limit[0]);
    const [status, body = {}] = this.#spend("status", operation) ?? [];
    return status && { status, body };
  }

  /** By operation, or "*" for all: a list whose third member, for `limit` the second, is how many are left. */
  #spend(name, operation) {
    const given = this.now[name] ?? {};
    const key = [operation, "*"].find((key) => given[key]);
    if (!key) return undefined;
    const entry = [given[key]].flat();
    const place = name === "limit" ? 1 : 2;
    const left = entry[place] ?? Infinity;
    if (left <= 0) return undefined;
    entry[place] = left - 1;
    given[key] = entry;
    return entry;
  }
}

/** As Synapse says it. */
const tooMany = (ms) => ({
  status: 429,
  body: { errcode: "M_LIMIT_EXCEEDED", error: "Too Many Requests", retry_after_ms: ms },
  headers: { "Retry-After": String(Math.ceil(ms / 1000)) },
});
