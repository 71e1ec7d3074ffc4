// A transport for the chat, as a site with a server of its own would write one: an object with the members of
// `ChatTransport` in static/chat.d.ts, here over long-polling. Begin with `createTransport`; a wire is the one function
// `(method, parameters, signal) => Promise` through which it reaches the server.

/** How long a poll waits for news. Shorter than the patience of the proxies on the way. */
const POLL_SECONDS = 25;

/** @param {(method: string, parameters: object, signal: AbortSignal) => Promise<any>} wire */
export function createTransport(wire) {
  const listeners = new Map();
  // The session with its place in it; replaced whole, so that what still runs for an old one can tell.
  let link = null;

  /** Tells those who listen, unless the link is no longer the one it is about. */
  const tell = (from, name, event) => {
    if (from !== link) return;
    for (const callback of listeners.get(name) ?? []) callback(event);
  };

  const on = (name) => (callback) => {
    listeners.set(name, [...(listeners.get(name) ?? []), callback]);
  };

  const hangUp = () => {
    link?.controller.abort();
    link = null;
  };

  /** Calls the server on the link that there is. */
  const call = (method, parameters) => {
    if (!link?.sessionId) return settles(Promise.reject(failure(231, "There is no session.")));
    const { sessionId, ticket, controller } = link;
    return settles(wire(method, { ...parameters, sessionId, ticket }, controller.signal));
  };

  /** Puts a new link in the place of the old one; `connect` says how far the transcript is known. */
  const open = async (session, connect) => {
    hangUp();
    const mine = (link = { ...session, controller: new AbortController() });
    const answer = await connect(mine);
    if (mine === link) void deliver(mine);
    return answer;
  };

  /** Polls until the link is hung up, the session is over, or something fails. */
  const deliver = async (mine) => {
    let typing = false;
    try {
      while (mine === link) {
        const { sessionId, ticket, next } = mine;
        const news = await wire("poll", { sessionId, ticket, fromIndex: next, typing }, mine.controller.signal);
        for (const entry of news.messages) {
          mine.next = entry.index + 1;
          tell(mine, callbackFor(entry), entry);
        }
        if (news.typing !== typing) {
          typing = news.typing;
          tell(mine, "onAgentTyping", { party: news.agent, isTyping: typing });
        }
        if (news.ended) return tell(mine, "onSessionEnded");
      }
    } catch (error) {
      tell(mine, "onError", error);
    }
  };

  return {
    capabilities: { contiguous: true },

    startSession: (options) =>
      settles(
        open({ next: 0 }, async (mine) => {
          const { sessionId, ticket } = await wire("start", options, mine.controller.signal);
          return Object.assign(mine, { sessionId, ticket }) && { sessionId, ticket };
        }),
      ),

    restoreSession: ({ sessionId, ticket, fromIndex }) =>
      settles(
        open({ sessionId, ticket, next: fromIndex }, async (mine) => {
          const found = await wire("transcript", { sessionId, ticket, fromIndex }, mine.controller.signal);
          // What is handed over here is not delivered a second time.
          mine.next = (found.messages.at(-1)?.index ?? fromIndex - 1) + 1;
          return found;
        }),
      ),

    getTranscript: ({ fromIndex }) => call("transcript", { fromIndex }),
    sendMessage: ({ message, messageId }) => call("message", { message, messageId }),
    sendTyping: ({ isTyping }) => call("typing", { isTyping }),
    setUserData: (data) => call("setUserData", { data }),
    leaveSession: () => call("leave", {}),
    disconnect: hangUp,

    onAgentConnected: on("onAgentConnected"),
    onAgentDisconnected: on("onAgentDisconnected"),
    onAgentTyping: on("onAgentTyping"),
    onMessageReceived: on("onMessageReceived"),
    onSessionEnded: on("onSessionEnded"),
    onError: on("onError"),
  };
}

const callbackFor = ({ type }) =>
  ({ AgentConnected: "onAgentConnected", AgentDisconnected: "onAgentDisconnected" })[type] ?? "onMessageReceived";

/** How a call fails: with a code where the server has said one. */
const failure = (code, description) => ({ error: { code, description } });

/** A promise in the way of older code, which calls `done` and `fail`. */
function settles(promise) {
  const calls = {
    done: (callback) => (promise.then(callback, () => {}), calls),
    fail: (callback) => (promise.catch(callback), calls),
  };
  promise.catch(() => {});
  return calls;
}

/** To a server in the same page. Both sides get copies, as over a network. */
export function localWire(server) {
  return async (method, parameters, signal) => {
    try {
      return structuredClone(await server[method](structuredClone(parameters), signal));
    } catch (error) {
      throw failure(error.code, error.message);
    }
  };
}

/** To a server at that URL, on any origin. */
export function httpWire(url) {
  return async (method, parameters, signal) => {
    // A body without a type of its own is a simple request: no preflight goes before it.
    const body = JSON.stringify({ ...parameters, ...(method === "poll" && { seconds: POLL_SECONDS }) });
    const response = await fetch(`${url}/${method}`, { method: "POST", body, signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const answer = await response.json();
    if (answer.error) throw answer;
    return answer;
  };
}

/** For tests that are written in Rust. */
export const transportOn = (server) => createTransport(localWire(server));
