// The chat server over HTTP. Each first part of a path is a room with a server and faults of its own, so that tests
// which run at the same time do not meet: POST /<room>/<visitor's method>, /<room>/agent/<method>, /<room>/faults.

import { createServer } from "node:http";
import { ChatServer } from "./chat_server.js";
import { PATIENT } from "./patient.mjs";

/** What a visitor may call; everything else is the agent's. */
const VISITORS = new Set(["start", "transcript", "poll", "message", "typing", "setUserData", "leave"]);
/** A poll that names no time of its own. */
const POLL_SECONDS = 25;

class Room {
  server = new ChatServer();
  /**
   * unreachable: nothing arrives. lose: what is asked is done, and the answer is lost; `true`, or a list of methods.
   * hold: what is asked is done, and answered when this is off again. delay: in milliseconds, before anything is done.
   */
  faults = {};
  /** Answers under way. */
  #open = new Set();
  #held = [];

  set(faults) {
    this.faults = { ...this.faults, ...faults };
    if (this.faults.unreachable) for (const response of this.#open) response.destroy();
    if (!this.faults.hold) for (const release of this.#held.splice(0)) release();
  }

  /** One call of a visitor's. */
  async serve(method, parameters, response) {
    this.#open.add(response);
    response.on("close", () => this.#open.delete(response));
    if (this.faults.delay) await after(this.faults.delay);
    if (this.faults.unreachable) return response.destroy();
    const answer = await settled(() => this.server[method](parameters, gone(response, parameters.seconds)));
    if (this.faults.hold) await new Promise((release) => this.#held.push(release));
    if (this.#loses(method)) return response.destroy();
    send(response, answer);
  }

  #loses(method) {
    const { lose } = this.faults;
    return Array.isArray(lose) ? lose.includes(method) : lose === true;
  }
}

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** When nobody waits for the answer any longer, or has waited long enough. */
function gone(response, seconds = POLL_SECONDS) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), seconds * 1000);
  response.on("close", () => (clearTimeout(timer), controller.abort()));
  return controller.signal;
}

/** What it gave, or `error` with what was wrong: an answer too, so the status is 200. */
async function settled(act) {
  try {
    return (await act()) ?? {};
  } catch (error) {
    return { error: { code: error.code, description: error.message } };
  }
}

function send(response, body) {
  if (response.destroyed) return;
  response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

async function read(request) {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text === "" ? {} : JSON.parse(text);
}

/** A server of rooms, which does not listen yet. */
export function serveChats() {
  const rooms = new Map();
  const roomOf = (name) => rooms.get(name) ?? rooms.set(name, new Room()).get(name);

  const answer = async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type");
    if (request.method !== "POST") return response.writeHead(204).end();
    const [name, ...path] = new URL(request.url, "http://localhost").pathname.slice(1).split("/");
    const room = roomOf(name);
    const body = await read(request);
    if (path[0] === "faults") return send(response, room.set(body) ?? {});
    if (path[0] === "agent") return send(response, await settled(() => room.server[path[1]](...body)));
    if (VISITORS.has(path[0])) return room.serve(path[0], body, response);
    response.writeHead(404).end();
  };

  return createServer(PATIENT, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
}
