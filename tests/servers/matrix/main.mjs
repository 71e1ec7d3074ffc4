// node main.mjs PORT [--demo]

import { Demo } from "./demo.mjs";
import { serveMatrix } from "./http.mjs";

const port = Number(process.argv[2]);
const isDemo = process.argv.includes("--demo");
// People's own clients want Synapse itself, at an address that stays the same.
const server = serveMatrix({ port: isDemo && port ? port + 1 : 0 });
let demo = null;

const end = async () => {
  await demo?.stop();
  await server.stop();
  process.exit(0);
};
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, end);

const fail = (error) => {
  console.error(error.message);
  process.exit(1);
};
server.on("error", fail);
server.listen(port, "127.0.0.1", async () => {
  try {
    await server.ready;
    if (isDemo) console.log(await (demo = new Demo(server)).start());
    console.log(`matrix test server on http://127.0.0.1:${server.address().port}`);
  } catch (error) {
    fail(error);
  }
});
