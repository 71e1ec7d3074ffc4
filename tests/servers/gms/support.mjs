// What the tests of these servers share: a room of their own, and the reference client in it.

import { adapt } from "cometd-nodejs-client";
import * as reference from "cometd";
import { once } from "node:events";
import { serveGms } from "./http.mjs";

export const SERVICE = "/service/chatV2/sales";

/** For `after` of a test: whatever was opened here is closed again. */
const open = [];
export async function closeAll() {
  for (const close of open.splice(0).reverse()) await close();
}

/** A room on a server of its own. */
export async function newRoom(settings) {
  const server = serveGms();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(() => server.stop());
  const host = `127.0.0.1:${server.address().port}`;
  const room = new TestRoom(`http://${host}/room`, `ws://${host}/room`);
  await room.post("setup", settings ?? {});
  return room;
}

class TestRoom {
  constructor(url, socketUrl) {
    Object.assign(this, { url, socketUrl });
  }

  async post(path, body) {
    return (await fetch(`${this.url}/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
  }

  faults(faults) {
    return this.post("faults", faults);
  }

  agent(method, ...all) {
    return this.post(`agent/${method}`, all);
  }

  /** One REST call; `fields` as an object goes urlencoded, as FormData multipart. */
  rest(path, fields = {}, options = {}) {
    const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
    return fetch(`${this.url}/genesys/2/${path}`, { method: "POST", body, ...options });
  }

  /** One request of long-polling, without any client in between. */
  async bayeux(engine, messages, headers = {}) {
    const body = typeof messages === "string" ? messages : JSON.stringify(messages);
    const type = { "Content-Type": "application/json" };
    return fetch(`${this.url}/genesys/${engine}`, { method: "POST", body, headers: { ...type, ...headers } });
  }

  /** A REST chat: `call(operation, fields)` gives what is answered. */
  async restChat(fields = { nickname: "Ann" }) {
    const started = await (await this.rest("chat/sales", fields)).json();
    const { chatId, userId, secureKey, alias } = started;
    const identity = { userId, secureKey, alias };
    const call = async (path, more) => {
      const answer = await this.rest(`chat/sales/${chatId}/${path}`, { ...identity, ...more });
      return answer.json();
    };
    return { started, identity, chatId, call };
  }
}

/** Where a client is told to come back, it does so within the time of a test. */
const HASTE = { maxNetworkDelay: 1500, backoffIncrement: 50, maxBackoff: 200, logLevel: "error" };

/** The reference client, shaken hands, with what it was told: "cometd", "faye" over WebSocket, "faye polling". */
export async function newClient(room, kind, { ack = false, cookies } = {}) {
  adapt(cookies ? { cookies } : {});
  const client = new reference.CometD();
  client.configure({ url: `${room.url}/genesys/${kind.split(" ")[0]}`, ...HASTE });
  if (kind !== "faye") client.unregisterTransport("websocket");
  if (ack) client.registerExtension("ack", new reference.AckExtension());
  const talk = new Talk(client);
  open.push(() => talk.close());
  await talk.handshake();
  return talk;
}

/** A client of bare requests, shaken hands: `send(messages)` gives the replies. */
export async function newPoller(room, engine) {
  const handshake = { id: "1", channel: "/meta/handshake", version: "1.0", supportedConnectionTypes: ["long-polling"] };
  const response = await room.bayeux(engine, [handshake]);
  const setCookie = response.headers.get("set-cookie");
  const headers = setCookie ? { cookie: setCookie.split(";")[0] } : {};
  const [{ clientId }] = await response.json();
  const send = async (messages) => (await room.bayeux(engine, messages, headers)).json();
  return { send, clientId, setCookie, headers };
}

export class Talk {
  /** All envelopes on the service channel, in order. */
  envelopes = [];

  constructor(client) {
    this.client = client;
    client.addListener(SERVICE, ({ data }) => this.envelopes.push(data));
  }

  handshake() {
    return new Promise((resolve, reject) => {
      this.client.handshake((reply) => (reply.successful ? resolve(reply) : reject(new Error(JSON.stringify(reply)))));
    });
  }

  /** Resolves with the publish's reply. */
  publish(operation, fields) {
    return new Promise((resolve) => this.client.publish(SERVICE, { operation, ...fields }, resolve));
  }

  async start(nickname = "Ann") {
    await this.publish("requestChat", { nickname });
    const [{ secureKey }] = await this.until(1);
    this.secureKey = secureKey;
    return secureKey;
  }

  /** Asks in the chat that was started. */
  ask(operation, fields) {
    return this.publish(operation, { secureKey: this.secureKey, ...fields });
  }

  /** Resolves with all envelopes when there are so many. */
  async until(count, seconds = 5) {
    await until(() => this.envelopes.length >= count, seconds);
    return this.envelopes;
  }

  close() {
    return new Promise((resolve) => {
      setTimeout(resolve, 300);
      this.client.disconnect(resolve);
    });
  }
}

/** Rejects when it does not become so. */
export async function until(isSo, seconds = 5) {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so within ${seconds} s: ${isSo}`);
    await pause(20);
  }
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What is said in a list of envelopes. */
export const texts = (envelopes) => envelopes.flatMap(({ messages }) => messages.map(({ text }) => text ?? null));

/** Whether it is answered in that time. */
export const isAnswered = (promise, milliseconds = 250) =>
  Promise.race([promise.then(() => true), pause(milliseconds).then(() => false)]);
