// Files in a chat. The names of the limits and `file-id` are as captured; the other names in an event's userData
// are ours, because they are found nowhere.

import { GmsError } from "./chat.mjs";

/** As captured from a deployment. */
const LIMITS = {
  "download-attempts": "2",
  "upload-max-files": "5",
  "upload-max-file-size": "10485760",
  "upload-max-total-size": "99614720",
  "upload-need-agent": "false",
  "upload-file-types": "jpeg:jpg:pdf:png:zip:txt",
  "delete-file": "odd",
};

/** All values are strings. `settings.limits` overrides. */
export function limits(chat, settings) {
  const files = [...chat.files.values()];
  return {
    ...LIMITS,
    "used-download-attempts": "0",
    "used-upload-max-files": String(files.length),
    "used-upload-max-total-size": String(files.reduce((sum, file) => sum + file.bytes.length, 0)),
    ...settings.limits,
  };
}

/** `file` is { name, type, bytes }. Gives what the answer's userData has. */
export function addFile(chat, from, file, settings) {
  if (from.type === "Client") check(chat, file, limits(chat, settings));
  const id = `${chat.chatId}-${chat.files.size + 1}`;
  chat.files.set(id, file);
  chat.add("FileUploaded", from, { text: file.name, userData: described(id, file) });
  return { "file-id": id };
}

export function removeFile(chat, from, id) {
  const file = theFile(chat, id);
  chat.files.delete(id);
  chat.add("FileDeleted", from, { text: file.name, userData: described(id, file) });
}

export function theFile(chat, id) {
  const file = chat.files.get(id);
  if (!file) throw new GmsError(404, "There is no such file.");
  return file;
}

const described = (id, { name, type, bytes }) => ({
  "file-id": id,
  "file-name": name,
  "file-size": String(bytes.length),
  "file-type": type,
});

/** The codes are those for which the vendor's widget has sentences. */
function check(chat, { name, bytes }, limit) {
  const extension = name.split(".").at(-1).toLowerCase();
  if (limit["upload-need-agent"] === "true" && !chat.agent) throw new GmsError(202, "No agent takes the file yet.");
  if (chat.files.size >= Number(limit["upload-max-files"])) throw new GmsError(201, "Too many files.");
  if (bytes.length > Number(limit["upload-max-file-size"])) throw new GmsError(202, "The file is too big.");
  if (!limit["upload-file-types"].split(":").includes(extension)) throw new GmsError(203, "No such type of file.");
}
