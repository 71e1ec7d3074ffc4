// The registration of the page, where it has one of its own.

import { dataOf } from "./data.js";

/**
 * Asks the page: `options.registration(done, context)`. It may answer once; `chat` goes on with that, and `failed` hears
 * why when it throws, now or later, or hands over something else than data.
 */
export function askPage(registration, { kept, restored, chat, failed }) {
  let isOpen = true;
  const once = (run) => (given) => {
    if (!isOpen) return;
    isOpen = false;
    run(given);
  };
  const fail = once((error) => {
    failed(error);
    chat.cancel();
  });
  const done = (given) => {
    const data = dataOf(given);
    if (data) once(chat.register)(data);
    else fail(new Error("done() takes an object of strings, numbers and booleans, or a FormData"));
  };
  const context = {
    restored,
    data: kept,
    keep: (values) => void (isOpen && chat.keep(dataOf(values) ?? {})),
    cancel: once(() => chat.cancel()),
  };
  // In time of its own: the chat is in the middle of something now.
  Promise.resolve()
    .then(() => registration(done, context))
    .catch(fail);
}
