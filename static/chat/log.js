// The log: the console, or what the page gives instead.

/** A function `(level, line, reason)`; lines of the level "debug" are for those who asked. */
export function createLog({ debug, logger } = {}) {
  return (level, line, reason) => {
    if (level === "debug" && debug !== true) return;
    try {
      const text = `Rejoin: ${line}${reason === undefined ? "" : `: ${(reason && reason.message) || reason}`}`;
      if (typeof logger === "function") logger(level, text);
      else (logger || console)[level](text);
    } catch (error) {
      // A log that cannot be written has nobody to be told to.
    }
  };
}
