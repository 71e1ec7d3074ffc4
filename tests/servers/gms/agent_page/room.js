// What the page asks of the server. The methods are those of ../agent.mjs.

const ask = async (path, options) => {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (answer?.error) throw new Error(answer.error.description);
  return answer;
};

const post = (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) });

/** The room, with that chat in full. */
export const look = (chat) => ask(`room?${new URLSearchParams({ chat })}`);
export const agent = (method, ...given) => post(method, given);
export const setFaults = (faults) => post("../faults", faults);

/** Connections end where the room cannot be reached, if only for a moment. */
export async function dropConnections({ unreachable }) {
  await setFaults({ unreachable: true });
  if (!unreachable) await setFaults({ unreachable: false });
}
