// What a test wants to know: `method(lab, ...arguments)`. A room is read as the server's admin sees it, so no agent
// need be in it; what only comes to those in the room (typing, receipts) as an agent sees it.

import { BOT } from "./app_service.mjs";
import { admin } from "./client.mjs";
import { inRoom } from "./lab.mjs";

const PAGE = 500;
const MOST_PAGES = 20;

/**
 * All events, oldest first. What a room is like is read from them as well: a server drops that when everybody is out,
 * and keeps these.
 */
async function timeline(lab, ref) {
  const where = admin`v1/rooms/${await lab.room(ref)}/messages`;
  const events = [];
  let from = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ dir: "f", limit: PAGE, ...(from && { from }) });
    const { chunk, end } = await lab.homeserver.admin.get(`${where}?${query}`);
    events.push(...chunk);
    if (!end || chunk.length === 0) break;
    from = end;
  }
  return events;
}

const membersIn = (events) =>
  new Map(
    events
      .filter(({ type, state_key }) => type === "m.room.member" && state_key !== undefined)
      .map(({ state_key, content }) => [state_key, content.membership]),
  );

/** The first in the room who is nobody of ours, whether still there or not. */
function visitorIn(lab, events) {
  const ours = new Set([...lab.agentIds, BOT]);
  const id = [...membersIn(events).keys()].find((user) => !ours.has(user));
  if (!id) throw Object.assign(new Error("There is no visitor in the room."), { code: 404 });
  return id;
}

export const visitorOf = async (lab, ref) => visitorIn(lab, await timeline(lab, ref));

/** "visitor", or "bot". */
export async function makerOf(lab, ref) {
  const { sender } = (await timeline(lab, ref)).find(({ type }) => type === "m.room.create");
  return sender === BOT ? "bot" : "visitor";
}

async function contentOf(lab, ref, type, key = "") {
  const found = (await timeline(lab, ref)).findLast((event) => event.type === type && event.state_key === key);
  return found?.content ?? null;
}

const isMessage = ({ type }) => type === "m.room.message";

export const facts = {
  rooms: async (lab) => {
    await lab.agent("kim").watch.begin();
    return [...lab.ledger.rooms];
  },
  starts: (lab) => lab.ledger.starts,
  visitor: (lab, ref) => visitorOf(lab, ref),

  transcript: async (lab, ref) =>
    (await timeline(lab, ref)).filter(isMessage).map(({ event_id, sender, content, origin_server_ts: ts }) => {
      const { body, msgtype } = content;
      return { event_id, sender, body, msgtype, content, ts };
    }),
  events: (lab, ref) => timeline(lab, ref),
  said: async (lab, ref) => {
    const events = await timeline(lab, ref);
    const visitor = visitorIn(lab, events);
    const isTheirs = (event) => isMessage(event) && event.sender === visitor && event.content.msgtype === "m.text";
    return events.filter(isTheirs).map(({ content }) => content.body);
  },
  /** The same, in the order in which an agent's own client has it. */
  saidTo: async (lab, ref, who = "kim") => {
    const { client } = lab.agent(who);
    const path = inRoom(await lab.room(ref), `messages?dir=f&limit=${PAGE}`);
    const { chunk } = await client.get(path);
    const visitor = await visitorOf(lab, ref);
    return chunk.filter((event) => isMessage(event) && event.sender === visitor).map(({ content }) => content.body);
  },

  members: async (lab, ref) => Object.fromEntries(membersIn(await timeline(lab, ref))),
  isOver: async (lab, ref) => {
    const events = await timeline(lab, ref);
    const membership = membersIn(events).get(visitorIn(lab, events));
    return membership === "leave" || membership === "ban";
  },
  state: (lab, ref, type, key) => contentOf(lab, ref, type, key),
  name: async (lab, ref) => (await contentOf(lab, ref, "m.room.name"))?.name ?? null,
  topic: async (lab, ref) => (await contentOf(lab, ref, "m.room.topic"))?.topic ?? null,

  isTyping: async (lab, ref, who = "kim") => {
    const { typing } = await lab.agent(who).watch.room(await lab.room(ref));
    return typing.includes(await visitorOf(lab, ref));
  },
  read: async (lab, ref, who = "kim") => {
    const { read } = await lab.agent(who).watch.room(await lab.room(ref));
    return read.get(await visitorOf(lab, ref)) ?? null;
  },
  /** What a message brings along, fetched by an agent. */
  file: async (lab, ref, event, who = "kim") => {
    const message = (await timeline(lab, ref)).find(({ event_id }) => event_id === event);
    if (!message) throw Object.assign(new Error("There is no such event."), { code: 404 });
    const { url, body, filename = body, info } = message.content;
    const media = url.replace("mxc://", "/_matrix/client/v1/media/download/");
    const response = await lab.agent(who).client.fetch("GET", media);
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get("content-type");
    const content = { size: bytes.length, text: bytes.toString("utf8"), base64: bytes.toString("base64") };
    return { name: filename, type, info, ...content };
  },

  accounts: (lab) =>
    Promise.all(
      [...lab.ledger.accounts].map(async (user) => {
        const { deactivated, displayname } = await lab.homeserver.admin.get(admin`v2/users/${user}`);
        return { user, deactivated: Boolean(deactivated), displayname };
      }),
    ),
  devices: async (lab, ref) => {
    const user = await visitorOf(lab, ref);
    return (await lab.homeserver.admin.get(admin`v2/users/${user}/devices`)).total;
  },
  counts: ({ ledger: { operations, preflights, open, most } }) => ({ operations, preflights, open, most }),
  tokens: ({ ledger: { accessTokens, refreshTokens } }) => [...accessTokens.keys(), ...refreshTokens.keys()],
  addresses: ({ ledger }) => ledger.addresses,
};
