// What the page shows of itself: its script tags and its code, and what the chat told it. No chat needs this.

const log = document.querySelector("#log");

/** Adds a line to the log: what was called, and with what. */
export function note(what, said) {
  const line = log.appendChild(document.createElement("li"));
  for (const text of [what, said]) line.appendChild(document.createElement("span")).textContent = text;
  log.scrollTop = log.scrollHeight;
}

const fill = (id, text) => {
  const place = document.querySelector(id);
  if (place) place.textContent = text;
};

fill("#tags", [...document.scripts].map((script) => script.outerHTML.replace('=""', "")).join("\n"));
fetch("example.js").then(async (response) => fill("#code", await response.text()));
document.querySelector("#reload")?.addEventListener("click", () => location.reload());
