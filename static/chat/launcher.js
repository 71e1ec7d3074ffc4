// What the loader draws by itself, before any wasm: the button that starts a chat, and a link where no chat can run.

const look = `
  :host { all: initial !important; }
  a, button { position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: 2147483647; border: 0; cursor: pointer;
    color: #fff; background: var(--rj, #3b5bdb); font: 600 15px/56px system-ui, sans-serif; height: 56px;
    min-width: 56px; padding: 0; border-radius: 28px; box-shadow: 0 2px 6px #10162b2e, 0 10px 28px #10162b38; }
  a { padding: 0 22px; text-decoration: none; }
  button.left { left: 20px; right: auto; } button.right { right: 20px; left: auto; }
  [aria-busy=true] { animation: wait 1s infinite alternate; cursor: progress; } @keyframes wait { to { opacity: .4; } }
  :focus-visible { outline: 3px solid var(--rj, #3b5bdb); outline-offset: 3px; }
  svg { display: block; margin: auto; width: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }
  @media (prefers-color-scheme: dark) { a, button { color: #10162b; background: var(--rj, #8ba3ff); } }`;

const svg = "http://www.w3.org/2000/svg";

/** Puts a node of ours on the page, in a shadow root of its own. Gives the function that takes it away. */
function place(node, accent) {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    root.adoptedStyleSheets = [sheet];
  } catch (error) {
    // Browsers from before such sheets.
    root.append(Object.assign(document.createElement("style"), { textContent: look }));
  }
  if (accent) node.style.setProperty("--rj", accent);
  root.append(node);
  document.documentElement.append(host);
  return () => host.remove();
}

/** `onIntent` is called when the visitor comes near, `onClick` when they mean it; that gives the promise of its call. */
export function drawLauncher({ ui, localization }, onIntent, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = ui?.position ?? "";
  button.setAttribute("aria-label", localization?.open ?? "Open chat");
  button.setAttribute("data-testid", "rejoin-loader-launcher");
  const icon = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  icon.setAttribute("viewBox", "0 0 24 24");
  path.setAttribute("d", "M4 12a8 7 0 1 1 3.6 5.9L4 19l.9-3.2A6.6 6.6 0 0 1 4 12z");
  icon.append(path);
  button.append(icon);
  for (const kind of ["pointerenter", "focus", "touchstart"]) button.addEventListener(kind, onIntent, { once: true, passive: true });
  button.addEventListener("click", () => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    onClick().always(() => (button.ariaBusy = "false"));
  });
  return place(button, ui?.theme?.accent);
}

/** Nothing where the address could run something. */
export function drawFallback({ fallback, ui }) {
  const link = document.createElement("a");
  link.href = fallback.url;
  if (!/^(https?|mailto|tel):$/.test(link.protocol)) return () => {};
  link.textContent = fallback.text ?? "Contact us";
  return place(link, ui?.theme?.accent);
}
