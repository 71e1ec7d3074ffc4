// What the loader fetches when there is a chat: wasm, and what is between it and the page.

import { Embedded } from "REJOIN_GLUE";
import { CRASHED, INVALID_OPTIONS, REGISTRATION_FAILED, SESSION_GONE, SESSION_OVER, failure } from "./errors.js";
import { collector, createHost } from "./host.js";
import { watchLanguage } from "./language.js";
import { check } from "./options.js";
import { placeHost } from "./place.js";
import { askPage } from "./registration.js";
import { createSession } from "./session.js";
import { settingsOf, visitorOf } from "./settings.js";
import { serverOf } from "./server.js";
import { createTexts } from "./texts.js";
import { createPort } from "./transport.js";
import { isTrap, watchForTraps } from "./wasm.js";

export { load } from "./wasm.js";

/** How long what is taken off the page still tells the server that the visitor has left. */
const LEFT_WITHIN = 3_000;

/** What is stored cannot be read, or is of a newer version. */
const USELESS = [220, 221];

/** Whether the page was told that chats are embedded by themselves. */
let isSaid = false;

const later = (run) => void Promise.resolve().then(run);

/** Done when everything is there that a selector may be for. */
const parsed = () => new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));

/**
 * Starts, restores or forgets a chat; a stored one is restored in any case. Gives a promise where it is to be forgotten,
 * or has to wait for the page. The loader is told through `running`, `ready` and `gone`.
 */
export function open(request) {
  const { kind, options, call } = request;
  const isWaiting = kind !== "forget" && typeof options.ui?.container === "string" && document.readyState === "loading";
  return isWaiting ? parsed().then(() => call.isOpen() && openNow(request)) : openNow(request);
}

function openNow(request) {
  if (request.kind === "start" && request.options.embedded === undefined && !isSaid) {
    isSaid = true;
    request.log("info", "startChat without `embedded` starts embedded");
  }
  const { problems, unknown } = check(request.options);
  if (unknown.length) request.log("warn", `unknown options are ignored (206): ${unknown.join(", ")}`);
  if (!problems.length) return run(request);
  request.call.reject(failure(INVALID_OPTIONS, problems.join(" ")));
}

function run({ kind, options, call, records, copy, log, running, ready, gone }) {
  const ui = options.ui === true ? {} : (options.ui ?? {});
  const isInline = ui.container !== undefined;
  const server = serverOf(options);
  const port = server || !options.transport ? undefined : createPort(options.transport, options, log);
  const place = ui ? placeHost(ui) : undefined;
  const opener = document.activeElement; // which the visitor pressed, as a rule
  const ask = (kept) => askPage(options.registration, { kept, restored: isRestored, chat, failed: registrationFailed });
  let settings;
  try {
    settings = settingsOf(options, { port, server, ui, host: place?.host, copy, ask });
  } catch (error) {
    place?.remove();
    throw error;
  }
  let current; // what ./session.js gives
  let left; // the one before, until the server knows that it is over
  let whenLeft = [];
  let unwatch = () => {};
  let unfollow = unwatch;
  let isGone = false;
  let isDone = false; // nothing of it is there any more
  let isRestoring = false;
  let isStored = !!records;
  let isRestored = isStored; // what the page is asked for was begun on another page
  const startsAnyway = kind === "start";
  let hide;
  const hidden = new Promise((resolve) => {
    hide = () => {
      place?.remove();
      resolve();
    };
  });

  // --- What the chat tells ---

  const face = {
    session: () => current,
    sessionIs(id) {
      if (current?.session.id === id) return;
      isRestored = false;
      current = createSession(id, chat, port?.canSetData ?? true, log);
      call.resolve(current.session);
      ready(current.session);
    },
    failed(event) {
      isRestored = false;
      const code = event.error?.code;
      const isNothing = !code || USELESS.includes(code);
      // Who wants to start a chat is not stopped by one that cannot be gone on with, or that the server has forgotten.
      if (isStored && startsAnyway && isNothing && embedded.phase === "idle") {
        isStored = false;
        if (code) log("warn", event.error);
        return isRestoring || later(chat.start);
      }
      if (startsAnyway && code === SESSION_GONE[0] && call.isOpen()) return later(chat.start);
      if (call.isOpen()) call.reject(event);
      else if (event.error) current?.tell("Error", event);
      // A page's own registration has nothing on the page to come back to.
      if (settings.ask && embedded.phase === "registering") later(chat.cancel);
    },
    /** There is nothing to show any more, and nobody to be told. */
    idle: () => later(() => !isRestoring && embedded.phase === "idle" && destroy(false, true)),
    /** What there was to see has moved out of sight. */
    gone: () => hide(),
    /** With an error when the server has forgotten it. */
    ended(error) {
      left = current;
      current = undefined;
      if (error) left?.tell("Error", error);
      left?.tell("SessionEnded", { type: "SessionEnded" });
      left?.close();
      if (!embedded.isLeaving) face.leaveSettled();
      // Nobody is there to put it away.
      if (!place) later(chat.close);
    },
    leaveSettled() {
      left?.left();
      left = undefined;
      for (const resolve of whenLeft) resolve();
      whenLeft = [];
    },
  };

  function registrationFailed(error) {
    log("error", "the registration has failed", error);
    call.reject(failure(REGISTRATION_FAILED, `The registration failed: ${error?.message ?? error}`));
  }

  function crashed(error) {
    // Nothing moves any more.
    hide();
    isDone = true;
    if (isGone) return;
    isGone = true;
    Embedded.halt();
    const event = failure(CRASHED);
    log("error", event.error, error);
    current?.tell("Error", event);
    current?.close(event);
    call.reject(event);
    face.leaveSettled();
    release();
    gone(true);
  }

  // --- What is asked of the chat ---

  let embedded;
  try {
    embedded = new Embedded(settings, createHost(face, log));
  } catch (error) {
    return crashed(error);
  }
  unwatch = watchForTraps(crashed);

  /** For those who must not be thrown at, and only while it is there; `attempt` also when it is about to go. */
  const guard = (name) => (...given) => (isGone ? undefined : attempt(name, ...given));
  function attempt(name, ...given) {
    try {
      return embedded[name](...given);
    } catch (error) {
      // Without its nodes a chat is of no use either.
      if (isTrap(error) || name === "show") crashed(error);
      else log("error", name, error);
      return undefined;
    }
  }
  const chat = Object.fromEntries(
    ["send", "excess", "typing", "setData", "leave", "close", "register", "keep", "cancel", "setOpen", "setTexts", "restore", "start"]
      .concat("show", "retire", "name", "sendFile", "fileLimits", "downloadFile", "deleteFile")
      .map((name) => [name, guard(name)]),
  );
  chat.transcript = (from, found) => guard("transcript")(from, collector(found));
  const texts = createTexts(options, chat.setTexts, log);
  chat.setLanguage = (wanted) => texts.change(wanted);
  const follow = () => texts.change({}).catch((error) => log("warn", `${error.message}; the language stays (242)`));
  if (place && options.language === undefined) unfollow = watchLanguage(follow);

  function release() {
    unwatch();
    unfollow();
    port?.close();
  }

  /** Done when the server knows of a chat that was left, or could not be told in time. */
  async function settled() {
    if (!embedded.isLeaving) return;
    await new Promise((resolve) => {
      whenLeft.push(resolve);
      setTimeout(resolve, LEFT_WITHIN);
    });
  }

  let destroyed;
  /** Off the page at once, unless it may move out of sight, and then done with. Gives a promise for that. */
  function destroy(forgets, mayMove) {
    if (forgets) forget();
    const hadFocus = place?.hasFocus();
    if (!(mayMove && chat.retire())) hide();
    if (!isGone) {
      const over = current;
      current = undefined;
      isGone = true;
      const launcher = gone(false);
      // Else the next key would begin at the top of the page.
      if (hadFocus) (launcher ?? opener)?.focus({ preventScroll: true });
      over?.close(failure(SESSION_OVER));
      call.reject(failure(SESSION_OVER));
      // What follows at once may be that it is to be forgotten.
      destroyed = Promise.resolve().then(settled).then(() => hidden).then(dispose);
    }
    return destroyed;
  }

  /** Also when it is about to go: what it writes then is not to come after what erases it. */
  function forget(records) {
    if (!isDone) attempt("forget", records);
  }

  function dispose() {
    isDone = true;
    release();
    face.leaveSettled();
    try {
      embedded.destroy();
      embedded.free();
      place?.release();
    } catch (error) {
      log("error", "destroy", error);
    }
  }

  function isTheirs(other) {
    const name = other && visitorOf(other);
    if (!other || name === settings.visitorId) return true;
    if (settings.visitorId || !chat.name(name)) return false;
    settings.visitorId = name;
    return true;
  }

  function toggle() {
    if (isGone) return;
    place?.putBack();
    if (!isInline && embedded.phase !== "idle") chat.setOpen(!embedded.isOpen);
  }

  function begin() {
    if (records) {
      isRestoring = true;
      chat.restore();
      isRestoring = false;
    }
    const wasRestored = !isGone && embedded.phase !== "idle";
    if (!wasRestored && startsAnyway) chat.start();
    if (isGone) return;
    if (embedded.phase === "idle") face.idle();
    else texts.begin().then(() => show(!wasRestored));
  }

  function show(isOpened) {
    if (place && !isGone && embedded.phase !== "idle") chat.show(settings, isOpened);
  }

  running({
    /** For a call with those options: a chat of another visitor gives way, and one of nobody's is theirs from then on. */
    isRunning: (other) => !isGone && /opening|registering|starting|active/.test(embedded.phase) && isTheirs(other),
    session: () => current?.session,
    isMinimized: () => !isGone && !isInline && !embedded.isOpen,
    toggle,
    close: chat.close,
    destroy,
  });
  if (kind !== "forget") return begin();
  forget(records);
  return destroy();
}
