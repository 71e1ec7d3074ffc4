// What somebody does in a room: `method(lab, ...arguments)`. `ref` is a room's id or "last"; `who` is an agent, "kim"
// or "sam", or the application service's "bot", or the "visitor", as if on another device.

import { randomUUID } from "node:crypto";
import { BOT } from "./app_service.mjs";
import { part, v3 } from "./client.mjs";
import { makerOf, visitorOf } from "./facts.mjs";
import { inRoom } from "./lab.mjs";
import { png } from "./png.mjs";

async function doer(lab, ref, who) {
  if (who === "bot") return { id: BOT, client: lab.homeserver.bot };
  if (who !== "visitor") return lab.agent(who);
  const id = await visitorOf(lab, ref);
  return { id, client: await lab.homeserver.clientAs(id) };
}

/** In a room, whose path `what` is below. */
async function ask(lab, ref, who, method, what, body) {
  const { client } = await doer(lab, ref, who);
  return client[method](inRoom(await lab.room(ref), what), body);
}

/** Gives the event's id. */
async function send(lab, ref, type, content, who) {
  return (await ask(lab, ref, who, "put", part`send/${type}/${randomUUID()}`, content)).event_id;
}

const message = (lab, ref, content, who) => send(lab, ref, "m.room.message", content, who);

async function setState(lab, ref, type, content, who) {
  return (await ask(lab, ref, who, "put", part`state/${type}/`, content)).event_id;
}

async function post(lab, ref, what, body, who) {
  await ask(lab, ref, who, "post", what, body);
}

async function upload({ client }, bytes, name, mimetype) {
  const query = new URLSearchParams({ filename: name });
  const stored = await client.fetch("POST", `/_matrix/media/v3/upload?${query}`, {
    body: bytes,
    type: mimetype,
  });
  return (await stored.json()).content_uri;
}

/** Text, or { base64 }. */
const bytesOf = (content) =>
  typeof content === "string" ? Buffer.from(content) : Buffer.from(content.base64, "base64");

export const deeds = {
  join: (lab, ref, who = "kim") => post(lab, ref, "join", {}, who),
  leave: (lab, ref, who = "kim") => post(lab, ref, "leave", {}, who),
  invite: (lab, ref, user, who = "kim") => post(lab, ref, "invite", { user_id: user }, who),

  say: (lab, ref, text, who = "kim") => message(lab, ref, { msgtype: "m.text", body: text }, who),
  notice: (lab, ref, text, who = "kim") => message(lab, ref, { msgtype: "m.notice", body: text }, who),
  emote: (lab, ref, text, who = "kim") => message(lab, ref, { msgtype: "m.emote", body: text }, who),
  formatted: (lab, ref, text, html, who = "kim") => {
    const format = { format: "org.matrix.custom.html", formatted_body: html };
    return message(lab, ref, { msgtype: "m.text", body: text, ...format }, who);
  },
  edit: (lab, ref, event, text, who = "kim") => {
    const body = { msgtype: "m.text", body: text };
    const replaces = { rel_type: "m.replace", event_id: event };
    return message(lab, ref, { ...body, body: `* ${text}`, "m.new_content": body, "m.relates_to": replaces }, who);
  },
  reply: (lab, ref, event, text, who = "kim") => {
    const relates = { "m.in_reply_to": { event_id: event } };
    return message(lab, ref, { msgtype: "m.text", body: text, "m.relates_to": relates }, who);
  },
  react: (lab, ref, event, key, who = "kim") => {
    const relates = { rel_type: "m.annotation", event_id: event, key };
    return send(lab, ref, "m.reaction", { "m.relates_to": relates }, who);
  },
  redact: async (lab, ref, event, who = "kim") => {
    return (await ask(lab, ref, who, "put", part`redact/${event}/${randomUUID()}`)).event_id;
  },
  /** Any event, as it is given. */
  raw: (lab, ref, type, content, who = "kim") => send(lab, ref, type, content, who),
  rawState: (lab, ref, type, content, who = "kim") => setState(lab, ref, type, content, who),
  /** As many as there are texts, in their order: more than a server tells at once. */
  sayAll: async (lab, ref, texts, who = "kim") => {
    const events = [];
    for (const text of texts) events.push(await deeds.say(lab, ref, text, who));
    return events;
  },

  sendFile: async (lab, ref, name, content, mimetype = "text/plain", who = "kim") => {
    const bytes = bytesOf(content);
    const url = await upload(await doer(lab, ref, who), bytes, name, mimetype);
    return message(lab, ref, { msgtype: "m.file", body: name, url, info: { mimetype, size: bytes.length } }, who);
  },
  sendImage: async (lab, ref, who = "kim") => {
    const [w, h, mimetype] = [96, 64, "image/png"];
    const bytes = png(w, h);
    const url = await upload(await doer(lab, ref, who), bytes, "stripes.png", mimetype);
    const info = { w, h, mimetype, size: bytes.length };
    return message(lab, ref, { msgtype: "m.image", body: "stripes.png", url, info }, who);
  },

  type: async (lab, ref, on, who = "kim") => {
    const { id } = await doer(lab, ref, who);
    await ask(lab, ref, who, "put", part`typing/${id}`, { typing: on, ...(on && { timeout: 20_000 }) });
  },
  /** The agent has read everything up to that event. */
  receipt: (lab, ref, event, who = "kim") => post(lab, ref, part`receipt/m.read/${event}`, {}, who),

  /** The visitor is sent out of the room, if the agent may do that there. */
  kick: async (lab, ref, reason, who = "kim") =>
    post(lab, ref, "kick", { user_id: await visitorOf(lab, ref), reason }, who),
  ban: async (lab, ref, reason, who = "kim") =>
    post(lab, ref, "ban", { user_id: await visitorOf(lab, ref), reason }, who),
  /** Whoever made the room may do that, and nobody else unless the room says so. */
  encrypt: async (lab, ref, who) => {
    const content = { algorithm: "m.megolm.v1.aes-sha2" };
    return setState(lab, ref, "m.room.encryption", content, who ?? (await makerOf(lab, ref)));
  },
  nameRoom: (lab, ref, name, who = "kim") => setState(lab, ref, "m.room.name", { name }, who),

  rename: async (lab, who, displayname) => {
    const { id, client } = lab.agent(who);
    await client.put(v3`profile/${id}/displayname`, { displayname });
  },
  /** Gives the picture's address. */
  avatar: async (lab, who = "kim") => {
    const agent = lab.agent(who);
    const { id } = agent;
    const avatar_url = await upload(agent, png(32, 32, [200, 90, 60]), "face.png", "image/png");
    await agent.client.put(v3`profile/${id}/avatar_url`, { avatar_url });
    return avatar_url;
  },

  /** Who a page invites, and the bot of rooms that come by an alias. */
  agents: (lab) => lab.agentIds,
  bot: () => BOT,
};
