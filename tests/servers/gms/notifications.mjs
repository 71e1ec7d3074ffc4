// The chat over Bayeux, for either engine: what is published on the service channel is done, and every client that
// asked for a chat, or for its notifications, is told what is new in it. A client is { id, send(channel, data) }.

import { GmsError } from "./chat.mjs";
import { answerOf, envelope } from "./envelope.mjs";
import { spoilt } from "./spoil.mjs";
import { act } from "./visitor.mjs";

export const PREFIX = "/service/chatV2/";

/** A visitor is not told that he types. */
const isOwnTyping = ({ type, from }) => type.startsWith("Typing") && from.type === "Client";

export class Notifications {
  #room;
  /** Chat to clients by id, each with the channel on which it wants to hear. */
  #listeners = new Map();
  /** While an operation is done: who asked, and what came of it. */
  #asking = null;

  constructor(room) {
    this.#room = room;
    room.chats.onNews = (chat, events) => this.#tell(chat, events);
  }

  /** One message of a client's. It is answered by one envelope, which has what came of it. */
  receive(client, channel, data) {
    const { faults } = this.#room;
    const fields = data ?? {};
    const operation = String(fields.operation);
    const answer =
      faults.spendRefusal(operation) ?? answerOf(() => this.#perform(client, channel, operation, fields));
    this.#send(client, channel, answer, operation);
  }

  /** It has disconnected, or its session has expired. */
  gone(id) {
    for (const clients of this.#listeners.values()) clients.delete(id);
  }

  clear() {
    this.#listeners.clear();
  }

  #perform(client, channel, operation, fields) {
    const { chats, settings } = this.#room;
    if (settings.service && channel !== PREFIX + settings.service) throw noService();
    if (operation === "requestChat") {
      const chat = chats.request("cometd", fields);
      this.#listen(client, channel, chat);
      return envelope(chat, chat.events);
    }
    const chat = chats.byKey(fields.secureKey);
    if (operation === "requestNotifications") {
      this.#listen(client, channel, chat);
      const from = Number(fields.transcriptPosition) || 1;
      return envelope(chat, withoutOwnTyping(chat.eventsFrom(from)));
    }
    const { events, userData } = this.#collect(client, () => act(chat, operation, fields, settings));
    return envelope(chat, withoutOwnTyping(events), userData && { userData });
  }

  #listen(client, channel, chat) {
    if (!this.#listeners.has(chat)) this.#listeners.set(chat, new Map());
    this.#listeners.get(chat).set(client.id, { client, channel });
  }

  /** What happens meanwhile goes into the answer of the client that asked. */
  #collect(client, operate) {
    this.#asking = { id: client.id, events: [] };
    try {
      const userData = operate();
      return { events: this.#asking.events, userData };
    } finally {
      this.#asking = null;
    }
  }

  #tell(chat, events) {
    this.#asking?.events.push(...events);
    const news = withoutOwnTyping(events);
    if (news.length === 0 && events.length > 0) return;
    for (const [id, { client, channel }] of this.#listeners.get(chat) ?? []) {
      if (id !== this.#asking?.id) this.#send(client, channel, envelope(chat, news), "event");
    }
  }

  /** "event" stands for what is delivered without having been asked for. */
  #send(client, channel, data, operation) {
    const { faults } = this.#room;
    if (faults.hits("lose", [operation])) return;
    const send = () => {
      const given = spoilt(data, faults.now.malformed);
      client.send(channel, given);
      if (faults.now.duplicate) client.send(channel, structuredClone(given));
    };
    if (faults.hits("hold", [operation])) faults.released([operation]).then(send);
    else send();
  }
}

const withoutOwnTyping = (events) => events.filter((event) => !isOwnTyping(event));
export const noService = () => new GmsError(404, "There is no such service.");
