// All that this site does to have its chat.

import { note } from "../page.js";
import { agents, homeserver, lookForServer } from "./homeserver.js";

window.rejoinConfig = {
  embedded: true,
  transport: {
    type: "matrix",
    homeserver, // "https://matrix.example.com"
    invite: agents, // ["@kim:example.com", "@sam:example.com"]
  },
  namespace: "scree-and-sole", // apart from other chats at this address
  registration: {
    fields: [
      { name: "firstName", label: "Your name", required: true },
      { name: "question", label: "Your question", type: "textarea" },
    ],
  },
  ui: {
    title: "Ask the shop",
    theme: { accent: "var(--leather)", onAccent: "var(--on-accent)" },
  },
  launcher: true, // the round button, wherever there is no chat to restore
  onReady: begin,
};

const EVENTS = [
  "onAgentConnected",
  "onAgentDisconnected",
  "onAgentTyping",
  "onMessageReceived",
  "onConnectionLost",
  "onConnectionRestored",
  "onSessionEnded",
  "onError",
];

// What is left is for the log, and for the button in the middle of the page.
function begin(chat) {
  chat.onSession((session) => {
    note("onSession", session.id);
    for (const name of EVENTS) {
      session[name]((event) => note(name, wordsOf(event)));
    }
    session.onConnectionLost(lookForServer);
  });

  document.querySelector("#start").addEventListener("click", () => {
    lookForServer();
    if (chat.isMinimized()) chat.toggle();
    else chat.startChat().fail((event) => note("fail", wordsOf(event)));
  });
}

function wordsOf({ error, party, content, isTyping }) {
  if (error) return `${error.code}: ${error.description}`;
  const isWhat = { true: "types", false: "has stopped" }[isTyping];
  const words = [party?.name, content?.text ?? isWhat];
  return words.filter(Boolean).join(": ");
}
