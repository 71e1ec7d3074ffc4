// A server that we know how to speak to, as the options name it. docs/genesys.md and docs/matrix.md explain them.

/** What the vendor's own examples are called. */
const SERVICE = "customer-support";

/** The whole address, or nothing when it is none that can be asked. */
export function urlOf(given) {
  try {
    const { href, protocol, username, password } = new URL(given, document.baseURI);
    return typeof given === "string" && /^https?:$/.test(protocol) && !username && !password ? href.replace(/\/$/, "") : undefined;
  } catch {
    return undefined;
  }
}

function gmsOf({ type: kind = "gms", url = "", service, channel, filesUrl, apiKey }, { serverUrl, disableWebSockets = false }) {
  const address = urlOf(url || serverUrl);
  return {
    kind,
    url: kind === "gms-rest" && service ? `${address}/${encodeURIComponent(service)}` : address,
    channel: channel ?? `/service/chatV2/${service ?? SERVICE}`,
    filesUrl: filesUrl && urlOf(filesUrl),
    noSockets: disableWebSockets,
    apiKey,
  };
}

function matrixOf({ homeserver, registrationToken, accountUrl, alias, invite = [], bots = [], deactivate = false }) {
  return {
    kind: "matrix",
    url: urlOf(homeserver),
    registrationToken,
    accountUrl: accountUrl && urlOf(accountUrl),
    alias,
    invite,
    bots,
    deactivate,
  };
}

const KINDS = { __proto__: null, gms: gmsOf, "gms-rest": gmsOf, matrix: matrixOf };
export const SERVER_TYPES = Object.keys(KINDS);

/** Whether it is a transport of the page's own, whatever else is in it. */
export const isOwn = (transport) => typeof transport?.startSession === "function";

/** Nothing where the page has a transport of its own, or names no server. */
export function serverOf(options) {
  const { transport = {}, serverUrl } = options;
  const { type = serverUrl && "gms" } = transport;
  return isOwn(transport) ? undefined : KINDS[type]?.(transport, options);
}
