// All that this site does to have its chat.

import { note } from "../page.js";
import { lookForServer, show, wordsOf } from "./state.js";
import { disableWebSockets, transport } from "./way.js";

const TEAS = ["Black", "Green", "Herbs"];

window.rejoinConfig = {
  embedded: true,
  transport, // { type: "gms", url: "https://…/genesys/cometd", service: "tea" }
  disableWebSockets, // true: by long-polling alone
  namespace: "moss-and-kettle", // apart from other chats at this address
  registration: {
    fields: [
      { name: "firstName", label: "Your name", required: true },
      { name: "subject", label: "What is it about?" },
      { name: "tea", type: "select", label: "What do you drink?", options: TEAS },
    ],
  },
  ui: {
    title: "Ask about tea",
    theme: { accent: "var(--accent)", onAccent: "var(--on-accent)" },
  },
  autoRestore: false, // done below, to hear how it went
  onReady: begin,
};

function begin(chat) {
  chat.onSession(listen);
  lookForServer();
  show("Is there a chat of an earlier page?");
  chat.restoreChat().fail(failed("restoreChat")).done(done("restoreChat"));

  document.querySelector("#start").addEventListener("click", () => {
    lookForServer();
    if (chat.isMinimized()) chat.toggle();
    else chat.startChat().fail(failed("startChat")).done(done("startChat"));
  });
}

function done(call) {
  return (session) => note(`${call}().done`, `Session ${session.id}`);
}

function failed(call) {
  return ({ error }) => {
    const words = error ? wordsOf(error) : "There was no chat.";
    note(`${call}().fail`, words);
    if (error?.code !== 200) show(words, { isBad: !!error });
  };
}

function listen(session) {
  show("Connected.", { session: session.id });
  session.onAgentConnected(({ party }) => note("onAgentConnected", party.name));
  session.onAgentDisconnected(({ party }) => {
    note("onAgentDisconnected", party.name);
  });
  session.onAgentTyping(({ party, isTyping }) => {
    note("onAgentTyping", `${party.name} ${isTyping ? "types" : "has stopped"}`);
  });
  session.onMessageReceived(({ party, content }) => {
    note("onMessageReceived", `${party.name}: ${content.text}`);
  });
  session.onConnectionLost(() => {
    note("onConnectionLost", "It reconnects.");
    show("The connection is lost. It is made again by itself.", { isBad: true });
    lookForServer();
  });
  session.onConnectionRestored(() => {
    note("onConnectionRestored", "Nothing was lost.");
    show("Connected again.");
    lookForServer();
  });
  let end = "The chat is over.";
  session.onError(({ error }) => {
    note("onError", wordsOf(error));
    show(wordsOf(error), { isBad: true });
    if (error.code === 210) end = wordsOf(error); // The end comes right after.
  });
  session.onSessionEnded(() => {
    note("onSessionEnded", "The chat is over.");
    show(end, { session: null });
  });
}
