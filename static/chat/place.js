// The element that the widget is drawn into, and where it stands on the page.

/** Hosts that are on no page; each keeps its shadow, which cannot be taken off, and Yew's listeners, neither. */
const spare = {};

/**
 * The widget floats as a child of the root element, where pages that swap or empty their body do not reach it; without
 * a shadow it is in the body, where the page's own code looks for it. Taken away by the page, it comes back.
 */
export function placeHost({ container, shadow = "closed" } = {}) {
  const host = spare[shadow]?.pop() ?? document.createElement("div");
  const style = host.style;
  const putAside = () => {
    host.remove();
    (spare[shadow] ??= []).push(host);
  };
  style.cssText = "";
  if (container !== undefined) {
    if (shadow !== "none") style.setProperty("all", "initial", "important");
    style.setProperty("display", "block", "important");
    style.setProperty("height", "100%", "important");
    (typeof container === "string" ? document.querySelector(container) : container)?.append(host);
    return { host, remove: putAside };
  }
  if (shadow !== "none") style.setProperty("all", "initial", "important");
  style.setProperty("display", "contents", "important");
  const home = () => (shadow === "none" && document.body) || document.documentElement;
  const watch = new MutationObserver(() => {
    if (!host.isConnected) put();
  });
  function put() {
    home().append(host);
    watch.disconnect();
    for (const node of new Set([document.documentElement, home()])) watch.observe(node, { childList: true });
  }
  put();
  return {
    host,
    remove() {
      watch.disconnect();
      putAside();
    },
  };
}
