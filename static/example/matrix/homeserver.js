// Which homeserver this page talks to, who answers there, and whether it is there. A site of your own writes the first
// two down, and has no need of the third.

const LOOK_AGAIN = 3_000;
const DEMO = "http://127.0.0.1:4196/shop"; // of `make demo-matrix`

/** Tests name another one, in ?homeserver=…; only on this machine, as the policy in the head of the page says too. */
function localOnly(given) {
  const { protocol, hostname, href } = URL.canParse(given) ? new URL(given) : {};
  return protocol === "http:" && hostname === "127.0.0.1" ? href.replace(/\/$/, "") : undefined;
}

export const homeserver = localOnly(new URLSearchParams(location.search).get("homeserver")) ?? DEMO;

/** The test server gives each shop its own two. */
export const agents = ["kim", "sam"].map((name) => `@${name}-${homeserver.split("/").at(-1)}:localhost`);

const line = document.querySelector("#server");
let timer;

/** Says whether the server is there, and looks again until it is. */
export async function lookForServer() {
  clearTimeout(timer);
  const versions = `${homeserver}/_matrix/client/versions`;
  const isThere = await fetch(versions).then(({ ok }) => ok, () => false);
  const words = isThere
    ? `It answers at ${homeserver}`
    : `Nothing answers at ${homeserver}. Run “make demo-matrix”: it starts a homeserver beside this site.`;
  // Said again, it would be read again.
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("bad", !isThere);
  clearTimeout(timer);
  if (!isThere) timer = setTimeout(lookForServer, LOOK_AGAIN);
}

lookForServer();
