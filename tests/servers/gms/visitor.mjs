// What a visitor's side can do in a chat, by the names that CometD uses for it. Pure, like chat.mjs.

import { addFile, limits, removeFile } from "./files.mjs";
import { GmsError } from "./chat.mjs";

/** These need no running chat. Everything else is refused after the end (ours). */
const AFTER_THE_END = new Set(["refresh", "requestNotifications", "readReceipt", "disconnect", "fileDownload"]);

/** Does it. What it gives is the answer's own `userData`, if there is any. */
export function act(chat, operation, fields, settings) {
  if (!Object.hasOwn(OPERATIONS, operation)) throw new GmsError(400, `Unknown operation: ${operation}`);
  if (chat.ended && !AFTER_THE_END.has(operation)) throw ended();
  return OPERATIONS[operation](chat, fields, settings);
}

const ended = () => new GmsError(8209, "The user was logged out.", { chatEnded: true });

/** A message that echoes the type it was sent under, unless the room is set not to. */
function message(chat, { message: text, messageType }, { echoTypes }) {
  chat.visitorTypes = false;
  chat.preview = "";
  chat.add("Message", chat.visitor, { text, ...(echoTypes && messageType && { messageType }) });
}

function typing(chat, on, { message: preview }) {
  chat.visitorTypes = on;
  chat.preview = on ? (preview ?? "") : "";
  chat.add(on ? "TypingStarted" : "TypingStopped", chat.visitor, preview ? { text: preview } : {});
}

function needed(fields, name) {
  if (!fields[name]) throw new GmsError(102, `${name} is required.`);
  return fields[name];
}

const OPERATIONS = {
  sendMessage: (chat, fields, settings) => {
    needed(fields, "message");
    message(chat, fields, settings);
  },
  /** A message may ride along with it. */
  refresh: (chat, fields, settings) => {
    if (fields.message && !chat.ended) message(chat, fields, settings);
  },
  requestNotifications: () => {},
  startTyping: (chat, fields) => typing(chat, true, fields),
  stopTyping: (chat, fields) => typing(chat, false, fields),
  pushUrl: (chat, fields) => void chat.add("PushUrl", chat.visitor, { text: needed(fields, "pushUrl") }),
  updateNickname: (chat, fields) => {
    chat.visitor.nickname = needed(fields, "nickname");
    chat.add("NicknameUpdated", chat.visitor);
  },
  customNotice: (chat, { message: text = "", messageType }) =>
    void chat.add("CustomNotice", chat.visitor, { text, ...(messageType && { messageType }) }),
  updateData: (chat, { userData }) => void Object.assign(chat.userData, userData),
  readReceipt: (chat, { transcriptPosition }) => {
    chat.lastRead = Math.max(chat.lastRead, Number(transcriptPosition) || 0);
  },
  disconnect: (chat) => {
    if (!chat.ended) chat.end(chat.visitor);
  },
  /** The limits come as an event, which is what a client was seen to wait for. */
  fileGetLimits: (chat, fields, settings) =>
    void chat.addOfSystem("Notice", { text: "file-client-cfg-get", userData: limits(chat, settings) }),
  fileUpload: (chat, fields, settings) => addFile(chat, chat.visitor, needed(fields, "file"), settings),
  fileDownload: () => {},
  fileDelete: (chat, { fileId }) => removeFile(chat, chat.visitor, fileId),
};
