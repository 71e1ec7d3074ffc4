// Between a page's transport and ours. Pages may throw, never answer, answer late, twice or with nonsense: what comes out
// here is checked, in order, and of the right type. docs/transport.md is the contract; src/transport/custom.rs hears it.

const CALLBACKS = {
  onAgentConnected: "AgentConnected",
  onAgentDisconnected: "AgentDisconnected",
  onMessageReceived: "MessageReceived",
  onAgentTyping: "",
  onSessionEnded: "",
  onError: "",
  onTicketChanged: "",
};
const GONE = 210;
const UNREACHABLE = 211;
const INCOMPLETE = 213;
const COMPLAINTS = 20;

const kinds = { __proto__: null, AgentConnected: "joined", AgentDisconnected: "left", Notice: "notice" };
const roles = { __proto__: null, client: "client", agent: "agent" };

/** Not the transport's fault, and for others to see. */
const isTrap = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
/** Not `event.code`: exceptions of the browser have one as well, which means something else. */
const codeOf = (event) => Number(event?.error?.code) || 0;
const wordsOf = (event) => String(event.error.description ?? "");
const isIndex = (value) => Number.isSafeInteger(value) && value >= 0;

/** Settles once, however the page's function answers: with done and fail, with a promise, or by throwing. */
function ask(run) {
  return Promise.resolve()
    .then(run)
    .then((answer) => answer?.value);
}

/** What a page's function gave, wrapped so that nothing unwraps it before we have looked at it. */
function settle(answer) {
  const isDoneFail = typeof answer?.done === "function" && typeof answer.fail === "function";
  return new Promise((resolve, reject) => {
    const succeed = (value) => resolve({ value });
    if (isDoneFail) {
      answer.done(succeed);
      answer.fail(reject);
    } else if (typeof answer?.then === "function") answer.then(succeed, reject);
    else succeed(answer);
  });
}

/** What is done once for each transport: it is initialised, and callbacks cannot be taken back. */
const hubs = new WeakMap();
function hubOf(transport, complain) {
  if (!hubs.has(transport)) {
    const hub = {};
    hubs.set(transport, hub);
    for (const name of Object.keys(CALLBACKS)) {
      try {
        transport[name]?.((event) => hub.hear?.(name, event));
      } catch (error) {
        complain(`${name} has thrown`, error);
      }
    }
  }
  return hubs.get(transport);
}

const ticketOf = (session, ticket) => {
  const [kind, text] = typeof ticket === "string" ? ["s", ticket] : ["j", JSON.stringify(ticket ?? null)];
  return `${encodeURIComponent(session)} ${kind}${text}`;
};

function readTicket(text) {
  try {
    const [, session, kind, rest] = /^(\S+) ([sj])([^]*)$/.exec(text);
    return { session: decodeURIComponent(session), ticket: kind === "s" ? rest : JSON.parse(rest) };
  } catch {
    return undefined;
  }
}

/** The port of a transport: what `Port` and `Line` in src/transport/custom.rs say. */
export function createPort(transport, options, log) {
  let line; // the present connection
  let session; // that this page has started or resumed
  let complaints = 0;
  let inFlight = new Set();
  const handed = []; // messages whose echo has not come
  const matched = new Map(); // indexes of echoes that had no id of their own

  const complain = (what, error) => {
    if (++complaints <= COMPLAINTS) log("warn", `the transport: ${what} (243)`, error);
  };
  const hub = hubOf(transport, complain);

  /** Calls the page's function, later, and what fits the outcome, unless another connection was made meanwhile. */
  function call(name, given, done, fail) {
    const mine = line;
    const isMine = () => mine === line && mine?.isOpen;
    ask(() => ready().then(() => (isMine() ? settle(transport[name](given)) : undefined))).then(
      (value) => isMine() && guard(done, mine, value),
      (event) => {
        if (!isMine()) return;
        if (event instanceof Error) complain(`${name} failed`, event);
        guard(fail, mine, event);
      },
    );
  }

  const guard = (run, ...given) => {
    try {
      run(...given);
    } catch (error) {
      if (isTrap(error)) setTimeout(() => {
        throw error;
      });
      else complain("makes no sense", error);
    }
  };

  function ready() {
    hub.isReady ??= ask(() =>
      settle(
        transport.init?.({
          disableWebSockets: options.disableWebSockets ?? false,
          debug: options.debug ?? false,
          serverUrl: options.serverUrl,
        }),
      ),
    ).catch((error) => {
      hub.isReady = undefined;
      throw error;
    });
    return hub.isReady;
  }

  const lost = (on) => on.lost();
  const goneOrLost = (on, event) => (codeOf(event) === GONE ? on.gone() : on.lost());

  function partyOf(raw, ofMessage) {
    const type = String(raw?.type ?? "").toLowerCase();
    const role = roles[type] ?? (type === "external" ? "external" : undefined);
    if (!role) return complain(`${ofMessage} has no party of a known type`);
    return { partyId: String(raw.id ?? role), partyName: typeof raw.name === "string" ? raw.name : "", role };
  }

  function entryOf(raw, type) {
    const what = String(raw?.type ?? type);
    if (!isIndex(raw?.index)) return complain(`an entry "${what}" has no index`);
    const party = partyOf(raw.party, `the entry ${raw.index}`);
    if (!party) return undefined;
    const text = raw.content?.text ?? raw.text;
    const kind = kinds[what] ?? (String(raw.content?.type) === "url" ? "url" : "text");
    if (kind !== "joined" && kind !== "left" && typeof text !== "string") {
      return complain(`the entry ${raw.index} has no text`);
    }
    const replies = raw.replies ?? [];
    if (!Array.isArray(replies)) return complain(`the replies of the entry ${raw.index} are no array`);
    const timestamp = typeof raw.timestamp === "string" ? Date.parse(raw.timestamp) : Number(raw.timestamp ?? NaN);
    return {
      ...party,
      kind,
      index: raw.index,
      timestamp: timestamp >= 0 && timestamp < 8.64e15 ? Math.floor(timestamp) : Date.now(),
      text: text ?? "",
      replies: replies.map(String),
      messageId: party.role === "client" ? messageIdOf(raw, text) : undefined,
    };
  }

  /** Servers that know nothing of our ids give our messages back in the order in which they got them. */
  function messageIdOf(raw, text) {
    const given = /^(string|number)$/.test(typeof raw.messageId) ? String(raw.messageId) : undefined;
    if (given === undefined && matched.has(raw.index)) return matched.get(raw.index);
    const at = handed.findIndex((sent) => (given === undefined ? sent.text === text : sent.id === given));
    if (at < 0) return given;
    matched.set(raw.index, handed[at].id);
    return handed.splice(at, 1)[0].id;
  }

  const entriesOf = (messages, from) =>
    messages.map((raw) => entryOf(raw)).filter((entry) => entry && entry.index >= from);

  /** An answer with everything from an index on, for `tell` of the line. */
  const transcript = (tell, from) => (on, reply) => {
    if (!Array.isArray(reply?.messages)) {
      complain("an answer has no messages");
      return on.lost();
    }
    if (reply.ticket != null) on.renewed(ticketOf(session, reply.ticket));
    on[tell](entriesOf(reply.messages, from));
    if (reply.ended) on.ended();
    return undefined;
  };

  hub.hear = (name, event) => {
    if (!line?.isOpen) return;
    guard(() => {
      if (name === "onSessionEnded") line.ended();
      else if (name === "onError") goneOrLost(line, event);
      else if (name === "onTicketChanged") {
        if (event != null) line.renewed(ticketOf(session, event));
      } else if (name === "onAgentTyping") {
        const party = partyOf(event?.party, "typing");
        if (party) line.typing(party.partyId, party.partyName, !!event.isTyping);
      } else {
        const entry = entryOf(event, CALLBACKS[name]);
        if (entry) line.entries([entry]);
      }
    });
  };

  /** The connection before is let go of once nothing of it can be under way; the browser would tell us when it tidies up. */
  function become(on) {
    const before = line;
    line = on;
    if (before) setTimeout(() => before.free());
  }

  function begin(on) {
    become(on);
    inFlight = new Set();
  }

  const limitOf = (bytes) => {
    if (bytes == null || (isIndex(bytes) && bytes > 0)) return bytes;
    return complain("longestMessage is no number of bytes");
  };

  return {
    contiguous: transport.capabilities?.contiguous === true,
    longestMessage: limitOf(transport.capabilities?.longestMessage),
    canSetData: typeof transport.setUserData === "function",
    start(on, startId, data, complete) {
      begin(on);
      const { username, subject, ...userData } = data;
      const name = username || [data.firstName, data.lastName].filter(Boolean).join(" ") || "User";
      const started = (to, reply) => {
        const id = reply?.sessionId;
        if (!/^(string|number)$/.test(typeof id) || id === "") {
          complain("startSession gave no sessionId");
          return to.lost();
        }
        session = String(id);
        return to.started(session, ticketOf(session, reply.ticket));
      };
      const failed = (to, event) => {
        const code = codeOf(event);
        if (code === INCOMPLETE) to.incomplete();
        else if (code && code !== UNREACHABLE) to.refused(wordsOf(event));
        else to.lost();
      };
      call("startSession", { startId, username: name, subject, userData, complete }, started, failed);
    },
    resume(on, text, from) {
      begin(on);
      const saved = readTicket(text);
      const canRestore = typeof transport.restoreSession === "function";
      // Without it a session goes on as long as the page does.
      if (!saved || (!canRestore && saved.session !== session)) {
        return void Promise.resolve().then(() => line === on && on.isOpen && on.gone());
      }
      session = saved.session;
      const given = canRestore ? { sessionId: session, ticket: saved.ticket, fromIndex: from } : { fromIndex: from };
      call(canRestore ? "restoreSession" : "getTranscript", given, transcript("resumed", from), goneOrLost);
    },
    message(id, text, type) {
      // The answer to the first time may still come.
      if (inFlight.has(id)) return;
      inFlight.add(id);
      if (!handed.some((sent) => sent.id === id)) handed.push({ id, text });
      const failed = (on, event) => {
        inFlight.delete(id);
        const code = codeOf(event);
        if (code === GONE) on.gone();
        else if (code && code !== UNREACHABLE) {
          const at = handed.findIndex((sent) => sent.id === id);
          if (at >= 0) handed.splice(at, 1);
          on.rejected(id, wordsOf(event));
        } else on.lost();
      };
      const taken = (on) => {
        inFlight.delete(id);
        on.accepted(id);
      };
      call("sendMessage", { message: text, type, messageId: id }, taken, failed);
    },
    preview: (message) => call("sendTyping", { isTyping: true, message }, () => {}, () => {}),
    typing: (isTyping) => call("sendTyping", { isTyping }, () => {}, () => {}),
    data: (given) => call("setUserData", given, (on) => on.dataTaken(), goneOrLost),
    sync: (from) => call("getTranscript", { fromIndex: from }, transcript("synced", from), goneOrLost),
    leave: () => call("leaveSession", {}, (on) => on.ended(), goneOrLost),
    disconnect() {
      become(undefined);
      guard(() => transport.disconnect?.());
    },
    close() {
      become(undefined);
      hub.hear = undefined;
      guard(() => transport.disconnect?.());
    },
  };
}
