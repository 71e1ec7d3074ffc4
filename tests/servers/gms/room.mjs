// A room: a server for itself, with chats, engines and faults that no other room has.

import { agent } from "./agent.mjs";
import { Chats, GmsError } from "./chat.mjs";
import { CometdEngine } from "./cometd.mjs";
import { Counts } from "./counts.mjs";
import { Faults } from "./faults.mjs";
import { FayeEngine } from "./faye.mjs";
import { Lines } from "./lines.mjs";
import { Notifications } from "./notifications.mjs";

const SETTINGS = {
  cookie: "default",
  ack: true,
  timeout: 4000,
  maxInterval: 10000,
  echoTypes: true,
  cookieForFiles: false,
  service: null,
  limits: {},
};

export class Room {
  settings = { ...SETTINGS };
  chats = new Chats();
  faults = new Faults();
  lines = new Lines();
  counts = new Counts();

  constructor(name) {
    this.name = name;
    this.notifications = new Notifications(this);
    this.#open();
  }

  setup(settings) {
    Object.assign(this.settings, settings);
    this.restart();
  }

  setFaults(faults) {
    this.faults.set(faults);
    if (this.faults.now.unreachable) this.lines.cut();
    if (this.faults.now.halfOpen) this.lines.kill();
  }

  agent(method, parameters) {
    if (!Object.hasOwn(agent, method)) throw new GmsError(404, `The agent has no ${method}.`);
    return agent[method](this, ...parameters);
  }

  expire() {
    this.cometd.expire();
    this.faye.expire();
  }

  /** The engines forget all clients. The chats are elsewhere, as with the vendor, and live on. */
  restart() {
    this.close();
    this.#open();
  }

  close() {
    this.lines.cut();
    this.cometd.close();
    this.faye.close();
    this.notifications.clear();
  }

  #open() {
    this.cometd = new CometdEngine(this);
    this.faye = new FayeEngine(this);
  }
}
