// The errors that JavaScript reports: each a number and its sentence. The table of all is src/engine/error.rs; a test
// compares the two.

export const ALREADY_RUNNING = [200, "A chat is already running on this page."];
export const POPUP_NOT_SUPPORTED = [202, "There is no popup mode. Leave `embedded` out, or say true."];
export const NOT_EMBEDDED = [203, "Call restoreChat with `embedded: true`."];
export const INVALID_OPTIONS = [204, "The options are not as expected."];
export const NO_TRANSPORT = [205, "There is nothing to carry the chat. Give a `transport` or a `serverUrl`."];
export const SESSION_GONE = [210, "The chat server no longer knows this chat. Start a new one."];
export const NO_SESSION = [231, "There is no running chat."];
export const REGISTRATION_FAILED = [232, "The registration failed."];
export const MESSAGE_REJECTED = [233, "The chat server did not take the message."];
export const SESSION_OVER = [234, "The chat is over."];
export const MESSAGE_TOO_LONG = [237, "The message is too long. Send it in parts."];
export const CANNOT_RUN = [240, "The chat cannot run in this browser."];
export const LOCALIZATION_FAILED = [242, "The texts could not be loaded."];
export const NOT_LOADED = [244, "The chat could not be loaded. Try again."];
export const CRASHED = [241, "The chat broke and was closed. It can be opened again."];

const retryable = [211, 212, 214, 241, 244];

/** The event of a failure. Pages have compared `event.error` itself with a number: that works as well. */
export const failure = ([code, sentence], description = sentence) => ({
  error: {
    code,
    description,
    retryable: retryable.includes(code),
    valueOf: () => code,
    toString: () => `${description} (${code})`,
  },
});
