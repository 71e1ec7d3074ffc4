// A chat server in memory, for tests: sessions, what is said in them, and the agent's side. It runs in node and in a
// page. `.js` and without imports, because the server of wasm-bindgen's test runner hands out each such file alone.

const VISITOR = { id: 1, type: "Client" };
const KIM = { id: "agent-7", type: "Agent", name: "Kim" };

/** What the visitor's side gets where the server cannot do what it was asked. */
export class ServerError extends Error {
  constructor(code, description) {
    super(description);
    this.code = code;
  }
}

/** Copies strings and nothing else: what is in the data is never looked into. */
const strings = (data) => Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, String(value)]));

export class ChatServer {
  #sessions = new Map();
  #starts = new Map();
  #created = 0;
  #firstIndex;

  constructor({ firstIndex = 1 } = {}) {
    this.#firstIndex = firstIndex;
  }

  // --- The visitor's side. Each call takes and gives one plain object. ---

  /** Asked again under the same id, it gives the same session. An incomplete start only finds one. */
  start({ startId, username, subject, userData, complete }) {
    let session = this.#sessions.get(this.#starts.get(startId));
    if (!session) {
      if (!complete) throw new ServerError(213, "No session was started under this id.");
      session = this.#create(username, subject, userData);
      this.#starts.set(startId, session.id);
    }
    return { sessionId: session.id, ticket: session.ticket };
  }

  /** Every entry from that index on, and whether the session is over. */
  transcript({ sessionId, ticket, fromIndex = 0 }) {
    const session = this.#open(sessionId, ticket);
    return { messages: session.entries.filter((entry) => entry.index >= fromIndex), ended: session.ended };
  }

  /**
   * The same as soon as there is anything that the visitor's side does not know: entries from that index on, an agent
   * who types or has stopped, the end. When the signal comes first, it answers with nothing new.
   */
  async poll({ sessionId, ticket, fromIndex, typing = false }, signal) {
    const isNews = ({ messages, ended }, session) => messages.length > 0 || ended || session.agentTypes !== typing;
    for (;;) {
      const session = this.#open(sessionId, ticket);
      const found = this.transcript({ sessionId, ticket, fromIndex });
      if (signal?.aborted || isNews(found, session)) {
        return { ...found, typing: session.agentTypes, agent: session.agent ?? KIM };
      }
      await session.changes(signal);
    }
  }

  /** Under an id that was seen before it adds nothing. */
  message({ sessionId, ticket, message, messageId }) {
    const session = this.#running(sessionId, ticket);
    if (!session.messageIds.has(messageId)) {
      session.messageIds.add(messageId);
      session.visitorTypes = false;
      session.add("MessageReceived", session.visitor, { text: message, type: "text" }, { messageId });
    }
    return { messageId };
  }

  typing({ sessionId, ticket, isTyping }) {
    this.#running(sessionId, ticket).visitorTypes = isTyping === true;
    return {};
  }

  setUserData({ sessionId, ticket, data }) {
    Object.assign(this.#running(sessionId, ticket).userData, strings(data));
    return {};
  }

  leave({ sessionId, ticket }) {
    this.#open(sessionId, ticket).end();
    return {};
  }

  // --- The agent's side. ---

  agentJoins(id, name = KIM.name) {
    const session = this.#find(id);
    session.agent = { ...KIM, name };
    session.add("AgentConnected", session.agent);
  }

  agentSays(id, text) {
    this.#agentAdds(id, "MessageReceived", { text, type: "text" });
  }

  /** With answers to choose from. */
  agentAsks(id, text, replies) {
    this.#agentAdds(id, "MessageReceived", { text, type: "text" }, replies);
  }

  agentSaysAll(id, texts) {
    for (const text of texts) this.agentSays(id, text);
  }

  agentPushes(id, url) {
    this.#agentAdds(id, "MessageReceived", { text: url, type: "url" });
  }

  agentTypes(id, on) {
    const session = this.#find(id);
    session.agentTypes = on;
    session.changed();
  }

  agentLeaves(id) {
    this.#agentAdds(id, "AgentDisconnected");
  }

  /** A word of the server's own. */
  says(id, text) {
    this.#find(id).add("MessageReceived", { id: 2, type: "External", name: "system" }, { text, type: "text" });
  }

  ends(id) {
    this.#find(id).end();
  }

  /** As if there had never been such a session. */
  forget(id) {
    const session = this.#find(id);
    this.#sessions.delete(id);
    session.changed();
  }

  /** What the agent sees of a session. */
  session(id) {
    const { subject, userData, visitor, visitorTypes, ended, entries } = this.#find(id);
    const own = entries.filter((entry) => entry.party.type === "Client");
    return { id, username: visitor.name, subject, userData, visitorTypes, ended, said: own.map((e) => e.content.text) };
  }

  /** The whole transcript. */
  entries(id) {
    return this.#find(id).entries;
  }

  /** The ids of all sessions, the newest last. */
  sessions() {
    return [...this.#sessions.keys()];
  }

  // --- The inside. ---

  #create(username, subject, userData) {
    const session = new Session(`session-${++this.#created}`, this.#firstIndex);
    session.visitor = { ...VISITOR, name: username };
    session.subject = subject;
    session.userData = strings(userData);
    this.#sessions.set(session.id, session);
    return session;
  }

  #agentAdds(id, type, content, replies) {
    const session = this.#find(id);
    session.agentTypes = false;
    session.add(type, session.agent ?? KIM, content, { replies });
  }

  #find(id) {
    const session = this.#sessions.get(id);
    if (!session) throw new ServerError(210, "There is no such session.");
    return session;
  }

  /** The ticket is the proof that it is the visitor's. */
  #open(id, ticket) {
    const session = this.#find(id);
    if (session.ticket !== ticket) throw new ServerError(210, "There is no such session.");
    return session;
  }

  #running(id, ticket) {
    const session = this.#open(id, ticket);
    if (session.ended) throw new ServerError(231, "The session is over.");
    return session;
  }
}

class Session {
  entries = [];
  messageIds = new Set();
  agent = null;
  agentTypes = false;
  visitorTypes = false;
  ended = false;
  #waiting = new Set();

  constructor(id, firstIndex) {
    this.id = id;
    this.ticket = `${id}-${Math.random().toString(36).slice(2)}`;
    this.firstIndex = firstIndex;
  }

  /** The index counts without gaps. */
  add(type, party, content, more) {
    const index = this.firstIndex + this.entries.length;
    this.entries.push({ type, index, timestamp: Date.now(), party, content, ...more });
    this.changed();
  }

  end() {
    this.ended = true;
    this.agentTypes = false;
    this.changed();
  }

  changed() {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Until something changes, or the signal comes. */
  changes(signal) {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      signal?.addEventListener("abort", resolve, { once: true });
    });
  }
}

// --- The same as plain functions, for tests that are written in Rust. ---

export const newServer = () => new ChatServer();
export const agentJoins = (server, session) => server.agentJoins(session);
export const agentSays = (server, session, text) => server.agentSays(session, text);
export const agentTypes = (server, session, on) => server.agentTypes(session, on);
export const agentEnds = (server, session) => server.ends(session);
export const forget = (server, session) => server.forget(session);
export const visitorSaid = (server, session) => server.session(session).said;
export const visitorTypes = (server, session) => server.session(session).visitorTypes;
export const isOver = (server, session) => server.session(session).ended;
export const visitorData = (server, session, name) => server.session(session).userData[name];
