// Bayeux as the authors of CometD do it: long-polling, found again by a cookie, with acknowledgement. Foreign engine.

import ackExtension from "cometd-nodejs-server/ack-extension.js";
import cometd from "cometd-nodejs-server";
import { answerOfEngine, operationsOf } from "./bayeux.mjs";
import { PREFIX } from "./notifications.mjs";

const COOKIES = {
  default: {},
  lost: {},
  none: { browserCookieSameSite: "None", browserCookieSecure: true },
  partitioned: { browserCookieSameSite: "None", browserCookieSecure: true, browserCookiePartitioned: true },
};

export class CometdEngine {
  #room;
  #server;
  #sessions = new Set();

  constructor(room) {
    this.#room = room;
    const { timeout, maxInterval, cookie, ack } = room.settings;
    // A path of the room's own: rooms on one host must not share a cookie.
    const options = { timeout, maxInterval, sweepPeriod: 100, browserCookiePath: `/${room.name}/`, ...COOKIES[cookie] };
    this.#server = cometd.createCometDServer(options);
    if (ack) this.#server.addExtension(new ackExtension.AcknowledgedMessagesExtension());
    this.#server.createServerChannel(`${PREFIX}*`).addListener("message", (...all) => this.#receive(...all));
    this.#server.addListener("sessionAdded", (session) => this.#sessions.add(session));
    this.#server.addListener("sessionRemoved", (session) => {
      this.#sessions.delete(session);
      room.notifications.gone(session.id);
    });
  }

  door(request, response) {
    return {
      operations: operationsOf,
      answer: async (body) => this.#withCookie(await this.#answer(request, body, response)),
    };
  }

  /** A session that is away too long ends by itself. This is the same at once. */
  expire() {
    for (const session of [...this.#sessions]) {
      // Private: there is no other way to let a held connect go, or to end a session without saying so to its client.
      session._scheduler?.resume();
      this.#server._removeServerSession(session, true);
    }
  }

  close() {
    this.expire();
    this.#server.close();
  }

  #answer(request, body, response) {
    const headers = { ...request.headers };
    // The engine finds a session by the cookie only, and a handshake needs none.
    if (this.#room.faults.now.unknown) delete headers.cookie;
    return answerOfEngine(this.#server.handle, request, headers, body, response);
  }

  #withCookie(answer) {
    if (this.#room.settings.cookie === "lost") delete answer.headers["Set-Cookie"];
    return answer;
  }

  /** The envelope is queued before the publish is answered: without acknowledgement it comes in the same answer. */
  #receive(session, wildcard, { channel, data }, callback) {
    const send = (to, what) => session.deliver(null, to, what);
    this.#room.notifications.receive({ id: session.id, send }, channel, data);
    callback();
  }
}
