// Answers as they should never be. The fault `malformed` is "json" (or true) or "types".

/** The envelope with a wrong type in each place. */
export function spoilt(data, malformed) {
  if (malformed !== "types") return data;
  return { ...data, messages: "none", chatEnded: "no", statusCode: "0", nextPosition: null, secureKey: 7, alias: [] };
}

/** Text that is no longer JSON. */
export function torn(text, malformed) {
  return malformed === true || malformed === "json" ? text.slice(0, -1) : text;
}
