// What the loader draws by itself, before any wasm: the button that starts a chat, and a link where no chat can run.

import look from "./launcher.css";

const svg = "http://www.w3.org/2000/svg";

/** Puts a node of ours on the page, in a shadow root of its own. Gives the element on the page. */
function place(node, { theme, zIndex }) {
  const { accent, onAccent } = theme || {};
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed", delegatesFocus: true });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    root.adoptedStyleSheets = [sheet];
  } catch (error) {
    // Browsers from before such sheets.
    root.append(Object.assign(document.createElement("style"), { textContent: look }));
  }
  // What the page does not give leaves the sheet's as it is.
  Object.assign(node.style, { zIndex, background: accent, outlineColor: accent, color: onAccent });
  root.append(node);
  document.documentElement.append(host);
  return host;
}

/** `onIntent` is called when the visitor comes near, `onClick` when they mean it; that gives the promise of its call. */
export function drawLauncher({ ui, localization }, onIntent, onClick) {
  const { open = "Open chat" } = localization || {};
  const settings = ui || {};
  const button = document.createElement("button");
  button.className = settings.position || "";
  button.setAttribute("aria-label", open);
  button.dataset.testid = "rejoin-loader-launcher";
  const icon = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  icon.setAttribute("viewBox", "0 0 24 24");
  path.setAttribute("d", "M4 12a8 7 0 1 1 3.6 5.9L4 19l.9-3.2A6.6 6.6 0 0 1 4 12z");
  icon.append(path);
  button.append(icon);
  // A finger enters as well, before it presses.
  for (const kind of ["pointerenter", "focus"]) button.addEventListener(kind, onIntent, { once: true });
  button.addEventListener("click", () => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    onClick().always(() => (button.ariaBusy = "false"));
  });
  return place(button, settings);
}

/** Nothing where the address could run something. */
export function drawFallback({ fallback, ui }) {
  const link = document.createElement("a");
  link.href = fallback.url;
  if (!/^(https?|mailto|tel):$/.test(link.protocol)) return;
  link.textContent = fallback.text || "Contact us";
  return place(link, ui || {});
}
