// Asks a room of a test server, from a page. `.js` and without imports: see chat_server.js.

/** Sends JSON and gives the answer as text. */
export async function ask(url, body) {
  const response = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${answer}`);
  return answer;
}
