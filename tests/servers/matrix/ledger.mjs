// What went through a lab, as a test wants to know it: accounts, tokens, rooms, addresses, and what came how often.

const MOST = 20_000;

export class Ledger {
  /** By operation, counted before any fault. */
  operations = {};
  preflights = 0;
  /** Under way just now, and the most that ever were at once. */
  open = {};
  most = {};
  addresses = [];
  /** Visitors' user ids, in the order in which they came to be. */
  accounts = new Set();
  /** Access tokens: { user, device, expired }. */
  accessTokens = new Map();
  /** Whose each is: the answer to a refresh does not say. */
  refreshTokens = new Map();
  /** Ids, oldest first: those with an agent of the lab's in them, and how many visitors began. */
  rooms = new Set();
  starts = 0;

  arrived(operation, response) {
    this.operations[operation] = (this.operations[operation] ?? 0) + 1;
    this.open[operation] = (this.open[operation] ?? 0) + 1;
    this.most[operation] = Math.max(this.most[operation] ?? 0, this.open[operation]);
    response.on("close", () => (this.open[operation] -= 1));
  }

  address(method, url) {
    if (this.addresses.length < MOST) this.addresses.push(`${method} ${url}`);
  }

  /** From what a server says to register, login and refresh, and an account endpoint. */
  credentials({ user_id, access_token, refresh_token, device_id }, user = user_id) {
    if (user) this.accounts.add(user);
    if (access_token) this.accessTokens.set(access_token, { user, device: device_id, expired: false });
    if (refresh_token) this.refreshTokens.set(refresh_token, user);
  }

  expire(user) {
    for (const token of this.accessTokens.values()) if (token.user === user) token.expired = true;
  }

  isExpired(token) {
    return this.accessTokens.get(token)?.expired ?? false;
  }
}
