// The servers that are behind the proxy, and their agents, who come past it. `ask(path, body)` posts to a chat's own
// room on the server. `upset` takes something from the visitor's side that it has to get again.

import { idempotent } from "../servers/proxy/requests.mjs";

const WHO = { Client: "visitor", Agent: "agent" };
const joined = (name, at) => ({ who: "event", text: `${name} joined the chat`, at });

const js = {
  server: "chats",
  knowsIds: true,
  mayRefuse: false,
  isIdempotent: idempotent.js,
  sessions: (ask) => ask("agent/sessions", []),
  join: (ask, id) => ask("agent/agentJoins", [id]),
  say: (ask, id, text) => ask("agent/agentSays", [id, text]),
  said: async (ask, id) => (await ask("agent/session", [id])).said,
  upset: async () => {},
  rows: async (ask, id) =>
    (await ask("agent/entries", [id])).map(({ type, party, content, timestamp: at }) =>
      type === "AgentConnected" ? joined(party.name, at) : { who: WHO[party.type], text: content.text, at },
    ),
};

const gms = {
  server: "gms",
  knowsIds: false,
  // Who comes with an alias that has expired, at the wrong moment.
  mayRefuse: true,
  isIdempotent: idempotent.bayeux,
  sessions: async (ask) => (await ask("agent/sessions", [])).map(({ chatId }) => chatId),
  join: (ask, id) => ask("agent/join", [id]),
  say: (ask, id, text) => ask("agent/say", [id, text]),
  said: (ask, id) => ask("agent/said", [id]),
  upset: (ask) => ask("agent/expire", []),
  rows: async (ask, id) =>
    (await ask("agent/transcript", [id])).flatMap(({ type, from, text, utcTime: at }) => {
      if (type === "Message") return [{ who: WHO[from.type], text, at }];
      return type === "ParticipantJoined" && from.type === "Agent" ? [joined(from.nickname, at)] : [];
    }),
};

const matrix = {
  server: "matrix",
  knowsIds: true,
  mayRefuse: false,
  isIdempotent: idempotent.matrix,
  sessions: (ask) => ask("agent/rooms", []),
  join: (ask, id) => ask("agent/join", [id]),
  say: (ask, id, text) => ask("agent/say", [id, text]),
  said: (ask, id) => ask("agent/saidTo", [id]),
  upset: (ask, id) => ask("agent/expire", [id]),
  rows: async (ask, id) =>
    (await ask("agent/events", [id])).flatMap(({ type, sender, state_key: user, content, origin_server_ts: at }) => {
      const who = sender.startsWith("@kim-") ? "agent" : "visitor";
      if (type === "m.room.message") return [{ who, text: content.body, at }];
      const isAgent = type === "m.room.member" && content.membership === "join" && user.startsWith("@kim-");
      return isAgent ? [joined(content.displayname, at)] : [];
    }),
};

export const backends = {
  js,
  cometd: gms,
  faye: gms,
  // Over REST there is only the alias to be changed, and a page that was not told of the new one cannot ask for it.
  rest: { ...gms, isIdempotent: idempotent.rest, upset: async () => {} },
  matrix,
};
