// What a request to a Matrix server is for, in one word: faults and counts go by it.

const R = "rooms/[^/]+";
/** Tried in order, on the method and on what stands behind /_matrix/client/<version>/. */
const TABLE = [
  ["register", "POST", "register"],
  ["login", "POST", "login"],
  ["loginFlows", "GET", "login"],
  ["refresh", "POST", "refresh"],
  ["logout", "POST", "logout(/all)?"],
  ["deactivate", "POST", "account/deactivate"],
  ["whoami", "GET", "account/whoami"],
  ["createRoom", "POST", "createRoom"],
  ["join", "POST", `(join/[^/]+|${R}/join)`],
  ["knock", "POST", "knock/[^/]+"],
  ["leave", "POST", `${R}/leave`],
  ["forget", "POST", `${R}/forget`],
  ["invite", "POST", `${R}/invite`],
  ["send", "PUT", `${R}/send/[^/]+/[^/]+`],
  ["redact", "PUT", `${R}/redact/[^/]+/[^/]+`],
  ["setState", "PUT", `${R}/state/.+`],
  ["state", "GET", `${R}/state(/.*)?`],
  ["messages", "GET", `${R}/messages`],
  ["members", "GET", `${R}/(joined_)?members`],
  ["context", "GET", `${R}/context/[^/]+`],
  ["event", "GET", `${R}/event/[^/]+`],
  ["relations", "GET", `${R}/relations/.+`],
  ["typing", "PUT", `${R}/typing/[^/]+`],
  ["receipt", "POST", `${R}/receipt/.+`],
  ["readMarkers", "POST", `${R}/read_markers`],
  ["sync", "GET", "sync"],
  ["joinedRooms", "GET", "joined_rooms"],
  ["setProfile", "PUT", "profile/.+"],
  ["profile", "GET", "profile/.+"],
  ["alias", "GET", "directory/room/[^/]+"],
  ["setFilter", "POST", "user/[^/]+/filter"],
  ["filter", "GET", "user/[^/]+/filter/[^/]+"],
  ["setAccountData", "PUT", "user/.*account_data/.+"],
  ["accountData", "GET", "user/.*account_data/.+"],
  ["devices", ".*", "(devices|delete_devices).*"],
  ["mediaConfig", "GET", "(media/)?config"],
  ["upload", "POST", "(media/)?upload"],
  ["upload", "PUT", "(media/)?upload/.+"],
  ["thumbnail", "GET", "(media/)?thumbnail/.+"],
  ["download", "GET", "(media/)?download/.+"],
  ["versions", "GET", "versions"],
  ["capabilities", "GET", "capabilities"],
].map(([name, method, path]) => ({ name, pattern: new RegExp(`^${method} ${path}$`) }));

const PREFIX = /^_matrix\/(client|media)\/((r0|v\d+|unstable)\/)?/;

/** `path` without the slash in front. What is not in the table goes by its whole name. */
export function operationOf(method, path) {
  if (path === ".well-known/matrix/client") return "wellKnown";
  const what = `${method} ${path.replace(PREFIX, "")}`;
  return TABLE.find(({ pattern }) => pattern.test(what))?.name ?? what;
}
