// Runs in the page. Each function is sent there as text, so it refers to nothing outside of itself.

/** The first element for that selector that is drawn, also inside open shadow roots. */
export function locate(selector) {
  const drawn = (node) => node.getClientRects().length > 0;
  const search = (root) => {
    const found = [...root.querySelectorAll(selector)].find(drawn);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll("*")) {
      const inside = shadowRoot && search(shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  return search(document);
}

/** What there is to be seen, and what the fixture's own code was told. */
export function look() {
  const inside = (root) => [...root.querySelectorAll("*")].filter((node) => node.shadowRoot).flatMap(rootsFrom);
  const rootsFrom = (node) => [node.shadowRoot, ...inside(node.shadowRoot)];
  const roots = [document, ...inside(document)];
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const part = (name) => all(`[data-testid=rejoin-${name}]`);

  const filled = all("[id^=rj-field-]").filter((field) => field.value !== "");
  const transcript = part("transcript")[0];
  const isInSight = (entry) => entry.getBoundingClientRect().bottom > transcript.getBoundingClientRect().top + 1;
  const bubbles = [...part("message"), ...part("outgoing")].map((entry) => entry.querySelector(".rj-bubble"));
  return {
    told: window.told,
    drawn: part("window").length + part("launcher").length > 0,
    form: Object.fromEntries(filled.map((field) => [field.id.replace("rj-field-", ""), field.value])),
    words: bubbles.map((bubble) => bubble?.textContent),
    panel: ["form", "starting", "ended", "transcript"].find((name) => part(name).length > 0),
    isOpen: part("window").length > 0,
    unread: part("unread")[0]?.textContent,
    topmost: part("message").find(isInSight)?.querySelector(".rj-bubble").textContent,
    draft: part("composer")[0]?.value,
    focus: roots.map((root) => root.activeElement).filter((node) => node && !node.shadowRoot).at(-1)?.id,
    stored: Object.keys(localStorage).concat(Object.keys(sessionStorage)),
    fetched: performance.getEntriesByType("resource").map(({ name }) => name),
  };
}

/** Scrolls the transcript to the middle. */
export function scroll() {
  const hosts = [...document.querySelectorAll("*")].filter((node) => node.shadowRoot);
  const transcript = hosts.map((host) => host.shadowRoot.querySelector("[data-testid=rejoin-transcript]")).find(Boolean);
  transcript.scrollTop = transcript.scrollHeight / 2;
}

/** Writes over what is stored: records of a chat, or nothing but one of the next version. */
export function meddle(how) {
  const keys = Object.keys(localStorage);
  if (how === "unreadable") for (const key of keys) localStorage[key] = "{{{";
  else {
    localStorage.clear();
    localStorage["rejoin/default/3/head"] = "of the future";
  }
}

/** Starts or restores with a transport whose source is given. */
export function callWith(name, source, url) {
  const createTransport = new Function(`${source}; return createTransport;`)();
  const options = { embedded: true, transport: createTransport(url), registration: false, ui: { shadow: "open" } };
  chat[name](options)
    .done((session) => (window.told = session.id))
    .fail((event) => (window.told = event.error ?? "nothing to restore"));
}
