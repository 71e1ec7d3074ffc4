// The REST face, and the door for files that goes with CometD.

import { answerOf, envelope } from "./envelope.mjs";
import { theFile } from "./files.mjs";
import { fieldsOf } from "./form.mjs";
import { noService } from "./notifications.mjs";
import { spoilt } from "./spoil.mjs";
import { act } from "./visitor.mjs";
import { json } from "./wire.mjs";

/** Operations by their paths. Most have the same name in both. */
const OPERATIONS = new Map([
  ["", "requestChat"],
  ["send", "sendMessage"],
  ["file", "fileUpload"],
  ["file/limits", "fileGetLimits"],
  ...["refresh", "disconnect", "startTyping", "stopTyping", "pushUrl"].map((name) => [name, name]),
  ...["updateNickname", "customNotice", "updateData", "readReceipt"].map((name) => [name, name]),
]);

/** What the path after /genesys/2/chat/ says: { service, chatId, operation, fileId }. */
function target([service, chatId, ...rest]) {
  const [, fileId, verb] = /^file\/([^/]+)\/(download|delete)$/.exec(rest.join("/")) ?? [];
  if (fileId) return { service, chatId, fileId, operation: verb === "download" ? "fileDownload" : "fileDelete" };
  return { service, chatId, operation: OPERATIONS.get(rest.join("/")) };
}

/** /genesys/2/chat/… */
export function restDoor(room, request, path) {
  const { service, chatId, fileId, operation } = target(path.map(decodeURIComponent));
  const answer = (fields) => {
    if (room.settings.service && service !== room.settings.service) throw noService();
    if (!chatId) return started(room.chats.request("rest", fields), fields);
    const chat = room.chats.identified(chatId, fields);
    return perform(room, chat, operation, { fileId, ...fields });
  };
  return door(room, request, async () => operation, answer);
}

/** /genesys/2/chat-ntf: the operation is a field, and the key alone names the chat. */
export function filesDoor(room, request) {
  const fields = async (body) => (await fieldsOf(request, body)) ?? {};
  const operation = async (body) => (await fields(body)).operation;
  return door(room, request, operation, (given) => {
    if (room.settings.cookieForFiles && !/BAYEUX_BROWSER=/.test(request.headers.cookie)) return undefined;
    return perform(room, room.chats.byKey(given.secureKey), given.operation, given);
  });
}

function door(room, request, operation, answer) {
  return {
    operations: async (body) => [(await operation(body)) ?? "unknown"],
    answer: async (body) => {
      const fields = await fieldsOf(request, body);
      if (!fields) return { status: 400 };
      const name = await operation(body);
      if (!name) return { status: 404 };
      return sent(room, room.faults.spendRefusal(name) ?? answerOf(() => answer(fields)));
    },
  };
}

/** A request without a position of its own gets everything. */
const started = (chat, { transcriptPosition = 1 }) => ({
  chat,
  answer: envelope(chat, chat.eventsFrom(Number(transcriptPosition))),
});

/** Position 0 gives no events, 1 all. Without one only `refresh` gives all (ours). */
function perform(room, chat, operation, fields) {
  const before = chat.nextPosition;
  const known = Number(fields.transcriptPosition ?? (operation === "refresh" ? 1 : 0));
  let userData;
  try {
    userData = act(chat, operation, fields, room.settings);
  } catch (error) {
    if (error.code) error.chatEnded ??= chat.ended;
    throw error;
  }
  if (operation === "fileDownload") return { file: theFile(chat, fields.fileId) };
  // The limits come as an event, so they come in any case.
  const from = known || (operation === "fileGetLimits" ? before : 0);
  return { chat, answer: envelope(chat, chat.eventsFrom(from), userData && { userData }) };
}

/** From the outcome to an answer over HTTP. */
function sent(room, outcome) {
  if (!outcome) return { status: 403 };
  const { chat, answer = outcome, file } = outcome;
  if (file) return asDownload(file);
  const done = (arrived) => arrived && chat?.toldAlias(answer.alias);
  return { ...json(spoilt(answer, room.faults.now.malformed)), done };
}

const asDownload = ({ name, type, bytes }) => ({
  headers: {
    "Content-Type": type || "application/octet-stream",
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  },
  body: bytes,
});
