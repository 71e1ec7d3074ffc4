// One chat as "GMS Chat API v2" shows it: a list of events with an index, and who may see it. No HTTP in here.
//
// This is OUR READING of what the vendor documents and of what public clients do (see README.md). No real server was
// asked. Where the documents are silent, the choice is marked "ours".

import { randomBytes } from "node:crypto";

/** What a visitor gets where the server cannot do what was asked. */
export class GmsError extends Error {
  constructor(code, description, { advice, chatEnded } = {}) {
    super(description);
    Object.assign(this, { code, advice, chatEnded });
  }
}

/** The vendor's sample ids have 16 characters. */
const newId = () => randomBytes(8).toString("hex").toUpperCase();
/** REST gives 16 hex characters. CometD gives a long base64 text, with all that must be escaped in a form. */
const newKey = { rest: () => randomBytes(8).toString("hex"), cometd: () => `+/${randomBytes(46).toString("base64")}` };

const SYSTEM = { nickname: "system", participantId: 0, type: "External" };

export class Chat {
  chatId = newId();
  userId = newId();
  alias = "117";
  events = [];
  files = new Map();
  ended = false;
  agent = null;
  visitorTypes = false;
  preview = "";
  lastRead = 0;
  /** Called with each event as it is added, and with none when only `ended` is new. */
  onNews = () => {};
  #participants = 1;
  /** The oldest alias that is still taken, as a number. */
  #oldestAlias = 0;

  constructor(mode, { nickname, firstName, lastName, userData, ...request }) {
    this.secureKey = newKey[mode]();
    this.request = { nickname, firstName, lastName, ...request };
    this.userData = { ...userData };
    this.visitor = this.newParty(nickname ?? `${firstName} ${lastName}`, "Client");
    this.add("ParticipantJoined", this.visitor);
  }

  newParty(nickname, type) {
    return { nickname, participantId: this.#participants++, type };
  }

  /** Who speaks for the agent's side, also where no agent has joined. */
  agentParty() {
    return this.agent ?? (this.nobody ??= this.newParty("Kim", "Agent"));
  }

  /** `from` is copied: a later nickname must not change what is past. */
  add(type, from, content) {
    const event = { from: { ...from }, index: this.nextPosition, type, utcTime: Date.now(), ...content };
    this.events.push(event);
    this.onNews([event]);
    return event;
  }

  addOfSystem(type, content) {
    return this.add(type, SYSTEM, content);
  }

  /** The first event has index 1. */
  get nextPosition() {
    return this.events.length + 1;
  }

  /** Events from that index on, or none for 0. */
  eventsFrom(position) {
    return position > 0 ? this.events.slice(position - 1) : [];
  }

  /** The one before is taken until the visitor's side was told of the new one (ours). */
  changeAlias() {
    this.alias = String(Number(this.alias) + 1);
    return this.alias;
  }

  toldAlias(alias) {
    this.#oldestAlias = Math.max(this.#oldestAlias, Number(alias));
  }

  takesAlias(alias) {
    return Number(alias) >= this.#oldestAlias && Number(alias) <= Number(this.alias);
  }

  /** The end and the leaving come in one: whoever is told of the leaving is told of the end. */
  end(leaving) {
    this.ended = true;
    if (leaving) this.add("ParticipantLeft", leaving);
    else this.onNews([]);
  }
}

/** All chats of one room. They live on when the engines that carry them are made anew. */
export class Chats {
  #chats = new Map();
  starts = 0;
  /** Called with the chat and its new events. */
  onNews = () => {};

  request(mode, fields) {
    this.starts += 1;
    if (!fields.nickname && !(fields.firstName && fields.lastName)) {
      throw new GmsError(101, "nickname, or firstName and lastName, are required.", { advice: "Give a nickname." });
    }
    const chat = new Chat(mode, fields);
    chat.onNews = (events) => this.onNews(chat, events);
    this.#chats.set(chat.chatId, chat);
    if (fields.text) chat.add("Message", chat.visitor, { text: fields.text });
    return chat;
  }

  /** Over REST four values name a chat and prove that it is the visitor's. */
  identified(chatId, { userId, secureKey, alias }) {
    const chat = this.#chats.get(chatId);
    if (!chat || chat.userId !== userId) throw noSuchUser();
    if (chat.secureKey !== secureKey) throw badKey();
    if (!chat.takesAlias(alias)) throw new GmsError(8212, "Unknown alias.", { chatEnded: false });
    return chat;
  }

  /** Over CometD only the key does. */
  byKey(secureKey) {
    const chat = this.all().find((one) => one.secureKey === secureKey);
    if (!chat) throw badKey();
    return chat;
  }

  /** For the agent's side: by id, or "last" for the newest. */
  find(ref) {
    const chat = ref === "last" ? this.all().at(-1) : this.#chats.get(ref);
    if (!chat) throw new GmsError(404, "There is no such chat.");
    return chat;
  }

  all() {
    return [...this.#chats.values()];
  }

  forget(chat) {
    this.#chats.delete(chat.chatId);
  }
}

// Codes as the vendor's people name them. That a chat counts as over for who may not see it is ours.
const noSuchUser = () => new GmsError(8201, "There is no such user in the session.", { chatEnded: true });
const badKey = () => new GmsError(8210, "The secure key is not valid.", { chatEnded: true });
