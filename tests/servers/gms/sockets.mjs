// The WebSockets of the faye engine, and what may go wrong on them. The engine lets nobody at its sockets, so this is
// an extension of it, which sees each message on its way in and out, and it writes wrong text below the engine.

import { createHash } from "node:crypto";
import { operationOf } from "./bayeux.mjs";
import { torn } from "./spoil.mjs";
import { after } from "./wire.mjs";

/** RFC 6455, 4.2.2. */
const ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export class Sockets {
  #room;
  #adapter;
  /** By the request that opened it: the engine gives that to its extensions. Requests of other kinds are not here. */
  #lines = new WeakMap();

  constructor(room, adapter) {
    this.#room = room;
    this.#adapter = adapter;
  }

  upgrade(request, socket, head) {
    const { faults, lines } = this.#room;
    const { unreachable, status, webSocket } = faults.now;
    if (unreachable) return socket.destroy();
    if (status || webSocket === "refuse") return refuse(socket, status || 400);
    const line = lines.open(socket);
    if (webSocket === "silent") return accept(request, socket);
    if (webSocket === "dieYoung") return accept(request, socket).once("data", () => socket.destroy());
    this.#lines.set(request, Object.assign(line, { operations: new Map() }));
    tear(socket, faults);
    this.#adapter.handleUpgrade(request, socket, head);
  }

  /** By the engine, with each message that comes in. One that is not given back is as if it never had come. */
  async incoming(message, request, callback) {
    const { faults, counts } = this.#room;
    const line = this.#lines.get(request);
    if (!line) return callback(message);
    const operation = operationOf(message);
    counts.add([operation]);
    line.operations.set(message.id, operation);
    if (faults.now.delay) await after(faults.now.delay);
    if (faults.now.halfOpen === true) line.dead = true;
    if (line.dead || faults.now.unreachable || faults.hits("drop", [operation])) return;
    callback(message);
  }

  /** With each that goes out. What is delivered has no `successful`; notifications.mjs took care of it. */
  async outgoing(message, request, callback) {
    const { faults } = this.#room;
    const line = this.#lines.get(request);
    if (!line) return callback(message);
    const operations = [line.operations.get(message.id)];
    const isReply = message.successful !== undefined;
    if (isReply && faults.hits("hold", operations)) await faults.released(operations);
    if (line.dead || (isReply && faults.hits("lose", operations))) return;
    callback(message);
  }
}

export const refuse = (socket, status) => socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`);

/** Nobody reads what comes, but it must be taken in for the close to be seen. */
function accept({ headers }, socket) {
  const key = createHash("sha1").update(headers["sec-websocket-key"] + ACCEPT).digest("base64");
  const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  socket.write([...lines, `Sec-WebSocket-Accept: ${key}`, "", ""].join("\r\n"));
  return socket.resume();
}

/** A frame's last byte is its text's last. Its length stays, so the other side takes it for whole. */
function tear(socket, faults) {
  const write = socket.write.bind(socket);
  socket.write = (chunk, ...rest) => {
    const isText = Buffer.isBuffer(chunk) && chunk[0] === 0x81;
    const isTorn = isText && torn("[]", faults.now.malformed) !== "[]";
    return write(isTorn ? Buffer.concat([chunk.subarray(0, -1), Buffer.from("}")]) : chunk, ...rest);
  };
}
