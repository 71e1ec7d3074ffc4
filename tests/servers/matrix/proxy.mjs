// One request of a visitor's page on its way to Synapse and back, with everything that may befall it. What Synapse
// says goes through as it is, also about origins (CORS).

import { Agent, request as open } from "node:http";
import { Readable } from "node:stream";
import { after, whole } from "../gms/wire.mjs";

/** Connections to Synapse stay open for the next request, shorter than Synapse would keep them. */
const keepAlive = new Agent({ keepAlive: true, timeout: 4000 });
/** Headers that belong to one connection. */
const HOP = new Set(["connection", "keep-alive", "transfer-encoding", "host"]);
/** As on every answer of Synapse's, for answers that it does not give. */
const AS_SYNAPSE = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
  "Access-Control-Allow-Headers": "X-Requested-With, Content-Type, Authorization, Date",
  "Access-Control-Expose-Headers": "Synapse-Trace-Id, Server",
  "Cache-Control": "no-cache, no-store, must-revalidate",
  "Content-Type": "application/json",
};

/** `door()` reads the request, does what is asked, and gives { status, headers, stream } or { status, body }. */
export async function exchange(lab, request, response, operation, door) {
  const { faults, lines } = lab;
  const line = lines.open(response);
  const pause = faults.delayOf(operation);
  if (pause) await after(pause);
  // Who goes while a request is on its way takes it along.
  if (response.destroyed) return;
  if (faults.isDown || faults.hits("drop", [operation])) return response.destroy();
  if (faults.now.halfOpen === true) line.dead = true;
  if (line.dead) return;
  const canned = lab.refusalOf(request) ?? faults.spendAnswer(operation);
  if (canned) {
    await whole(request);
    return send(response, asJson(canned));
  }

  const answer = asJson(await door());
  if (faults.hits("hold", [operation])) await faults.released([operation]);
  const isLost = faults.hits("lose", [operation]);
  if (line.dead || response.destroyed || isLost) {
    answer.stream.destroy();
    // A dead line stays open: that is what makes it hard to notice.
    return line.dead || response.destroyed ? undefined : cut(response, answer);
  }
  send(response, faults.hits("malformed", [operation]) ? await torn(answer) : answer);
}

function send(response, { status, headers, stream }) {
  if (response.destroyed) return stream.destroy();
  response.writeHead(status, headers);
  stream.on("error", () => response.destroy()).pipe(response);
}

/** Browsers ask again by themselves where nothing at all was answered, so the answer begins before it is lost. */
function cut(response, { status }) {
  response.writeHead(status, { ...AS_SYNAPSE, "Content-Length": 2 }).flushHeaders();
  setTimeout(() => response.destroy(), 5);
}

async function torn(answer) {
  const bytes = await whole(answer.stream);
  return withBytes(answer, bytes.subarray(0, -1));
}

/** An answer of ours, as Synapse would give it. */
function asJson(answer) {
  if (answer.stream) return answer;
  const headers = { ...AS_SYNAPSE, ...answer.headers };
  return withBytes({ status: answer.status, headers }, Buffer.from(JSON.stringify(answer.body)));
}

const withBytes = ({ status, headers }, bytes) => ({
  status,
  headers: { ...headers, "content-length": String(bytes.length) },
  stream: Readable.from([bytes]),
});

/** Reads an answer to its end, as `text`. It can still be sent. */
export async function readThrough(answer) {
  const bytes = await whole(answer.stream);
  return { ...withBytes(answer, bytes), text: bytes.toString("utf8") };
}

/** Synapse's answer, once it begins. Fails where there is none. */
export function forward(url, path, request, response, body) {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.has(name)));
    const { method } = request;
    const outgoing = open(`${url}/${path}`, { method, headers, agent: keepAlive }, (incoming) => {
      const kept = Object.entries(incoming.headers).filter(([name]) => !HOP.has(name));
      resolve({ status: incoming.statusCode, headers: Object.fromEntries(kept), stream: incoming });
    });
    // A page that goes away lets Synapse go as well.
    response.on("close", () => response.writableFinished || outgoing.destroy());
    outgoing.on("error", reject);
    if (body) outgoing.end(body);
    else request.on("error", () => outgoing.destroy()).pipe(outgoing);
  });
}
