// The agent's page: files of agent_page/, and what they show of a room. GET /<room>/agent/

import { readFile } from "node:fs/promises";
import { json } from "./wire.mjs";

const FILES = new Map([
  ["", { file: "index.html", type: "text/html; charset=utf-8" }],
  ["desk.js", { file: "desk.js", type: "text/javascript; charset=utf-8" }],
  ["room.js", { file: "room.js", type: "text/javascript; charset=utf-8" }],
  ["style.css", { file: "style.css", type: "text/css; charset=utf-8" }],
  ["icon.svg", { file: "icon.svg", type: "image/svg+xml" }],
]);

const POLICY = [
  "default-src 'none'",
  ...["script-src", "connect-src", "style-src", "img-src"].map((what) => `${what} 'self'`),
  ...["base-uri", "form-action", "frame-ancestors"].map((what) => `${what} 'none'`),
  "require-trusted-types-for 'script'",
].join("; ");

/** `name` is what stands behind /agent/; nothing where the slash is missing. */
export async function agentPage(room, name, query) {
  if (name === undefined) return { status: 308, headers: { Location: "agent/" } };
  if (name === "room") return json(shown(room, query.get("chat")));
  const found = FILES.get(name);
  if (!found) return { status: 404 };
  return {
    headers: { "Content-Type": found.type, "Cache-Control": "no-cache", "Content-Security-Policy": POLICY },
    body: await readFile(new URL(`agent_page/${found.file}`, import.meta.url)),
  };
}

/** All chats, and one of them with what was said. */
const shown = ({ name, chats, faults }, chosen) => ({
  name,
  faults: faults.now,
  chats: chats.all().map((chat) => ({
    chatId: chat.chatId,
    ended: chat.ended,
    nickname: chat.visitor.nickname,
    subject: chat.request.subject ?? "",
    agent: chat.agent?.nickname ?? null,
    last: chat.nextPosition - 1,
    ...(chat.chatId === chosen && inFull(chat)),
  })),
});

const inFull = (chat) => ({
  typing: chat.visitorTypes,
  preview: chat.preview,
  data: { ...(chat.request.emailAddress && { email: chat.request.emailAddress }), ...chat.userData },
  events: chat.events,
});
