// The session that pages get: commands that each give a promise, and callbacks.

import { dataOf } from "./data.js";
import { INVALID_OPTIONS, LOCALIZATION_FAILED, MESSAGE_REJECTED, MESSAGE_TOO_LONG, NO_SESSION, SESSION_OVER, failure } from "./errors.js";
import { isSpoken, isTag } from "./language.js";
import { isTexts } from "./options.js";
import { deferred } from "./promise.js";

const NAMES = [
  "AgentConnected",
  "AgentDisconnected",
  "AgentTyping",
  "MessageReceived",
  "MessageChanged",
  "SessionEnded",
  "Error",
  "ConnectionLost",
  "ConnectionRestored",
];
const KINDS = ["text", "url", "notice"];
const LOOK_AGAIN = 50;

const isId = (value) => typeof value === "string" && value !== "";

/**
 * A session over a running chat. `chat` is an `Embedded` whose calls do not throw.
 * Gives the session, and the functions through which it is told what happens.
 */
export function createSession(id, chat, canSetData, log) {
  const complain = (line, error) => log("error", line, error);
  const callbacks = Object.fromEntries(NAMES.map((name) => [name, []]));
  const messages = new Map();
  const tellings = [];
  const leaving = [];
  const carried = new Set(); // what is done with files
  let isOver = false;

  function tell(name, event) {
    for (const callback of [...callbacks[name]]) {
      try {
        callback(event);
      } catch (error) {
        complain(`a callback of on${name} has thrown`, error);
      }
    }
  }

  /** A command: `run` gets what settles it, and gives a sentence when its arguments are wrong. */
  function command(run) {
    const call = deferred(complain);
    if (isOver) call.reject(failure(SESSION_OVER));
    // What it does may end the session.
    const problem = isOver ? undefined : run(call);
    if (problem) call.reject(failure(INVALID_OPTIONS, problem));
    return call.promise;
  }

  /** Something with a file; `name` is the method, where what was given fits. */
  const carry = (name, given, expected, answer) =>
    command((call) => {
      if (!name) return `expected ${expected}.`;
      carried.add(call);
      call.promise.always(() => carried.delete(call));
      // Nothing where it has broken.
      chat[name](given)?.then(
        (value) => call.resolve(answer(value)),
        (error) => call.reject(failure(Array.isArray(error) ? error : SESSION_OVER)),
      );
    });

  const session = {
    id,
    sendMessage: (given) =>
      command((call) => {
        const { message, type = "text" } = typeof given === "object" && given !== null ? given : { message: given };
        if (typeof message !== "string" || !message.trim()) return "sendMessage: expected a text.";
        if (!KINDS.includes(type)) return `sendMessage: expected the type ${KINDS.map((kind) => `"${kind}"`).join(", ")}.`;
        if (chat.excess(message)) return void call.reject(failure(MESSAGE_TOO_LONG));
        const messageId = chat.send(message, type);
        if (messageId === undefined) call.reject(failure(NO_SESSION));
        else messages.set(messageId, call);
      }),
    sendTyping: (given) =>
      command((call) => {
        chat.typing(!!(given?.isTyping ?? true));
        call.resolve();
      }),
    getTranscript: (given) =>
      command((call) => {
        const fromIndex = given?.fromIndex ?? 0;
        if (typeof fromIndex !== "number") return "getTranscript: expected `fromIndex` to be a number.";
        const collect = () => {
          const found = [];
          if (chat.transcript(fromIndex, found)) call.resolve({ messages: found });
          else if (isOver) call.reject(failure(SESSION_OVER));
          else setTimeout(collect, LOOK_AGAIN);
        };
        collect();
      }),
    setUserData: (data) =>
      command((call) => {
        const values = data && dataOf(data);
        if (!values) return "setUserData: expected an object of strings, numbers and booleans.";
        if (!canSetData) return "setUserData: the transport cannot.";
        tellings.push(call);
        chat.setData(values);
      }),
    setLanguage: (language, localization) =>
      command((call) => {
        if (!isTag(language)) return 'setLanguage: expected a tag like "de".';
        if (localization && !isTexts(localization)) return "setLanguage: expected texts: a URL or an object of strings.";
        if (!localization && !isSpoken(language)) return `setLanguage: there are no texts in "${language}". Give your own.`;
        const wanted = localization ? { language, localization } : { language };
        chat.setLanguage(wanted).then(
          () => call.resolve(),
          (error) => call.reject(failure(LOCALIZATION_FAILED, error.message)),
        );
      }),
    sendFile: (file) => carry(file instanceof File && "sendFile", file, "a File", (fileId) => ({ fileId })),
    getFileLimits: () => carry("fileLimits", undefined, "", (limits) => ({ limits })),
    downloadFile: (id) => carry(isId(id) && "downloadFile", id, "the id of a file", (file) => ({ file })),
    deleteFile: (id) => carry(isId(id) && "deleteFile", id, "the id of a file", () => {}),
    leave: () =>
      command((call) => {
        leaving.push(call);
        chat.leave();
      }),
  };
  for (const name of NAMES) {
    session[`on${name}`] = (callback) => {
      if (typeof callback === "function") callbacks[name].push(callback);
      return session;
    };
  }

  return {
    session,
    tell,
    sent(messageId) {
      messages.get(messageId)?.resolve({ messageId });
      messages.delete(messageId);
    },
    notSent(messageId, reason) {
      messages.get(messageId)?.reject(failure(MESSAGE_REJECTED, reason || undefined));
      messages.delete(messageId);
    },
    dataTaken() {
      for (const call of tellings.splice(0)) call.resolve();
    },
    dataRefused(event) {
      for (const call of tellings.splice(0)) call.reject(event);
    },
    /** The server knows that the visitor has left. */
    left() {
      for (const call of leaving.splice(0)) call.resolve();
    },
    /** Nothing more will come: the chat is over; or, with an event, it was taken off the page or broke. */
    close(event) {
      isOver = true;
      const abandoned = event ? [...leaving.splice(0), ...carried] : [];
      for (const call of [...messages.values(), ...tellings.splice(0), ...abandoned]) call.reject(event ?? failure(SESSION_OVER));
      messages.clear();
    },
  };
}
