// What every call of the API gives back.

/**
 * A promise object with `done` and `fail`, and the two functions that settle it. Callbacks run when it is settled, or at
 * once where it is, in the order in which they were added; one that throws goes to `complain` and hinders no other.
 */
export function deferred(complain) {
  const callbacks = [];
  let outcome;
  let isRunning = false;
  function run() {
    if (!outcome || isRunning) return;
    isRunning = true;
    while (callbacks.length) {
      const [kind, callback] = callbacks.shift();
      try {
        if (kind === outcome[0]) callback(outcome[1]);
      } catch (error) {
        complain("a callback has thrown", error);
      }
    }
    isRunning = false;
  }
  const add = (kind) => (callback) => {
    if (typeof callback === "function") callbacks.push([kind, callback]);
    run();
    return promise;
  };
  const settle = (kind) => (value) => {
    outcome = outcome || [kind, value];
    run();
  };
  const promise = {
    done: add("done"),
    fail: add("fail"),
    always: (callback) => promise.done(callback).fail(callback),
    then: (done, fail) => new Promise((resolve, reject) => promise.done(resolve).fail(reject)).then(done, fail),
    catch: (fail) => promise.then(undefined, fail),
  };
  return { promise, resolve: settle("done"), reject: settle("fail"), isOpen: () => !outcome };
}
