// Entries and parties in the shape that pages know. A type is equal (`==`) to its name and also a map of booleans, since
// pages have been written for both.

const mapOf = (name, names) =>
  Object.assign(new String(name), Object.fromEntries(names.map((one) => [one, one === name.toLowerCase()])));

const roles = { client: "Client", agent: "Agent", external: "External" };
const ids = { client: 1, external: 2 };

export const partyOf = (id, name, role) => ({
  id: ids[role] ?? (/^\d{1,15}$/.test(id) ? Number(id) : id),
  name,
  type: mapOf(roles[role], Object.keys(roles)),
});

const contents = ["text", "url", "file", "removed"];
const types = { joined: "AgentConnected", left: "AgentDisconnected" };

/** An entry as wasm tells it. */
export function entryOf(index, timestamp, partyId, partyName, role, kind, text, messageId, fileId, replies, isChange) {
  const type = isChange ? "MessageChanged" : (types[kind] ?? "MessageReceived");
  const event = { type, index, timestamp, party: partyOf(partyId, partyName, role) };
  if (types[kind]) return event;
  event.content = { text, type: mapOf(contents.includes(kind) ? kind : "text", contents) };
  if (fileId !== undefined) event.content.fileId = fileId;
  if (messageId !== undefined) event.messageId = messageId;
  if (replies.length > 0) event.replies = replies;
  return event;
}
