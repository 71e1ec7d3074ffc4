// All that this site does to have its chat.

import { note } from "./page.js";
import { createTransport } from "./transport.js";

window.rejoinConfig = {
  embedded: true,
  transport: createTransport(), // yours talks to your server
  namespace: "larch-and-spoke", // apart from other chats at this address
  registration: {
    fields: [
      { name: "firstName", label: "Your name", required: true },
      { name: "subject", label: "What is it about?" },
    ],
  },
  ui: {
    title: "Ask the workshop",
    // The page's own colours.
    theme: { accent: "var(--accent)", onAccent: "var(--on-accent)" },
  },
  autoRestore: false, // done below, to hear how it went
  onReady: begin,
};

function begin(chat) {
  chat.onSession(listen);
  chat.restoreChat().fail(failed("restoreChat")).done(done("restoreChat"));

  document.querySelector("#start").addEventListener("click", () => {
    if (chat.isMinimized()) chat.toggle();
    else chat.startChat().fail(failed("startChat")).done(done("startChat"));
  });
}

function done(call) {
  return (session) => note(`${call}().done`, `Session ${session.id}`);
}

function failed(call) {
  const nothing = "There was no chat.";
  return ({ error }) => note(`${call}().fail`, error ? wordsOf(error) : nothing);
}

function listen(session) {
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
  session.onConnectionLost(() => note("onConnectionLost", "It reconnects."));
  session.onSessionEnded(() => note("onSessionEnded", "The chat is over."));
  session.onError(({ error }) => note("onError", wordsOf(error)));
}

function wordsOf({ code, description }) {
  return `${code}: ${description}`;
}
