// node main.mjs PORT [HOST]

import { serveGms } from "./http.mjs";

const [port, host = "127.0.0.1"] = process.argv.slice(2);
const server = serveGms();
server.listen(Number(port), host, () => {
  console.log(`gms test servers on http://${host}:${server.address().port}`);
});
process.once("SIGTERM", () => server.stop());
