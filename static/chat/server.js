// A server that we know how to speak to, as the options name it. docs/genesys.md explains them.

export const SERVER_TYPES = ["gms", "gms-rest"];

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

/** Nothing where the page has a transport of its own, or names no server. */
export function serverOf({ transport = {}, serverUrl, disableWebSockets = false }) {
  const { type = serverUrl && transport.startSession === undefined ? "gms" : undefined, service, channel, filesUrl, apiKey } = transport;
  if (!SERVER_TYPES.includes(type)) return undefined;
  const url = urlOf(transport.url ?? serverUrl);
  const isRest = type === "gms-rest";
  return {
    isRest,
    url: isRest && service ? `${url}/${encodeURIComponent(service)}` : url,
    channel: channel ?? `/service/chatV2/${service ?? SERVICE}`,
    filesUrl: filesUrl && urlOf(filesUrl),
    noSockets: disableWebSockets,
    apiKey,
  };
}
