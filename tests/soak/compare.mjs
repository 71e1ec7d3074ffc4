// Whether what everybody has in the end is what was said: nothing lost, nothing twice, nothing out of order.
//
// A row is { who: "visitor" | "agent" | "event", text }; the server's have `at` besides. A tab has `rows` and
// `transcript` (drawn, and told to the page), `outgoing` ({ text, isFailed }) and `heard`: the indices that its pages were
// told of, one page after the other.

const same = (a, b) => a?.who === b?.who && a?.text === b?.text;
const line = ({ who, text }) => `${who}: ${text}`;

/**
 * A list of what is wrong, in words; an empty one where all is well.
 *
 * `begun` is when the chat began, as { from, to }: one more is excused where such a server's answer to the start may have
 * been lost.
 *
 * `mayRefuse`: the server may have refused a message. Where it never does, none may be shown as not sent.
 * `typed` are { text, tab, at } and `answered` texts, both in the order in which they were said. `knowsIds`: the server
 * takes a message under the same id once. Where it does not, a message whose answer was lost may be there or not, and
 * is sent again, by browsers themselves as well: `disturbed(from, to)` tells whether anything has happened in that time
 * that may have lost it.
 */
export function faultsOf({ chats, typed, answered, server, agent, tabs, knowsIds, mayRefuse, begun, disturbed }) {
  const copies = (text) => server.filter((row) => row.text === text);
  const isFailed = (text) => tabs.every(({ outgoing }) => outgoing.some((one) => one.text === text && one.isFailed));
  const isOneMore = chats === 2 && !knowsIds && disturbed(begun.from, begun.to);
  const faults = chats === 1 || isOneMore ? [] : [`${chats} chats were begun`];

  for (const { text, at } of typed) {
    const found = copies(text);
    const isExcused = !knowsIds && found.slice(1).every((copy, index) => disturbed(index === 0 ? at : found[index].at, copy.at));
    if (found.length === 0 && !isFailed(text)) faults.push(`lost: ${text}`);
    if (found.length > 1 && !isExcused) faults.push(`${found.length} times on the server: ${text}`);
  }
  for (const text of answered) {
    if (copies(text).length !== 1) faults.push(`the agent's, ${copies(text).length} times on the server: ${text}`);
  }
  const known = new Set([...typed.map(({ text }) => text), ...answered]);
  for (const row of server) {
    if (row.who !== "event" && !known.has(row.text)) faults.push(`nobody said: ${row.text}`);
  }

  faults.push(...outOfOrder(typed, server));
  const own = server.filter(({ who }) => who === "visitor").map(({ text }) => text);
  if (agent.join("\n") !== own.join("\n")) faults.push(`the agent sees ${agent.join(", ")}`);
  for (const tab of tabs) faults.push(...faultsOfTab(tab, server));
  if (!mayRefuse) faults.push(...failedIn(tabs).map((text) => `shown as not sent: ${text}`));
  return faults;
}

/** How many of the visitor's are on the server more than once, excused or not. */
export const doublesIn = (server) => {
  const own = server.filter(({ who }) => who === "visitor").map(({ text }) => text);
  return own.length - new Set(own).size;
};

/** What is shown as not sent, in whatever tab; each once. */
export const failedIn = (tabs) => {
  const failed = tabs.flatMap(({ outgoing }) => outgoing.filter(({ isFailed }) => isFailed));
  return [...new Set(failed.map(({ text }) => text))];
};

/** What one tab was told to send, it sends in that order. */
function outOfOrder(typed, server) {
  const places = new Map();
  server.forEach(({ text }, place) => places.has(text) || places.set(text, place));
  const faults = [];
  for (const tab of new Set(typed.map((one) => one.tab))) {
    const there = typed.filter((one) => one.tab === tab && places.has(one.text));
    there.slice(1).forEach(({ text }, i) => {
      const before = there[i].text;
      if (places.get(text) < places.get(before)) faults.push(`out of order: ${text} before ${before}`);
    });
  }
  return faults;
}

function faultsOfTab({ name, rows, transcript, outgoing, heard }, server) {
  const faults = [];
  const differ = (what, list) => {
    if (list.length === server.length && list.every((row, i) => same(row, server[i]))) return;
    faults.push([`${name} ${what} otherwise:`, ...difference(server, list)].join("\n    "));
  };
  differ("shows", rows);
  differ("tells", transcript);
  for (const { text, isFailed } of outgoing) {
    const isThere = server.some((row) => row.who === "visitor" && row.text === text);
    if (!isFailed) faults.push(`${name} has still to send: ${text}`);
    else if (isThere) faults.push(`${name} says that this was not sent: ${text}`);
  }
  const twice = toldTwice(heard);
  if (twice.length > 0) faults.push(`${name} was told twice: ${twice.join(", ")}`);
  return faults;
}

/** What one page was told of is no news to the next one in its tab. */
export function toldTwice(heard) {
  const all = heard.flat();
  return all.filter((index, place) => all.indexOf(index) !== place);
}

/** Lines of both lists: `-` is missing in the second, `+` is too much there. */
export function difference(wanted, got) {
  const lengths = Array.from({ length: wanted.length + 1 }, () => Array(got.length + 1).fill(0));
  for (let i = wanted.length - 1; i >= 0; i -= 1) {
    for (let j = got.length - 1; j >= 0; j -= 1) {
      const below = Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      lengths[i][j] = same(wanted[i], got[j]) ? lengths[i + 1][j + 1] + 1 : below;
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < wanted.length || j < got.length) {
    if (i < wanted.length && j < got.length && same(wanted[i], got[j])) {
      lines.push(`  ${line(wanted[i])}`);
      i += 1;
      j += 1;
    } else if (j === got.length || (i < wanted.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      lines.push(`- ${line(wanted[i++])}`);
    } else {
      lines.push(`+ ${line(got[j++])}`);
    }
  }
  return lines;
}
