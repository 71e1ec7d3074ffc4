// WebKit, through its own WebDriver: the browser that comes with it, on a display that nobody sees.
import { locate } from "./in_page.mjs";
import { find, freePort, start, stop, until } from "./processes.mjs";

const environment = {
  // Neither can run as root on a machine without a graphics card.
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  LIBGL_ALWAYS_SOFTWARE: "1",
  NO_AT_BRIDGE: "1",
};

/** The name under which WebDriver hands over elements. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export async function openWebKit() {
  const display = await startDisplay();
  const port = await freePort();
  const driver = start(find("WebKitWebDriver"), [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...environment, DISPLAY: display.name },
  });
  const ask = client(`http://127.0.0.1:${port}`);
  await until("WebKitWebDriver is ready", async () => (await ask("GET", "/status")).ready);
  return {
    newPage: () => openPage(ask),
    // The display last: whatever is still on it goes with it.
    async close() {
      await stop(driver);
      await stop(display.process);
    },
  };
}

/** The server chooses a free display, and tells its number on descriptor 3. */
async function startDisplay() {
  const process = start(find("Xvfb"), ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  let told = "";
  process.stdio[3].on("data", (data) => (told += data));
  await until("Xvfb has a display", () => told.endsWith("\n"));
  return { process, name: `:${told.trim()}` };
}

/** A WebDriver command; each is answered in time or fails. */
const client = (base) => async (method, path, body) => {
  const response = await fetch(base + path, {
    method,
    body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    headers: { "Content-Type": "application/json" },
    signal: AbortSignal.timeout(40_000),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
};

/** Each session is a browser of its own, with nothing stored. */
async function openPage(ask) {
  const timeouts = { script: 30_000, pageLoad: 30_000 };
  // To WebKit a page is loading for as long as a request runs that it began while it was: held by the server, for ever.
  const capabilities = { alwaysMatch: { browserName: "MiniBrowser", pageLoadStrategy: "eager", timeouts } };
  const { sessionId } = await ask("POST", "/session", { capabilities });
  const session = (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);

  const run = (source, ...args) =>
    session("POST", "/execute/sync", { script: `return (${source})(...arguments)`, args });
  const element = async (selector) => {
    const found = await until(`there is ${selector}`, () => run(locate, selector));
    return `/element/${found[ELEMENT]}`;
  };
  return {
    goto: (url) => session("POST", "/url", { url }),
    reload: () => session("POST", "/refresh"),
    evaluate: run,
    click: async (selector) => session("POST", `${await element(selector)}/click`),
    type: async (selector, text) => session("POST", `${await element(selector)}/value`, { text }),
    close: () => session("DELETE", ""),
  };
}
