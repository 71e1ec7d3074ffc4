// How the chat of this example travels: the contract of docs/transport.md, to read and to copy from. Behind it is no
// server but a script: Wren, a mechanic who has one chat at a time and keeps it in localStorage. What Wren is going to
// say is planned with the time it is due, so it happens whether a page is open or not.

const KEY = "larch-and-spoke/session";
const WREN = { id: "wren", type: "Agent", name: "Wren" };
const TYPING_TIME = 1_500;
const LOOK_EVERY = 300;

/** What a visitor's words are answered with, and after how many seconds. */
const ANSWERS = [
  [/later|wait|slow/i, 10, "Here is the answer that took a while. It came whether or not you stayed on the page."],
  [/price|cost|much/i, 3, "A full service is 95 €. Follow the link to all our prices; I come along."],
  [/tyre|tube|flat|puncture/i, 3, "A puncture is 14 €. It takes us a quarter of an hour."],
  [/brake|gear|chain/i, 3, "Bring it before ten, and ride it home the same day."],
  [/open|hours|when/i, 3, "From eight to eight, Monday to Saturday."],
  [/./, 3, "I have written that down. Ask about prices, brakes or a puncture, say “later”, or say “bye”."],
];

const failure = (code, description) => ({ error: { code, description } });
const line = (at, text) => ({ at, type: "MessageReceived", text });

// --- In the place of a server. ---

const load = () => JSON.parse(localStorage.getItem(KEY));
const save = (session) => localStorage.setItem(KEY, JSON.stringify(session));

/** The session as it is by now: what is due has happened. All who look see the same, so nothing needs to be saved. */
function find(id) {
  const session = load();
  if (session?.id !== id) throw failure(210, "There is no such session.");
  while (!session.ended && session.plan[0]?.at <= Date.now()) happen(session, session.plan.shift());
  return session;
}

function happen(session, { at, type, text }) {
  if (type === "End") session.ended = true;
  else add(session, { type, timestamp: at, party: WREN, content: text && { text, type: "text" } });
}

/** The index counts without gaps. */
function add(session, entry) {
  session.entries.push({ ...entry, index: session.entries.length + 1 });
}

/** The start's id becomes the session's: a start that is sent again finds its session. */
function start({ startId: id, username: name, complete }) {
  if (load()?.id === id) return;
  if (!complete) throw failure(213, "Nothing was started under this id.");
  const now = Date.now();
  const plan = [
    { at: now + 700, type: "AgentConnected" },
    line(now + 2_500, `Hello ${name}, this is Wren at the workbench. What is wrong with the bike?`),
    line(now + 15_000, "Try it out: reload, go to our prices, or close the tab and come back. I will be here."),
  ];
  save({ id, visitor: { id: 1, type: "Client", name }, entries: [], plan, ended: false });
}

/** Under an id that was seen before it adds nothing. */
function hear(session, text, messageId) {
  if (session.entries.some((entry) => entry.messageId === messageId)) return;
  if (session.ended) throw failure(410, "This chat is over.");
  const { visitor, plan } = session;
  const now = Date.now();
  const content = { text, type: "text" };
  add(session, { type: "MessageReceived", timestamp: now, party: visitor, content, messageId });
  session.plan = /\bbye\b/i.test(text) ? goodbye(now, visitor) : withAnswer(plan, now, text);
  save(session);
}

function withAnswer(plan, now, text) {
  const [, seconds, answer] = ANSWERS.find(([pattern]) => pattern.test(text));
  return [...plan, line(now + seconds * 1_000, answer)].sort((a, b) => a.at - b.at);
}

const goodbye = (now, { name }) => [
  line(now + 2_000, `Goodbye, ${name}. Ride safely!`),
  { at: now + 3_000, type: "AgentDisconnected" },
  { at: now + 3_500, type: "End" },
];

const isTyping = ({ plan: [next], ended }) => !ended && !!next?.text && next.at - Date.now() < TYPING_TIME;

function transcript(id, fromIndex) {
  const { entries, ended } = find(id);
  return { messages: entries.filter((entry) => entry.index >= fromIndex), ended };
}

// --- What the chat is given. ---

export function createTransport() {
  const callbacks = {};
  const on = (name) => (callback) => (callbacks[name] = callback);
  let link = null; // { id, next, isTyping, timer }

  function deliver(id, next) {
    disconnect();
    link = { id, next, isTyping: false, timer: setInterval(look, LOOK_EVERY) };
  }

  function look() {
    const mine = link;
    try {
      const session = find(mine.id);
      for (const entry of session.entries.filter((entry) => entry.index >= mine.next)) {
        mine.next = entry.index + 1;
        callbacks[entry.type === "MessageReceived" ? "onMessageReceived" : `on${entry.type}`](entry);
      }
      if (isTyping(session) !== mine.isTyping) {
        mine.isTyping = !mine.isTyping;
        callbacks.onAgentTyping({ party: WREN, isTyping: mine.isTyping });
      }
      if (session.ended) callbacks.onSessionEnded();
    } catch (problem) {
      callbacks.onError(problem);
    }
  }

  function disconnect() {
    clearInterval(link?.timer);
    link = null;
  }

  return {
    capabilities: { contiguous: true },
    async startSession(options) {
      start(options);
      deliver(options.startId, 1);
      return { sessionId: options.startId };
    },
    async restoreSession({ sessionId, fromIndex }) {
      const found = transcript(sessionId, fromIndex);
      deliver(sessionId, fromIndex); // What is told twice is taken once.
      return found;
    },
    getTranscript: async ({ fromIndex }) => transcript(link.id, fromIndex),
    sendMessage: async ({ message, messageId }) => hear(find(link.id), message, messageId),
    sendTyping: async () => {}, // Wren does not look up.
    leaveSession: async () => save({ ...find(link.id), ended: true }),
    disconnect,
    onAgentConnected: on("onAgentConnected"),
    onAgentDisconnected: on("onAgentDisconnected"),
    onAgentTyping: on("onAgentTyping"),
    onMessageReceived: on("onMessageReceived"),
    onSessionEnded: on("onSessionEnded"),
    onError: on("onError"),
  };
}
