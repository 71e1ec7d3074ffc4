// What the loader fetches when there is a chat: wasm, and what is between it and the page.

import init, { Embedded } from "REJOIN_GLUE";
import { CRASHED, INVALID_OPTIONS, REGISTRATION_FAILED, SESSION_GONE, SESSION_OVER, failure } from "./errors.js";
import { collector, createHost } from "./host.js";
import { check } from "./options.js";
import { placeHost } from "./place.js";
import { createSession, toStrings } from "./session.js";
import { settingsOf } from "./settings.js";
import { withTexts } from "./texts.js";
import { createPort } from "./transport.js";

/** Compiles the module at that address. A page may have broken its `fetch`: then the older way. */
export async function load(url) {
  const bytes = () =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("GET", url);
      request.responseType = "arraybuffer";
      request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(`HTTP ${request.status}`)));
      request.onerror = () => reject(new Error(`${url} cannot be fetched`));
      request.send();
    });
  try {
    await init({ module_or_path: url });
  } catch (error) {
    // A policy or a browser that does not let wasm run will not do so the second time.
    if (typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError) throw error;
    await init({ module_or_path: await bytes() });
  }
}

/** A trap in wasm: what is in its memory is not to be trusted any more. */
const isTrap = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;

/**
 * Runs a chat. `kind` is what to do first; with `startsAnyway` a chat is started where there is none to restore.
 * The loader is told through `running`, `ready` and `gone`.
 */
export function open(request) {
  const { problems, unknown } = check(request.options);
  if (unknown.length) request.log("warn", `unknown options are ignored (206): ${unknown.join(", ")}`);
  if (problems.length) request.call.reject(failure(INVALID_OPTIONS, problems.join(" ")));
  else run(request);
}

function run({ kind, startsAnyway, options, call, copy, log, running, ready, gone }) {
  const port = createPort(options.transport, options, log);
  const place = options.ui === false ? undefined : placeHost(options.ui === true ? undefined : options.ui);
  let current; // what ./session.js gives
  let isGone = false;
  let isRestoring = false;

  const face = {
    session: () => current,
    sessionIs(id) {
      if (current?.session.id !== id) {
        current = createSession(id, guarded, port, log);
        call.resolve(current.session);
        ready(current.session);
      }
    },
    failed(event) {
      if (isRestoring && startsAnyway && !event.error) return;
      // Who wants to start a chat is not stopped by one that the server has forgotten.
      if (startsAnyway && kind === "restore" && event.error?.code === SESSION_GONE[0] && call.isOpen()) return later(() => guarded.start());
      if (call.isOpen()) call.reject(event);
      else if (event.error) current?.tell("Error", event);
      // A page's own registration has nothing on the page to come back to.
      if (settings.ask && embedded.phase === "registering") later(() => guarded.cancel());
    },
    /** There is nothing to show any more, and nobody to be told. */
    idle() {
      later(() => {
        if (!isGone && !isRestoring && embedded.phase === "idle") destroy();
      });
    },
    ended(error) {
      const over = current;
      current = undefined;
      if (error) over?.tell("Error", error);
      over?.tell("SessionEnded", { type: "SessionEnded" });
      over?.close(undefined, true);
      // Nobody is there to put it away.
      if (!place) later(() => guarded.close());
    },
    crashed(message) {
      if (isGone) return;
      isGone = true;
      Embedded.halt();
      const event = failure(CRASHED);
      log("error", event.error, message);
      current?.tell("Error", event);
      current?.close(event);
      call.reject(event);
      close(true);
    },
  };

  const later = (run) => void Promise.resolve().then(run);

  /** The registration of the page. What it says after its time is over is ignored. */
  function ask(kept) {
    let isOpen = true;
    const once = (run) => (data) => {
      if (isOpen) {
        isOpen = false;
        run(data);
      }
    };
    const context = {
      restored: isRestoring,
      data: kept,
      keep: (values) => isOpen && guarded.keep(toStrings(values ?? {})),
      cancel: once(() => guarded.cancel()),
    };
    later(() => {
      try {
        options.registration(once((data) => guarded.register(toStrings(data ?? {}))), context);
      } catch (error) {
        log("error", "the registration has thrown", error);
        isOpen = false;
        call.reject(failure(REGISTRATION_FAILED, `The registration failed: ${error?.message ?? error}`));
        guarded.cancel();
      }
    });
  }

  const settings = settingsOf(options, { port, host: place?.host, copy, ask });
  const embedded = new Embedded(settings, createHost(face, log));

  /** The chat for those who must not be thrown at, and only while it is there. */
  const guard = (name) => (...given) => {
    if (isGone) return undefined;
    try {
      return embedded[name](...given);
    } catch (error) {
      // Without its nodes a chat is of no use either.
      if (isTrap(error) || name === "show") face.crashed(error?.message);
      else log("error", name, error);
      return undefined;
    }
  };
  const names = ["send", "typing", "setData", "leave", "close", "register", "keep", "cancel", "setOpen", "setTexts", "restore", "start", "show"];
  const guarded = Object.fromEntries(names.map((name) => [name, guard(name)]));
  guarded.transcript = (from, found) => guard("transcript")(from, collector(found));

  const onTrap = ({ error, reason }) => {
    if (isTrap(error ?? reason) && /embed-|wasm/.test(String((error ?? reason).stack))) face.crashed((error ?? reason).message);
  };
  const traps = ["error", "unhandledrejection"];
  for (const kind of traps) addEventListener(kind, onTrap);

  function close(crash) {
    isGone = true;
    for (const kind of traps) removeEventListener(kind, onTrap);
    port.close();
    place?.remove();
    gone(crash);
  }

  function destroy() {
    if (isGone) return;
    const over = current;
    close(false);
    // Not in the middle of what it may be doing now.
    later(() => {
      try {
        embedded.destroy();
        embedded.free();
      } catch (error) {
        log("error", "destroy", error);
      }
    });
    over?.close();
    call.reject(failure(SESSION_OVER));
  }

  running({
    isRunning: () => !isGone && /registering|starting|active/.test(embedded.phase),
    isMinimized: () => !isGone && !embedded.isOpen,
    toggle: () => guarded.setOpen(!embedded.isOpen),
    close: () => guarded.close(),
    destroy,
  });
  begin();

  function begin() {
    if (kind === "restore") {
      isRestoring = true;
      guarded.restore();
      isRestoring = false;
    }
    const wasRestored = !isGone && embedded.phase !== "idle";
    if (!isGone && !wasRestored && startsAnyway) guarded.start();
    if (isGone) return;
    if (embedded.phase === "idle") return face.idle();
    const show = () => {
      if (place && !isGone && embedded.phase !== "idle") guarded.show(settings, !wasRestored);
    };
    withTexts(options, (texts) => guarded.setTexts(texts), log).then(show);
  }
}
