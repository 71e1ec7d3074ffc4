// What every call of the API gives back.

/**
 * A promise object with `done` and `fail`, and the two functions that settle it. Callbacks run when it is settled, or at
 * once where it is; one that throws goes to `complain` and hinders no other.
 */
export function deferred(complain) {
  const callbacks = [];
  let outcome;
  const run = (kind, callback) => {
    if (outcome[0] !== kind || typeof callback !== "function") return;
    try {
      callback(outcome[1]);
    } catch (error) {
      complain("a callback has thrown", error);
    }
  };
  const add = (kind) => (callback) => {
    if (outcome) run(kind, callback);
    else callbacks.push([kind, callback]);
    return promise;
  };
  const settle = (kind) => (value) => {
    if (outcome) return;
    outcome = [kind, value];
    for (const [wanted, callback] of callbacks.splice(0)) run(wanted, callback);
  };
  const promise = {
    done: add("done"),
    fail: add("fail"),
    then: (done, fail) => new Promise((resolve, reject) => promise.done(resolve).fail(reject)).then(done, fail),
    catch: (fail) => promise.then(undefined, fail),
  };
  return { promise, resolve: settle("done"), reject: settle("fail"), isOpen: () => !outcome };
}
