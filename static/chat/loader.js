// The script that a page includes. It defines the `chat` object and fetches the rest only when there is a chat: when one
// is asked for, or one is stored. Every page of a site loads it, so it is small; what can wait is in ./main.js.

import {
  ALREADY_RUNNING,
  CANNOT_RUN,
  INVALID_OPTIONS,
  NOT_EMBEDDED,
  NOT_LOADED,
  NO_TRANSPORT,
  POPUP_NOT_SUPPORTED,
  SESSION_OVER,
  failure,
} from "./errors.js";
import { drawFallback, drawLauncher } from "./launcher.js";
import { createLog } from "./log.js";
import { deferred } from "./promise.js";

/* global REJOIN_VERSION, REJOIN_SCRIPT, REJOIN_WASM: put in by the build. */

const LOADED_WITHIN = 30_000;

/** A module is not told its element; where it came from is in the stack. */
const own = document.currentScript;
const base = own ? own.src : (/https?:[^\s)]+(?=:\d+:\d+)/.exec(new Error().stack) || [location.href])[0];
const script = own || [...document.scripts].find(({ src }) => src === base);

const config = window.rejoinConfig || window._gwc || (window._genesys && window._genesys.chat);
const { autoRestore, onReady, launcher, ...pageOptions } = config || {};

let log = createLog(pageOptions);
const complain = (line, error) => log("error", line, error);
const safely = (callback, ...given) => {
  try {
    callback(...given);
  } catch (error) {
    complain("a callback has thrown", error);
  }
};

let chatNow; // the newest chat, as ./main.js gives it; of one that is over something may still be seen
let loading;
let copy = 1; // of the module: one that broke, or did not come, is not asked for again
let last = Promise.resolve(); // calls are carried out one after the other
let drawn; // what the loader has drawn
const waiting = new Set(); // calls that wait for their turn
let isSaid; // that it cannot run
const onSession = [];
const onOptions = [];

async function fetchAll() {
  const urlOf = (file) => new URL(file, base).href;
  const module = await import(urlOf(REJOIN_SCRIPT) + (copy > 1 ? `?${copy}` : ""));
  await module.load(urlOf(REJOIN_WASM));
  return module;
}

/** The module, ready. */
function load() {
  // No Promise.race: pages with a Promise of their own may not have it.
  loading = loading || new Promise((resolve, reject) => {
    fetchAll().then(resolve, reject);
    setTimeout(reject, LOADED_WITHIN, new Error("it takes too long"));
  }).catch((error) => {
    copy++;
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Nothing where nothing of that chat is in the browser's storage; else what is, by key, where that `erases` it. */
function stored({ storage = "origin", namespace = "default" }, erases) {
  let found;
  try {
    const prefix = `rejoin/${namespace}/`;
    const store = { origin: window.localStorage, tab: window.sessionStorage }[storage];
    for (const key of Object.keys(store || {})) {
      if (!key.startsWith(prefix)) continue;
      found = found || {};
      // Every page begins here: what is only looked for is not read.
      if (!erases) break;
      found[key] = store[key];
      store.removeItem(key);
    }
    // The other pages hear what is written, and let go of the chat.
    if (erases) {
      localStorage.setItem(prefix + "word", '"Forgotten"');
      localStorage.removeItem(prefix + "word");
    }
  } catch (error) {
    // A page that has none.
  }
  return found;
}

/** Draws in the place of what is there: a function that draws, if any, and gives what it has drawn. */
function draw(what) {
  if (drawn) drawn.remove();
  drawn = undefined;
  if (what) safely(() => (drawn = what()));
}

/** The button that starts a chat with these options. */
const drawStart = (options) =>
  draw(() => drawLauncher(options, () => load().catch(() => {}), () => chat.startChat(options)));

const because = (error, why) => failure(error, `${error[1]} ${why}`);

/** Wasm that is refused will be refused again; what was only not fetched may come the next time. */
function notRun(options, error) {
  const isRefused = !window.WebAssembly || /(Compile|Link)Error/.test(error && error.name);
  const event = because(isRefused ? CANNOT_RUN : NOT_LOADED, (error && error.message) || error);
  if (!isSaid) complain(event.error);
  isSaid = true;
  // One that is there stays, with the focus that it may have.
  if (launcher && !isRefused) drawn || drawStart(pageOptions);
  else draw(options.fallback && (() => drawFallback(options)));
  return event;
}

/** What the module needs to know of a call; `records` are what is stored, if anything. */
const request = (kind, options, call, records) => ({
  kind,
  options,
  call,
  records,
  copy,
  log,
  running(now) {
    chatNow = now;
    draw();
  },
  ready(session) {
    for (const callback of onSession) safely(callback, session);
  },
  gone(crash) {
    if (crash) {
      copy++;
      loading = undefined;
    }
    if (launcher) drawStart(pageOptions);
    else if (crash && options.ui !== false) drawStart(options);
    return drawn;
  },
});

async function carryOut(kind, options, call) {
  if (chatNow && chatNow.isRunning(options)) return call.reject(failure(ALREADY_RUNNING));
  // What is still shown of a chat that is over, or another visitor's, gives way, once the server knows that it is.
  if (chatNow) await chatNow.destroy(chatNow.isRunning());
  const records = stored(options);
  if (!records && kind === "restore") return call.reject({});
  let module;
  try {
    module = await load();
  } catch (error) {
    return call.reject(notRun(options, error));
  }
  // Else destroyed meanwhile.
  if (call.isOpen()) return module.open(request(kind, options, call, records));
}

/** What is known to be wrong without anything being fetched; the rest is found by ./options.js. */
function wrong(kind, { embedded, transport, serverUrl }) {
  if (kind === "restore" && embedded !== true) return NOT_EMBEDDED;
  if (embedded === false) return POPUP_NOT_SUPPORTED;
  return transport || serverUrl || kind === "restore" ? undefined : NO_TRANSPORT;
}

function applied(given) {
  const options = { ...pageOptions, ...given };
  for (const callback of onOptions) safely(callback, options);
  log = createLog(options);
  return options;
}

function begin(kind, given) {
  const call = deferred(complain);
  const refuse = (why) => call.reject(because(INVALID_OPTIONS, why));
  try {
    if (given !== undefined && given !== Object(given)) throw "They are no object.";
    const options = applied(given);
    const error = wrong(kind, options);
    if (error) call.reject(failure(error));
    else {
      waiting.add(call);
      last = last.then(() => call.isOpen() && carryOut(kind, options, call)).catch(refuse).then(() => waiting.delete(call));
    }
  } catch (error) {
    refuse(error);
  }
  return call.promise;
}

/** Those that wait now: what is called when they fail may call again. */
const giveUpWaiting = () => {
  for (const call of [...waiting]) call.reject(failure(SESSION_OVER));
};

const chat = {
  version: REJOIN_VERSION,
  startChat: (options) => begin("start", options),
  restoreChat: (options) => begin("restore", options),
  forget(given) {
    const call = deferred(complain);
    const options = applied(given);
    giveUpWaiting();
    const isOver = chatNow && chatNow.destroy(true);
    const records = stored(options, true);
    // The server is told, if it can be.
    const isLeft = records && load().then((module) => module.open(request("forget", options, call, records)));
    call.resolve();
    last = last.then(() => isOver).then(() => isLeft).catch(complain);
    return call.promise;
  },
  onSession(callback) {
    onSession.push(callback);
    if (chatNow && chatNow.session()) safely(callback, chatNow.session());
  },
  onBeforeChatOptionsApplied: (callback) => void onOptions.push(callback),
  onReady: (callback) => safely(callback, chat),
  isMinimized: () => !!chatNow && chatNow.isMinimized(),
  toggle: () => void (chatNow && chatNow.toggle()),
  close() {
    giveUpWaiting();
    if (chatNow) chatNow.close();
  },
  destroy() {
    giveUpWaiting();
    const done = chatNow && chatNow.destroy();
    // What comes next waits until it is done with.
    last = last.then(() => done);
    draw();
  },
};

/** False where another copy of this script serves the page. */
function define() {
  const name = (script && script.dataset.name) || "chat";
  // Elements and frames of that name are there under it as well, and give way.
  const other = window.hasOwnProperty(name) && window[name];
  if (!other) window[name] = chat;
  else if (other.version !== REJOIN_VERSION) log("warn", `the page has another "${name}"; give this one a name with data-name (207)`);
  return !(other && other.startChat);
}

if (define()) {
  if (config && autoRestore !== false && stored(pageOptions)) {
    chat.restoreChat({ embedded: true }).fail((event) => {
      // A chat may be there all the same, or have been; or the link to elsewhere.
      if (launcher && !chatNow && !isSaid) drawStart(pageOptions);
      if (event.error) log("warn", event.error);
    });
  } else if (launcher) drawStart(pageOptions);
  for (const callback of [onReady || []].flat()) chat.onReady(callback);
  if (Array.isArray(onReady)) config.onReady = { push: chat.onReady };
}
