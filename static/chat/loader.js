// The script that a page includes. It defines the `chat` object and fetches the rest only when there is a chat: when one
// is asked for, or one is stored.

import {
  ALREADY_RUNNING,
  CANNOT_RUN,
  INVALID_OPTIONS,
  NOT_EMBEDDED,
  NO_TRANSPORT,
  POPUP_NOT_SUPPORTED,
  SESSION_OVER,
  failure,
} from "./errors.js";
import { drawFallback, drawLauncher } from "./launcher.js";
import { createLog } from "./log.js";
import { deferred } from "./promise.js";

/* global REJOIN_VERSION, REJOIN_SCRIPT, REJOIN_WASM: put in by the build. */

/** As a module, or put in by another script, this one is not told where it came from. */
const script = document.currentScript ?? document.querySelector('script[src*="/chat.js"]');
const base = script?.src || /(https?:\S+?\/chat\.js)/.exec(new Error().stack)?.[1] || location.href;
const urlOf = (file) => new URL(file, base).href;

const config = window.rejoinConfig ?? window._gwc ?? window._genesys?.chat;
const { autoRestore, onReady, launcher, ...pageOptions } = config ?? {};

let log = createLog(pageOptions);
const complain = (line, error) => log("error", line, error);
const safely = (callback, ...given) => {
  try {
    callback(...given);
  } catch (error) {
    complain("a callback has thrown", error);
  }
};

let chatNow; // the running chat, as ./main.js gives it
let session;
let loading;
let copy = 1; // of the module: one that broke is not used again
let last = Promise.resolve(); // calls are carried out one after the other
let calls = 0;
let drawn; // takes away what the loader has drawn
const said = {};
const onSession = [];
const onOptions = [];

function load() {
  loading ??= import(urlOf(REJOIN_SCRIPT) + (copy > 1 ? `?${copy}` : ""))
    .then((module) => module.load(urlOf(REJOIN_WASM)).then(() => module))
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** Whether something of that chat is in the browser's storage. */
function isStored({ storage = "origin", namespace = "default" }) {
  try {
    const store = { origin: window.localStorage, tab: window.sessionStorage }[storage];
    return Object.keys(store ?? {}).some((key) => key.startsWith(`rejoin/${namespace}/`));
  } catch {
    return false;
  }
}

/** Draws in the place of what is there: a function that draws, if any, and gives what takes it away. */
function draw(what) {
  drawn?.();
  drawn = undefined;
  safely(() => (drawn = what?.()));
}

/** The button that starts a chat with these options. */
const drawStart = (options) =>
  draw(() => drawLauncher(options, () => load().catch(() => {}), () => chat.startChat(options)));

function sayOnce(level, line) {
  if (!said[level]) log(level, line);
  said[level] = true;
}

function cannotRun(options, error) {
  const event = failure(CANNOT_RUN, `The chat cannot run in this browser: ${error?.message ?? error}`);
  sayOnce("error", event.error);
  draw(options.fallback && (() => drawFallback(options)));
  return event;
}

async function carryOut(kind, options, call) {
  if (chatNow?.isRunning()) return call.reject(failure(ALREADY_RUNNING));
  // What is still shown of a chat that is over gives way.
  chatNow?.destroy();
  const stored = isStored(options);
  if (kind === "restore" && !stored) return call.reject({});
  const began = calls;
  let module;
  try {
    module = await load();
  } catch (error) {
    return call.reject(cannotRun(options, error));
  }
  // Destroyed meanwhile.
  if (began !== calls) return call.reject(failure(SESSION_OVER));
  draw();
  module.open({
    kind: stored ? "restore" : "start",
    startsAnyway: kind === "start",
    options,
    call,
    copy,
    log,
    running: (now) => (chatNow = now),
    ready: (value) => {
      session = value;
      for (const callback of onSession) safely(callback, value);
    },
    gone(crash) {
      chatNow = session = undefined;
      if (crash) {
        copy++;
        loading = undefined;
      }
      if (launcher || (crash && options.ui !== false)) drawStart(options);
    },
  });
}

/** What is known to be wrong without anything being fetched; the rest is found by ./options.js. */
function wrong(kind, { embedded, transport }, stored) {
  if (kind === "restore" && embedded !== true) return NOT_EMBEDDED;
  if (embedded === false) return POPUP_NOT_SUPPORTED;
  return transport || (kind === "restore" && !stored) ? undefined : NO_TRANSPORT;
}

function begin(kind, given) {
  const call = deferred(complain);
  const options = { ...pageOptions, ...given };
  for (const callback of onOptions) safely(callback, options);
  log = createLog(options);
  const isWrong = given !== undefined && given !== Object(given);
  const error = isWrong ? INVALID_OPTIONS : wrong(kind, options, isStored(options));
  if (error) {
    call.reject(failure(error));
    return call.promise;
  }
  if (options.embedded === undefined) sayOnce("info", "startChat without `embedded` starts embedded");
  last = last.then(() => carryOut(kind, options, call)).catch((error) => call.reject(cannotRun(options, error)));
  return call.promise;
}

const chat = {
  version: REJOIN_VERSION,
  startChat: (options) => begin("start", options),
  restoreChat: (options) => begin("restore", options),
  onSession(callback) {
    onSession.push(callback);
    if (session) safely(callback, session);
  },
  onBeforeChatOptionsApplied: (callback) => void onOptions.push(callback),
  onReady: (callback) => safely(callback, chat),
  isMinimized: () => chatNow?.isMinimized() ?? false,
  toggle: () => chatNow?.toggle(),
  close: () => chatNow?.close(),
  destroy() {
    calls++;
    chatNow?.destroy();
    draw();
  },
};

function define() {
  const name = script?.dataset.name || "chat";
  const other = window[name];
  // An element with this id is there under this name as well, and gives way.
  if (other && !(other instanceof Node)) {
    const isOurs = other.version && other.startChat;
    if (other.version !== REJOIN_VERSION) log("warn", `the page has another "${name}"; give this one a name of its own with data-name (207)`);
    if (isOurs) return false;
  } else {
    window[name] = chat;
  }
  return true;
}

if (define()) {
  if (config && autoRestore !== false && isStored(pageOptions)) {
    chat.restoreChat({ embedded: true }).fail((event) => {
      if (launcher) drawStart(pageOptions);
      if (event.error) log("warn", event.error);
    });
  } else if (launcher) drawStart(pageOptions);
  const waiting = [onReady ?? []].flat();
  for (const callback of waiting) chat.onReady(callback);
  if (Array.isArray(onReady)) config.onReady = { push: chat.onReady };
}
