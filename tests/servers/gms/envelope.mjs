// The one shape in which everything is answered and delivered, over REST and over CometD.

/** `extra` is `errors`, `userData` or another `statusCode`. */
export function envelope(chat, messages, extra) {
  return {
    messages,
    chatEnded: chat.ended,
    statusCode: 0,
    alias: chat.alias,
    secureKey: chat.secureKey,
    userId: chat.userId,
    chatId: chat.chatId,
    nextPosition: chat.nextPosition,
    ...extra,
  };
}

/** 1: may be asked again. 2: need not be. No other field of the chat comes along, because none is to be trusted. */
export function refusal(statusCode, { code, message, advice, chatEnded = false }) {
  return { messages: [], chatEnded, statusCode, errors: [{ code, message, ...(advice && { advice }) }] };
}

/** Gives what `act` gives, or its error as a refusal. An error of ours is not hidden in one. */
export function answerOf(act) {
  try {
    return act();
  } catch (error) {
    if (!error.code) throw error;
    return refusal(2, error);
  }
}
