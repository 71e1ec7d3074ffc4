// A page with a chat, at two addresses. The query says how it travels: `transport`, and the `server`'s address.

import { createTransport, httpWire } from "/transport.js";

const query = new URLSearchParams(location.search);
const other = location.pathname === "/shop" ? "/other" : "/shop";
document.querySelector("[data-testid=full-load]").href = `${other}${location.search}`;

const server = query.get("server");
const service = "bicycles";
const transports = {
  js: () => createTransport(httpWire(server)),
  cometd: () => ({ type: "gms", url: `${server}/genesys/cometd`, service }),
  faye: () => ({ type: "gms", url: `${server}/genesys/faye`, service }),
  rest: () => ({ type: "gms-rest", url: `${server}/genesys/2/chat`, service }),
  matrix: () => ({ type: "matrix", homeserver: server, invite: [query.get("invite")] }),
};

const options = {
  embedded: true,
  transport: transports[query.get("transport")](),
  registration: false,
  username: "Ann",
  ui: { shadow: "none" },
  debug: true,
  logger: (level, line) => note(`${level}: ${line}`),
};

/** For the runner: what the page was told. */
const told = [];
const note = (what) => told.push({ at: Math.round(performance.now()), what });
let session = null;

chat.onSession((one) => {
  session = one;
  note(`session ${one.id}`);
  one
    .onMessageReceived(({ index }) => void window.soakHeard(index))
    .onConnectionLost(() => note("lost"))
    .onConnectionRestored(() => note("back"))
    .onError(({ error }) => note(`trouble ${error.code}`))
    .onSessionEnded(() => note("ended"));
});

const WHO = { Client: "visitor", Agent: "agent" };
const isRow = ({ type }) => type === "MessageReceived" || type === "AgentConnected";
const rowOfEvent = ({ type, party, content }) =>
  type === "AgentConnected"
    ? { who: "event", text: `${party.name} joined the chat` }
    : { who: WHO[`${party.type}`] ?? "agent", text: content.text };

function rowOf(item) {
  const bubble = item.querySelector(".rj-bubble");
  if (!bubble) return { who: "event", text: item.querySelector("span").textContent };
  return { who: item.classList.contains("rj-own") ? "visitor" : "agent", text: bubble.textContent };
}

/** None where there is no session, or no longer one. */
async function transcript() {
  try {
    return (await session.getTranscript()).messages.filter(isRow).map(rowOfEvent);
  } catch {
    return [];
  }
}

window.soak = {
  start: () => chat.startChat(options),
  isStored: () => Object.keys(localStorage).some((key) => key.endsWith("2/head")),
  isRunning: () => session !== null,
  async state() {
    const waiting = [...document.querySelectorAll("[data-testid=rejoin-outgoing]")];
    return {
      rows: [...document.querySelectorAll("[data-position]")].map(rowOf),
      transcript: await transcript(),
      outgoing: waiting.map((item) => ({
        text: item.querySelector(".rj-bubble").textContent,
        isFailed: item.querySelector(".rj-failed") !== null,
      })),
      told,
    };
  },
};

chat.restoreChat(options).fail(({ error }) => note(error ? `error ${error.code}` : "nothing to restore"));
