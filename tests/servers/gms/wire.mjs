// One request of a visitor's page, with everything that may go wrong on its way and on the way back. A door is
// { operations(body): names, answer(body): { status, headers, body, done?(sent) } }; both may be asynchronous.

import { torn } from "./spoil.mjs";

export async function exchange(room, request, response, door) {
  const { faults, lines, counts } = room;
  const line = lines.open(response);
  const body = await whole(request);
  const operations = await door.operations(body);
  counts.add(operations);
  if (faults.now.delay) await after(faults.now.delay);
  if (faults.now.unreachable || faults.hits("drop", operations)) return response.destroy();
  if (faults.now.halfOpen === true) line.dead = true;
  if (line.dead) return;
  if (faults.now.status) return send(response, { status: faults.now.status });

  const answer = await door.answer(body);
  if (faults.hits("hold", operations)) await faults.released(operations);
  const isLost = line.dead || response.destroyed || faults.hits("lose", operations);
  answer.done?.(!isLost);
  if (!isLost) return send(response, { ...answer, body: spoiltBody(answer, faults) });
  // A dead line stays open: that is what makes it hard to notice. Browsers ask again by themselves where nothing at all
  // was answered, so the answer begins before it is lost.
  if (!line.dead && !response.destroyed) {
    response.writeHead(200, { "Content-Length": 2 }).flushHeaders();
    setTimeout(() => response.destroy(), 5);
  }
}

const spoiltBody = ({ body }, { now }) => (typeof body === "string" ? torn(body, now.malformed) : body);

export const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function whole(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

export function send(response, { status = 200, headers = {}, body = "" }) {
  if (response.destroyed) return;
  // Without a length given by an engine: the body may have been spoilt since.
  for (const [name, value] of Object.entries(headers)) {
    if (!/^content-length$|^access-control-/i.test(name)) response.setHeader(name, value);
  }
  response.writeHead(status).end(body);
}

export const json = (value, status = 200) => ({
  status,
  headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  body: JSON.stringify(value),
});
