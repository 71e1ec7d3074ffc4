// Which server this page talks to, and how. Both stand in the page's own address, so that reloads and links keep them:
// ?way=socket, polling or rest, and ?server=http://127.0.0.1:…/room where it is not the one of `make demo-gms`.

const query = new URLSearchParams(location.search);
const service = "tea";

/** Only a server on this machine; the policy in the head of the page says the same. */
function serverOf(given) {
  try {
    const { protocol, hostname, href } = new URL(given);
    return protocol === "http:" && hostname === "127.0.0.1" ? href.replace(/\/$/, "") : undefined;
  } catch {
    return undefined;
  }
}

const WAYS = {
  socket: { transport: (url) => ({ type: "gms", url: `${url}/faye`, service }), disableWebSockets: false },
  polling: { transport: (url) => ({ type: "gms", url: `${url}/cometd`, service }), disableWebSockets: true },
  rest: { transport: (url) => ({ type: "gms-rest", url: `${url}/2/chat`, service }), disableWebSockets: false },
};

export const server = serverOf(query.get("server")) ?? "http://127.0.0.1:4195/shop";
export const agentPage = `${server}/agent/`;

const name = Object.hasOwn(WAYS, query.get("way")) ? query.get("way") : "socket";
export const { disableWebSockets } = WAYS[name];
export const transport = WAYS[name].transport(`${server}/genesys`);

for (const link of document.querySelectorAll('a[href^="?way="], a[href="index.html"], a[href="delivery.html"]')) {
  const kept = new URLSearchParams({ way: name, ...(query.has("server") && { server }) });
  const url = new URL(link.href);
  for (const [key, value] of url.searchParams) kept.set(key, value);
  url.search = kept;
  link.href = url;
  if (link.matches(".ways a") && url.searchParams.get("way") === name) link.setAttribute("aria-current", "true");
}
for (const link of document.querySelectorAll("a.agent")) link.href = agentPage;
