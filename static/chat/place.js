// The element that the widget is drawn into, and where it stands on the page.

/** How often a host is put on a page that takes it away. */
const PATIENCE = 20;

/** Hosts that are on no page; each keeps its shadow, which cannot be taken off, and Yew's listeners, neither. */
const spare = { closed: [], open: [], none: [] };

function style(host, { container, shadow }) {
  const set = (name, value) => host.style.setProperty(name, value, "important");
  host.style.cssText = "";
  if (shadow !== "none") set("all", "initial");
  // Floating it has no box of its own; in a container it fills that.
  set("display", container === undefined ? "contents" : "block");
  if (container !== undefined) set("height", "100%");
}

/**
 * The widget floats as a child of the root element, where pages that swap or empty their body do not reach it; without
 * a shadow it is in the body, where the page's own code looks for it. Taken away by the page, it comes back.
 */
function homeOf({ container, shadow }) {
  if (typeof container === "string") return document.querySelector(container);
  return container ?? ((shadow === "none" && document.body) || document.documentElement);
}

export function placeHost({ container, shadow = "closed" }) {
  const how = { container, shadow };
  const host = spare[shadow].pop() ?? document.createElement("div");
  let puts = 0;
  let isWanted = true;
  // Not at once, and not for ever: some pages take away whatever is put on them.
  const watch = new MutationObserver(() => {
    if (!host.isConnected && puts < PATIENCE) setTimeout(putBack);
  });

  function putBack() {
    if (!isWanted || host.isConnected) return;
    puts++;
    const home = homeOf(how);
    home?.append(host);
    watch.disconnect();
    for (const node of new Set([document.documentElement, home ?? document.documentElement])) {
      watch.observe(node, { childList: true, subtree: container !== undefined });
    }
  }

  style(host, how);
  putBack();
  return {
    host,
    putBack,
    remove() {
      isWanted = false;
      watch.disconnect();
      host.remove();
    },
    /** Nothing is drawn in it any more. */
    release: () => spare[shadow].push(host),
  };
}
