// The example in docs/transport.md says of each answer what the chat is to make of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";

const docs = readFileSync(new URL("../../docs/transport.md", import.meta.url), "utf8");
const source = `${/```js\n(.*?)```/s.exec(docs)[1]}\nexport { createTransport };`;
const { createTransport } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

/** The code with which a message fails that is answered so; undefined without one. */
async function codeOf(t, status, body) {
  t.mock.method(globalThis, "fetch", async () => new Response(body, { status }));
  const transport = createTransport("https://chat.example.com/api");
  const problem = await transport.sendMessage({ message: "Hello", messageId: "m-1" }).then(assert.fail, (problem) => problem);
  return problem.error?.code;
}

it("what a firewall will not let through the next time either is refused", async (t) => {
  for (const status of [400, 403, 406, 413]) assert.equal(await codeOf(t, status, "<html>"), 233, String(status));
});

it("what may pass has no code, and is tried again", async (t) => {
  for (const status of [200, 401, 404, 408, 425, 429, 500, 502, 503]) {
    assert.equal(await codeOf(t, status, "<html>"), undefined, String(status));
  }
});

it("the server's own word comes first", async (t) => {
  const answer = JSON.stringify({ code: 210, description: "No such chat." });
  for (const status of [400, 403, 404, 500]) assert.equal(await codeOf(t, status, answer), 210, String(status));
});
