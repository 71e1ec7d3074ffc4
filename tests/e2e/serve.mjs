// Serves dist/ as a plain web host would, and fixtures/ below /fixtures/ on the same origin.
import { createReadStream, existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = process.env.DIST ?? join(here, "../../dist");
const port = Number(process.env.PORT ?? 4173);

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

if (!existsSync(join(dist, "index.html"))) {
  console.error("dist/ is empty: run `make build` first");
  process.exit(1);
}

const isFile = (path) => stat(path).then((s) => s.isFile(), () => false);

async function find(pathname) {
  const path = normalize(decodeURIComponent(pathname));
  if (path.includes("\0")) return null;
  const inFixtures = path.startsWith("/fixtures/");
  const file = inFixtures ? join(here, path) : join(dist, path);
  if (await isFile(file)) return file;
  // Routes of the demo have no extension. A missing asset must stay a 404: as HTML it would hide the mistake.
  const isRoute = !inFixtures && extname(path) === "";
  return isRoute ? join(dist, "index.html") : null;
}

const server = createServer(async (request, response) => {
  const send = (status, text) =>
    response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
  try {
    if (request.method !== "GET" && request.method !== "HEAD") return send(405, "GET and HEAD only");
    const file = await find(new URL(request.url, "http://localhost").pathname);
    if (!file) return send(404, "not found");
    response.writeHead(200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Content-Length": (await stat(file)).size,
      // Not `no-store`: a page served with it is kept out of the back/forward cache.
      "Cache-Control": "no-cache",
    });
    if (request.method === "HEAD") return response.end();
    createReadStream(file).on("error", () => response.destroy()).pipe(response);
  } catch {
    if (!response.headersSent) send(400, "bad request");
  }
});

server.on("error", (error) => {
  console.error(`cannot serve on 127.0.0.1:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));

// A runner that is killed outright cannot stop its server; an orphan stops itself.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(0), 1000).unref();
