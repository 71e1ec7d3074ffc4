// What the page says of itself in words: whether the server is there, and how the chat is. No chat needs this.

import { agentPage, server } from "./way.js";

const LOOK_AGAIN = 3_000;
const START_IT = "Run “make demo-gms”: it starts the server beside this site.";

/** What to do, where the number alone does not tell. */
const ADVICE = {
  200: "The chat is open already.",
  210: "The server does not know this chat any more. Start another one.",
  211: `The server does not answer. The chat goes on trying by itself. ${START_IT}`,
  214: "The server’s cookie does not come back. Open this page at 127.0.0.1, the server’s own host, not at localhost.",
  230: "The form was closed. There is no chat.",
};

export const wordsOf = ({ code, description }) => `${code}: ${ADVICE[code] ?? description}`;

const [serverLine, chatLine, sessionLine] = ["#server", "#state", "#session"].map((id) => document.querySelector(id));

function say(line, words, isBad = false) {
  // Said again, it would be read again.
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("bad", isBad);
}

/** How the chat is; with the session where that has changed too. */
export function show(words, { session, isBad } = {}) {
  say(chatLine, words, isBad);
  if (session !== undefined) say(sessionLine, session ?? "–");
}

let timer;

/** Looks whether the server is there, and again until it is. */
export async function lookForServer() {
  clearTimeout(timer);
  // The agent's page is there in whatever state the server is as a chat server.
  const isThere = await fetch(agentPage).then(({ ok }) => ok, () => false);
  say(serverLine, isThere ? `Running at ${server}` : `Nothing answers at ${server}. ${START_IT}`, !isThere);
  clearTimeout(timer);
  if (!isThere) timer = setTimeout(lookForServer, LOOK_AGAIN);
}
