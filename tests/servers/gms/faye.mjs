// Bayeux over WebSocket and long-polling; a session is found by its clientId alone. Foreign engine.

import faye from "faye";
import { answerOfEngine, operationsOf } from "./bayeux.mjs";
import { PREFIX } from "./notifications.mjs";
import { Sockets } from "./sockets.mjs";

/** Where a client's messages are queued while it has no connection. No client can publish or subscribe there. */
const mailbox = (clientId) => `/meta/mailbox/${clientId}`;

export class FayeEngine {
  #room;
  #adapter;
  #clients = new Set();

  constructor(room) {
    this.#room = room;
    const mount = `/${room.name}/genesys/faye`;
    this.#adapter = new faye.NodeAdapter({ mount, timeout: room.settings.timeout / 1000 });
    this.sockets = new Sockets(room, this.#adapter);
    this.#adapter.addExtension(this.sockets);
    this.#adapter.addExtension({ incoming: (message, request, callback) => callback(this.#incoming(message)) });
    this.#adapter.on("handshake", (id) => this.#added(id));
    this.#adapter.on("disconnect", (id) => this.#removed(id));
  }

  door(request, response) {
    const handle = this.#adapter.handle.bind(this.#adapter);
    return {
      operations: operationsOf,
      answer: (body) => answerOfEngine(handle, request, request.headers, body, response),
    };
  }

  expire() {
    for (const id of [...this.#clients]) this.#engine.destroyClient(id);
  }

  close() {
    this.expire();
    this.#adapter.close();
  }

  // Private: the adapter has no way of its own to send to one client.
  get #engine() {
    return this.#adapter._server._engine;
  }

  #added(id) {
    this.#clients.add(id);
    // Private, as the server does it for a client's own wish. Without a subscription nothing is queued.
    this.#engine.subscribe(id, mailbox(id));
  }

  #removed(id) {
    this.#clients.delete(id);
    this.#room.notifications.gone(id);
  }

  #incoming(message) {
    const { channel, clientId, data } = message;
    if (this.#room.faults.now.unknown && channel !== "/meta/handshake") message.clientId = "nobody";
    if (!String(channel).startsWith(PREFIX)) return message;
    // The engine by itself lets anybody publish.
    if (!this.#clients.has(message.clientId)) return { ...message, error: `401:${message.clientId}:Unknown client` };
    this.#room.notifications.receive({ id: clientId, send: (...all) => this.#send(clientId, ...all) }, channel, data);
    return message;
  }

  /**
   * The mailbox gets a message that names another channel, by the engine behind the engine (private). Later, so that
   * the publish is answered first: the other engine has it the other way round, and a client must bear both.
   */
  #send(clientId, channel, data) {
    setImmediate(() => this.#engine._engine.publish({ channel, data }, [mailbox(clientId)]));
  }
}
