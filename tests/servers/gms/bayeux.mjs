// What both engines have in common: messages in, messages out, and an engine between them that is somebody else's.

import { EventEmitter } from "node:events";
import { Readable } from "node:stream";

/** Names of operations: those of Bayeux without "/meta/", and those of the chat. */
export function operationOf({ channel, data } = {}) {
  const name = String(channel);
  return name.startsWith("/meta/") ? name.slice("/meta/".length) : String(data?.operation ?? name);
}

/** A long-polling request's. What is no JSON goes on to the engine, which shall say so. */
export function operationsOf(body) {
  try {
    return [JSON.parse(body)].flat().map(operationOf);
  } catch {
    return [];
  }
}

/** Lets the engine handle the request, whose body was read already, and resolves with what it wants to answer. */
export function answerOfEngine(handle, request, headers, body, response) {
  return new Promise((resolve) => {
    const { method, url, socket } = request;
    handle(Object.assign(Readable.from([body]), { method, url, headers, socket }), new Answer(response, resolve));
  });
}

/** Takes what an engine writes, so that a fault can still befall it. Only what the two engines use is here. */
class Answer extends EventEmitter {
  statusCode = 200;
  #headers = {};
  #real;
  #resolve;

  constructor(real, resolve) {
    super();
    this.#real = real;
    this.#resolve = resolve;
  }

  /** The engine looks here whether anybody still waits. */
  get socket() {
    return this.#real.socket;
  }

  setHeader(name, value) {
    this.#headers[name] = value;
  }

  writeHead(status, headers) {
    this.statusCode = status;
    Object.assign(this.#headers, headers);
  }

  /** The engine takes an answer for sent when it has left, whether or not it arrives: so does `done`. */
  end(body = "") {
    const done = () => this.emit("finish");
    this.#resolve({ status: this.statusCode, headers: this.#headers, body, done });
  }
}
