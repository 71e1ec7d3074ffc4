// The agent's page: draws what the server tells every second, and passes on what the agent does.

import { agent, dropConnections, look, setFaults } from "./room.js";

const LOOK_EVERY = 1_000;
const TYPES_FOR = 3_000;

const part = (id) => document.getElementById(id);
/** Untouched where it says so already: a screen reader would read it again. */
const say = (element, words) => {
  if (element.textContent !== words) element.textContent = words;
};
const NO_ANSWER = "The server does not answer. Run “make demo-gms”.";

let room = { chats: [], faults: {} };
let chosen = new URLSearchParams(location.hash.slice(1)).get("chat") ?? "";
let drawn = 0; // the index of the last event that is shown
let known; // how many chats there were
let typing; // the timer that ends it
let deeds = 0; // what the agent has done
let acting = 0; // how much of it is on its way
const rows = new Map(); // of the list, by chat

const chatNow = () => room.chats.find(({ chatId }) => chatId === chosen);

// --- What is shown. ---

/** Nothing is drawn that may be from before the agent's last deed, which is looked at in its turn. */
async function refresh() {
  if (acting > 0) return;
  const [asked, before] = [chosen, deeds];
  try {
    const seen = await look(asked);
    if (deeds !== before) return;
    room = seen;
    draw();
    if (chosen && chosen !== asked) await refresh();
  } catch (error) {
    say(part("status"), error instanceof TypeError ? NO_ANSWER : error.message);
  }
}

function draw() {
  // The first chat is chosen for the agent; later ones wait.
  if (!chatNow()) choose(room.chats.findLast(({ ended }) => !ended)?.chatId ?? "");
  say(part("room"), room.name);
  drawNews();
  drawList();
  drawChat(chatNow());
  const { delay, unreachable, webSocket } = room.faults;
  part("unreachable").checked = !!unreachable;
  part("sockets").checked = webSocket === "refuse";
  if (document.activeElement !== part("millis")) part("millis").value = delay ?? 0;
}

function drawNews() {
  const isNew = known !== undefined && room.chats.length > known;
  if (isNew) say(part("status"), `${room.chats.at(-1).nickname} has come.`);
  else if (part("status").textContent === NO_ANSWER) say(part("status"), "The server answers again.");
  known = room.chats.length;
}

const stateOf = ({ ended, agent: name }) => (ended ? "over" : name ? `with ${name}` : "waits");

function drawList() {
  part("no-chats").hidden = room.chats.length > 0;
  for (const [id, row] of rows) {
    if (!room.chats.some(({ chatId }) => chatId === id)) {
      row.remove();
      rows.delete(id);
    }
  }
  for (const chat of room.chats) {
    const row = rows.get(chat.chatId) ?? newRow(chat.chatId);
    const button = row.firstChild;
    say(button.children[0], chat.nickname);
    say(button.children[1], [chat.subject, stateOf(chat)].filter(Boolean).join(" · "));
    button.classList.toggle("over", chat.ended);
    if (chat.chatId === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function newRow(id) {
  const row = document.createElement("li");
  const button = row.appendChild(document.createElement("button"));
  button.type = "button";
  button.append(document.createElement("b"), document.createElement("span"));
  button.addEventListener("click", () => {
    choose(id);
    refresh();
  });
  part("chats").prepend(row);
  rows.set(id, row);
  return row;
}

function choose(id) {
  if (id === chosen) return;
  stopTyping();
  chosen = id;
  drawn = 0;
  part("lines").replaceChildren();
  history.replaceState(null, "", id ? `#chat=${encodeURIComponent(id)}` : location.pathname);
}

function drawChat(chat) {
  const isOpen = !!chat && !chat.ended;
  say(part("who"), chat ? chat.nickname : "No chat chosen");
  for (const id of ["end", "words", "answers", "send", "url", "send-url"]) part(id).disabled = !isOpen;
  part("join").disabled = !isOpen || !!chat.agent;
  part("leave").disabled = !isOpen || !chat.agent;
  part("forget").disabled = !chat;
  const data = Object.entries(chat?.data ?? {}).map(([name, value]) => `${name}: ${value}`);
  say(part("about"), chat ? [chat.subject, ...data, `chat ${chat.chatId}`].filter(Boolean).join(" · ") : "");
  const writes = chat?.preview ? `${chat.nickname} types: ${chat.preview}` : `${chat?.nickname} types…`;
  say(part("types"), chat?.typing ? writes : "");

  const list = part("events");
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  for (const event of chat?.events ?? []) {
    if (event.index <= drawn) continue;
    drawn = event.index;
    const line = lineOf(event);
    if (line) part("lines").append(line);
  }
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

const DEEDS = { ParticipantJoined: "has come", ParticipantLeft: "has left", NicknameUpdated: "is the new name" };

/** Nothing for what is no line of a conversation. */
function lineOf({ type, from, text, userData, utcTime }) {
  if (type.startsWith("Typing")) return undefined;
  const isSaid = type === "Message" || type === "PushUrl";
  const words = DEEDS[type];
  const line = document.createElement("li");
  line.className = isSaid ? from.type : "notice";
  const who = line.appendChild(document.createElement("b"));
  who.textContent = from.nickname;
  const time = line.appendChild(document.createElement("time"));
  time.textContent = new Date(utcTime).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const what = line.appendChild(document.createElement("span"));
  what.textContent = words ?? text ?? [type, userData?.["file-name"]].filter(Boolean).join(": ");
  return line;
}

// --- What the agent does. ---

/** Does it, says what went wrong, and shows what came of it. */
async function act(deed, said = "") {
  deeds += 1;
  acting += 1;
  try {
    await deed();
    say(part("status"), said);
  } catch (error) {
    say(part("status"), error.message);
  } finally {
    acting -= 1;
  }
  await refresh();
}

/** A button that is disabled while it has the focus loses it: it goes to the conversation instead. */
function onClick(id, deed, said) {
  part(id).addEventListener("click", async () => {
    await act(deed, said);
    if (part(id).disabled) (part("words").disabled ? part("talk") : part("words")).focus();
  });
}

onClick("join", () => agent("join", chosen, part("name").value.trim() || "Kim"));
onClick("leave", () => agent("leave", chosen));
onClick("end", () => agent("end", chosen), "The chat is over.");
onClick("forget", () => agent("forget", chosen), "The server does not know that chat any more.");

function stopTyping() {
  if (!typing) return;
  clearTimeout(typing);
  typing = undefined;
  agent("type", chosen, false).catch(() => {});
}

part("words").addEventListener("input", () => {
  if (!part("words").value) return stopTyping();
  if (!typing) agent("type", chosen, true).catch(() => {});
  clearTimeout(typing);
  typing = setTimeout(stopTyping, TYPES_FOR);
  return undefined;
});

part("words").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  part("say").requestSubmit();
});

part("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = part("words").value.trim();
  if (!text) return;
  const replies = part("answers").value.split("\n").filter((line) => line.trim());
  part("words").value = "";
  part("answers").value = "";
  stopTyping();
  act(() => agent("say", chosen, text, replies));
});

part("push").addEventListener("submit", (event) => {
  event.preventDefault();
  act(() => agent("pushUrl", chosen, part("url").value), "The URL is on its way.");
});

// --- What goes wrong. ---

onClick("drop", () => dropConnections(room.faults), "All connections are dropped.");
onClick("restart", () => agent("restart"), "The servers have started again.");
onClick("expire", () => agent("expire"), "All sessions are unknown now.");
onClick("mend", () => setFaults({ delay: 0, unreachable: false, webSocket: null }), "Nothing goes wrong any more.");

part("delay").addEventListener("submit", (event) => {
  event.preventDefault();
  const delay = part("millis").valueAsNumber || 0;
  act(() => setFaults({ delay }), delay ? `Every request takes ${delay} ms longer.` : "No request is delayed.");
});

function onCheck(id, faultsOf, [on, off]) {
  part(id).addEventListener("change", () => {
    const { checked } = part(id);
    act(() => setFaults(faultsOf(checked)), checked ? on : off);
  });
}

onCheck("unreachable", (unreachable) => ({ unreachable }), ["Nobody reaches the servers.", "The servers can be reached."]);
onCheck("sockets", (on) => ({ webSocket: on ? "refuse" : null }), ["WebSockets are refused.", "WebSockets may come."]);

await refresh();
setInterval(refresh, LOOK_EVERY);
