// One request to a Matrix server, by whoever the token belongs to.

export class MatrixError extends Error {
  constructor(status, body, what) {
    super(`${what}: ${status} ${body.errcode ?? ""} ${body.error ?? ""}`);
    Object.assign(this, { status, body, code: body.errcode ?? status });
  }
}

/** Templates of paths: what is put in is escaped. v3`rooms/${id}` */
export const part = (strings, ...values) => String.raw({ raw: strings }, ...values.map(encodeURIComponent));
export const v3 = (...all) => `/_matrix/client/v3/${part(...all)}`;
export const admin = (...all) => `/_synapse/admin/${part(...all)}`;

export class Client {
  constructor(url, token) {
    Object.assign(this, { url, token });
  }

  get = (path, options) => this.ask("GET", path, undefined, options);
  put = (path, body = {}) => this.ask("PUT", path, body);
  post = (path, body = {}) => this.ask("POST", path, body);

  /** JSON both ways. */
  async ask(method, path, body, { signal } = {}) {
    const response = await this.fetch(method, path, body === undefined ? {} : { body: JSON.stringify(body) }, signal);
    return response.json();
  }

  /** Bytes in, or out. */
  async fetch(method, path, { body, type = "application/json" } = {}, signal) {
    const headers = { "Content-Type": type, ...(this.token && { Authorization: `Bearer ${this.token}` }) };
    const response = await fetch(`${this.url}${path}`, { method, headers, body, signal });
    if (response.ok) return response;
    const error = await response.json().catch(() => ({}));
    throw new MatrixError(response.status, error, `${method} ${path}`);
  }
}

/** Gives what `act` does, or nothing if that fails with this code. */
export async function unless(errcode, act) {
  try {
    return await act();
  } catch (error) {
    if (error.code !== errcode) throw error;
    return undefined;
  }
}
