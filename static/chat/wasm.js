// The module in wasm: fetched, compiled, and known by its traps.

import init from "REJOIN_GLUE";

const nameOf = (url) => new URL(url).pathname.split("/").pop();

/** Names that stand in the stacks of our traps: of this script, and of the wasm. */
const names = [nameOf(import.meta.url)];

/** The older way to fetch, which fewer pages have put something of their own in the place of. */
const fetchOldly = (url) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "arraybuffer";
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(`HTTP ${request.status}`)));
    request.onerror = () => reject(new Error(`${url} cannot be fetched`));
    request.send();
  });

/** Makes the module ready. */
export async function load(url) {
  names.push(nameOf(url));
  try {
    await init({ module_or_path: url });
  } catch (error) {
    // A policy or a browser that does not let wasm run will not do so the second time.
    if (typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError) throw error;
    await init({ module_or_path: await fetchOldly(url) });
    // Then it has no address of its own in the stacks of some browsers.
    names.push("wasm://");
  }
}

/** A trap: what is in the module's memory is not to be trusted any more. */
export const isTrap = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;

/** Whether it is our module that has trapped: pages have wasm of their own, and call it from what we call. */
function isOurs(trap) {
  // Where it trapped: the first frame that tells where it is from.
  const frame = String(trap.stack).split("\n").find((line) => line.includes("://"));
  return names.some((name) => frame?.includes(name));
}

/** Calls `onTrap` when our module traps where nobody else sees it. Gives what ends that. */
export function watchForTraps(onTrap) {
  const heard = ({ error, reason }) => {
    const trap = error ?? reason;
    if (isTrap(trap) && isOurs(trap)) onTrap(trap);
  };
  const kinds = ["error", "unhandledrejection"];
  for (const kind of kinds) addEventListener(kind, heard);
  return () => {
    for (const kind of kinds) removeEventListener(kind, heard);
  };
}
