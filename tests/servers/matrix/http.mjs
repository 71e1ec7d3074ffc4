// The labs over HTTP, on one port. README.md has the paths.

import { createServer } from "node:http";
import { whole } from "../gms/wire.mjs";
import { PATIENT } from "../patient.mjs";
import { account } from "./account_endpoint.mjs";
import { deeds } from "./deeds.mjs";
import { facts } from "./facts.mjs";
import { Labs } from "./labs.mjs";
import { operationOf } from "./operations.mjs";
import { exchange, forward, readThrough } from "./proxy.mjs";
import { upsets } from "./upsets.mjs";

const METHODS = { ...deeds, ...facts, ...upsets };
/** Lower case and no underscore: the name is part of user ids, and of aliases between underscores. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** What a test wants to know about; these answers are short. */
const LEARNT = new Set(["register", "login", "refresh", "createRoom"]);

/**
 * A server of labs, which does not listen yet. The shared Synapse starts at once; requests wait for it. `ready` tells
 * when it answers, or why it does not. `stop()` ends all of it.
 */
export function serveMatrix(options) {
  const labs = new Labs(options);
  const server = createServer(PATIENT, (request, response) => {
    handle(labs, request, response).catch((error) => {
      // A page, or a Synapse, that goes away in the middle of a request is no fault of ours.
      if (!["ECONNRESET", "ECONNREFUSED", "ERR_STREAM_PREMATURE_CLOSE"].includes(error.code)) console.error(error);
      response.destroy();
    });
  });
  server.labs = labs;
  server.ready = labs.ready;
  server.stop = async () => {
    server.closeAllConnections();
    await Promise.all([labs.stop(), new Promise((resolve) => server.close(resolve))]);
  };
  return server;
}

async function handle(labs, request, response) {
  const [, name, rest] = /^\/([^/?]*)\/?(.*)$/.exec(request.url);
  if (!NAME.test(name)) return answer(response, 404, failure({ code: 404, message: `No name of a lab: ${name}` }));
  const lab = labs.get(name);
  const path = rest.split("?")[0];
  if (/^(_matrix|_synapse|\.well-known)\//.test(path)) return visit(lab, request, response, path, rest);
  if (request.method === "OPTIONS") return answer(response, 204);
  if (path === "account") return accountDoor(lab, request, response);
  const body = await whole(request);
  await control(lab, path.split("/"), body.length > 0 ? JSON.parse(body) : undefined, response);
}

/** A request of the visitor's to the Matrix server. */
async function visit(lab, request, response, path, rest) {
  if (request.method === "OPTIONS") {
    lab.ledger.preflights += 1;
    lab.lines.open(response);
    if (lab.faults.isDown) return response.destroy();
    await lab.ready();
    const { status, headers, stream } = await forward(lab.homeserver.url, rest, request, response);
    response.writeHead(status, headers);
    return void stream.pipe(response);
  }
  const operation = operationOf(request.method, path);
  lab.ledger.arrived(operation, response);
  lab.ledger.address(request.method, request.url);
  await lab.ready();
  await exchange(lab, request, response, operation, async () => {
    if (!LEARNT.has(operation)) return forward(lab.homeserver.url, rest, request, response);
    const asked = await whole(request);
    const answered = await readThrough(await forward(lab.homeserver.url, rest, request, response, asked));
    lab.learn(operation, answered.status, parsed(asked), parsed(answered.text));
    return answered;
  });
}

/** The site's own server, of which account_endpoint.mjs is the example. */
async function accountDoor(lab, request, response) {
  lab.ledger.arrived("account", response);
  await lab.ready();
  await exchange(lab, request, response, "account", async () => {
    try {
      const { id, data, complete } = JSON.parse(await whole(request));
      const { homeserver } = lab;
      const makeRoom =
        lab.settings.roomFor === "bot" ? (visitor, name) => homeserver.roomFor(lab, visitor, name) : undefined;
      const site = { homeserver: homeserver.url, token: homeserver.appServiceToken, makeRoom };
      // Labs share a server, and a test may use an id that another uses too.
      const made = await account(site, { id: `${lab.name} ${id}`, data, complete });
      lab.ledger.credentials(made);
      return { status: 200, body: made };
    } catch (error) {
      return { status: 400, body: { errcode: "M_UNKNOWN", error: error.message } };
    }
  });
}

/** Not a visitor's, so no fault touches it. */
async function control(lab, [what, method], body, response) {
  try {
    if (what === "faults") return answer(response, 200, lab.setFaults(body) ?? {});
    if (what === "setup") return answer(response, 200, lab.setup(body) ?? {});
    if (what !== "agent") return answer(response, 404, {});
    if (!Object.hasOwn(METHODS, method)) throw new Error(`The agent has no ${method}.`);
    await lab.ready();
    answer(response, 200, (await METHODS[method](lab, ...(body ?? []))) ?? (KNOWS.has(method) ? null : {}));
  } catch (error) {
    answer(response, 200, failure(error));
  }
}

const failure = ({ code = 400, message }) => ({ error: { code, description: message } });

/** Where nothing is an answer, `null`, and not only the end of a deed. */
const KNOWS = new Set(Object.keys(facts));

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

function answer(response, status, body) {
  const headers = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Allow-Methods": "POST",
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
  };
  response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
}
