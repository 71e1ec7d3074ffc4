// The element that the widget is drawn into, and where it stands on the page.

/** How often a host is put on a page that takes it away, before it waits for so many milliseconds. */
const PATIENCE = 20;
const PAUSE = 10_000;

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
  let puts = []; // when, of late
  let timer;
  let isWanted = true;
  const watch = new MutationObserver(() => {
    if (!host.isConnected) putBackSoon();
  });

  /** Not at once, and not in a tight loop: some pages take away whatever is put on them. */
  function putBackSoon() {
    puts = puts.filter((at) => performance.now() - at < PAUSE);
    timer ??= setTimeout(putBack, puts.length < PATIENCE ? 0 : PAUSE);
  }

  function putBack() {
    clearTimeout(timer);
    timer = undefined;
    if (!isWanted || host.isConnected) return;
    const home = homeOf(how);
    // Where there is none, or it is on no page itself, there is nothing to do before the page changes again.
    if (home && host.parentNode !== home) {
      puts.push(performance.now());
      home.append(host);
    }
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
    hasFocus: () => host.contains(document.activeElement),
    remove() {
      isWanted = false;
      clearTimeout(timer);
      watch.disconnect();
      host.remove();
    },
    /** Nothing is drawn in it any more. */
    release: () => spare[shadow].push(host),
  };
}
