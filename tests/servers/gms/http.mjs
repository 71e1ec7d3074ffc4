// The rooms over HTTP, on one port. README.md has the paths.

import { createServer } from "node:http";
import { PATIENT } from "../patient.mjs";
import { agentPage } from "./agent_page.mjs";
import { Room } from "./room.mjs";
import { filesDoor, restDoor } from "./rest.mjs";
import { refuse } from "./sockets.mjs";
import { exchange, json, send, whole } from "./wire.mjs";

/** A server of rooms, which does not listen yet. `stop()` ends it with all that is open. */
export function serveGms() {
  const rooms = new Map();
  const roomOf = (name) => rooms.get(name) ?? rooms.set(name, new Room(name)).get(name);

  const server = createServer(PATIENT, (request, response) => {
    handle(roomOf, request, response).catch((error) => {
      // A page that goes away in the middle of a request is no fault of ours.
      if (error.code !== "ECONNRESET") console.error(error);
      response.destroy();
    });
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const { room, path } = target(roomOf, request);
    room.counts.websockets += 1;
    if (path.join("/") !== "genesys/faye") return refuse(socket, 400);
    room.faye.sockets.upgrade(request, socket, head);
  });
  server.stop = () => {
    for (const room of rooms.values()) room.close();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return server;
}

function target(roomOf, { url }) {
  const { pathname, searchParams: query } = new URL(url, "http://localhost");
  const [name, ...path] = pathname.slice(1).split("/");
  return { room: roomOf(name), path, query };
}

async function handle(roomOf, request, response) {
  allow(request, response);
  const { room, path, query } = target(roomOf, request);
  const [first, second] = path;
  if (first !== "genesys" && request.method === "POST") {
    const body = await whole(request);
    return send(response, control(room, first, second, body.length > 0 ? JSON.parse(body) : undefined));
  }
  if (first === "agent" && request.method === "GET") return send(response, await agentPage(room, second, query));
  if (request.method === "OPTIONS") return allowed(room, response);
  const door = request.method === "POST" && doorOf(room, path.slice(1), request, response);
  if (!door) return response.writeHead(400).end();
  await exchange(room, request, response, door);
}

/** A page of any origin may come, with its cookies. */
function allow({ headers }, response) {
  response.setHeader("Access-Control-Allow-Origin", headers.origin ?? "*");
  if (headers.origin) response.setHeader("Access-Control-Allow-Credentials", "true");
  const asked = headers["access-control-request-headers"];
  const allowed = ["Content-Type", "apikey", ...(asked ? [asked] : [])];
  response.setHeader("Access-Control-Allow-Headers", allowed.join(", "));
  response.setHeader("Access-Control-Allow-Methods", "POST");
  response.setHeader("Vary", "Origin");
}

function allowed({ faults }, response) {
  if (faults.now.unreachable) response.destroy();
  else response.writeHead(204).end();
}

/** A CometD client may put the kind of message behind the path. */
function doorOf(room, [face, ...rest], request, response) {
  if (face === "cometd") return room.cometd.door(request, response);
  if (face === "faye") return room.faye.door(request, response);
  if (face === "2" && rest[0] === "chat-ntf") return filesDoor(room, request);
  if (face === "2" && rest[0] === "chat" && rest[1]) return restDoor(room, request, rest.slice(1));
  return null;
}

/** Not a visitor's, so no fault touches it. */
function control(room, what, method, body) {
  if (what === "setup") return json(room.setup(body) ?? {});
  if (what === "faults") return json(room.setFaults(body) ?? {});
  if (what !== "agent") return { status: 404 };
  try {
    const result = room.agent(method, body ?? []);
    return json(result === undefined ? {} : result);
  } catch ({ code, message }) {
    return json({ error: { code, description: message } });
  }
}
