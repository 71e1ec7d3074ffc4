// The agent's side, and what a test wants to know: `method(room, ...arguments)`. `ref` is a chat's id, or "last".

import { addFile, theFile } from "./files.mjs";

const chatOf = (room, ref) => room.chats.find(ref);
/** Where only the agent's side sees what is added. */
const add = (room, ref, type, content) => {
  const chat = chatOf(room, ref);
  return chat.add(type, chat.agentParty(), content);
};

/** Attributes are texts, so that what has a form is JSON in one. */
const offering = (replies) => {
  const content = replies.map((text, i) => ({ id: i + 1, type: "quick-reply", action: "message", text }));
  return { "structured-content": { "genesys-chat": JSON.stringify({ contentType: "quick-replies", content }) } };
};

export const agent = {
  // --- What an agent does. ---

  join: (room, ref, name = "Kim") => {
    const chat = chatOf(room, ref);
    chat.agent = chat.newParty(name, "Agent");
    chat.add("ParticipantJoined", chat.agent);
  },
  /** With answers to choose from, as chat servers deliver them. */
  say: (room, ref, text, replies = []) =>
    void add(room, ref, "Message", { text, ...(replies.length && { eventAttributes: offering(replies) }) }),
  bot: (room, ref, text) => void chatOf(room, ref).addOfSystem("Message", { text }),
  type: (room, ref, on, preview) =>
    void add(room, ref, on ? "TypingStarted" : "TypingStopped", preview ? { text: preview } : {}),
  pushUrl: (room, ref, url) => void add(room, ref, "PushUrl", { text: url }),
  notice: (room, ref, text, type = "CustomNotice") => void chatOf(room, ref).addOfSystem(type, { text }),
  /** Any event as it is given, but for its place in the list. */
  event: (room, ref, raw) => void add(room, ref, raw.type, { ...raw, index: chatOf(room, ref).nextPosition }),
  rename: (room, ref, name) => {
    const chat = chatOf(room, ref);
    chat.agentParty().nickname = name;
    chat.add("NicknameUpdated", chat.agentParty());
  },
  sendFile: (room, ref, name, text, type = "text/plain") => {
    const chat = chatOf(room, ref);
    return addFile(chat, chat.agentParty(), { name, type, bytes: Buffer.from(text) }, room.settings)["file-id"];
  },
  /** The chat goes on without an agent. */
  leave: (room, ref) => {
    const chat = chatOf(room, ref);
    chat.add("ParticipantLeft", chat.agentParty());
    chat.agent = null;
  },
  end: (room, ref) => {
    const chat = chatOf(room, ref);
    chat.end(chat.agent);
    chat.agent = null;
  },

  // --- What happens to a server. ---

  forget: (room, ref) => room.chats.forget(chatOf(room, ref)),
  expire: (room) => room.expire(),
  restart: (room) => room.restart(),
  changeAlias: (room, ref) => chatOf(room, ref).changeAlias(),

  // --- What a test wants to know. ---

  sessions: (room) =>
    room.chats.all().map(({ chatId, ended, visitor, request, agent: one }) => ({
      chatId,
      ended,
      nickname: visitor.nickname,
      subject: request.subject,
      agent: one?.nickname ?? null,
    })),
  said: (room, ref) =>
    chatOf(room, ref).events.flatMap(({ type, from, text }) =>
      type === "Message" && from.type === "Client" ? [text] : [],
    ),
  isTyping: (room, ref) => chatOf(room, ref).visitorTypes,
  preview: (room, ref) => chatOf(room, ref).preview,
  data: (room, ref, name) => {
    const { userData, request } = chatOf(room, ref);
    return userData[name] ?? request[name] ?? null;
  },
  transcript: (room, ref) => chatOf(room, ref).events,
  read: (room, ref) => chatOf(room, ref).lastRead,
  nickname: (room, ref) => chatOf(room, ref).visitor.nickname,
  file: (room, ref, id) => {
    const { name, type, bytes } = theFile(chatOf(room, ref), id);
    return { name, type, size: bytes.length, text: bytes.toString("utf8") };
  },
  isOver: (room, ref) => chatOf(room, ref).ended,
  starts: (room) => room.chats.starts,
  counts: (room) => room.counts,
};
