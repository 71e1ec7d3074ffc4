// Hears what the chat in wasm tells, and passes it on to the page.

import { MESSAGE_REJECTED, SESSION_GONE, failure } from "./errors.js";
import { entryOf, partyOf } from "./events.js";

const events = { connectionLost: "ConnectionLost", connectionRestored: "ConnectionRestored" };

/** What pages are told of: who came and went matters for agents only. */
const isTold = (event) => event.content || event.party.type.agent;

/** Collects entries, for `Embedded.transcript`. */
export const collector = (found) => ({
  entry(...told) {
    const event = entryOf(...told);
    if (isTold(event)) found.push(event);
  },
});

/**
 * `face` is the running chat of ./main.js: it opens sessions and knows the present one. Entries that come before the page
 * has the session are kept for it.
 */
export function createHost(face, log) {
  let early = [];
  const tell = (name, event) => {
    log("debug", name);
    if (face.session()) face.session().tell(name, event);
    else early.push([name, event]);
  };
  /** What came before the page had the session is of no use to the next one. */
  const ended = (error) => {
    early = [];
    face.ended(error);
  };
  return {
    ready(id) {
      log("debug", "the session is there");
      const kept = early;
      early = [];
      face.sessionIs(id);
      for (const [name, event] of kept) tell(name, event);
    },
    failed(code, description) {
      log("debug", code === undefined ? "there is no chat to restore" : `failed (${code})`);
      face.failed(code === undefined ? {} : failure([code, description]));
    },
    entry(...told) {
      const event = entryOf(...told);
      if (isTold(event)) tell(event.type, event);
    },
    typing(id, name, isTyping) {
      tell("AgentTyping", { type: "AgentTyping", party: partyOf(id, name, "agent"), isTyping });
    },
    sent: (id) => face.session()?.sent(id),
    notSent(id, reason) {
      face.session()?.notSent(id, reason);
      face.session()?.tell("Error", failure(MESSAGE_REJECTED, reason || undefined));
    },
    dataRefused(reason) {
      const event = failure(MESSAGE_REJECTED, reason || undefined);
      face.session()?.dataRefused(event);
      face.session()?.tell("Error", event);
    },
    trouble(code, description) {
      log("warn", `${description} (${code})`);
      face.session()?.tell("Error", failure([code, description]));
    },
    happened(what) {
      if (events[what]) tell(events[what], { type: events[what] });
      else if (what === "dataTaken") face.session()?.dataTaken();
      else if (what === "ended") ended();
      else if (what === "forgotten") ended(failure(SESSION_GONE));
      else if (what === "leaveSettled") face.leaveSettled();
      else if (what === "idle") face.idle();
      else if (what === "gone") face.gone();
      else if (what === "notStored") log("warn", "the browser does not store the chat: it will not survive a reload");
    },
    log: (level, line, reason) => log(level, line, reason),
  };
}
