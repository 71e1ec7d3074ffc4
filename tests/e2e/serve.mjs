// What the tests need to have served, in one process: dist/ as a plain web host would serve it, with fixtures/ below
// /fixtures/, on PORT; the pages that load our script from there, on another origin, PORT + 1; and the chat server
// that those pages talk to, PORT + 2; servers of Genesys' kind, PORT + 3; and labs on a Matrix server, PORT + 4.
import { createReadStream, existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { serveGms } from "../servers/gms/http.mjs";
import { serveChats } from "../servers/http.mjs";
import { serveMatrix } from "../servers/matrix/http.mjs";
import { PATIENT } from "../servers/patient.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = process.env.DIST ?? join(here, "../../dist");
const port = Number(process.env.PORT ?? 4173);
const origins = ["SCRIPT", "PAGES", "SERVER", "GMS", "MATRIX"].map((name, i) => [
  name,
  `http://127.0.0.1:${port + i}`,
]);
const pages = join(here, "script/fixtures");
const jquery = createRequire(import.meta.url).resolve("jquery");

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

async function findInDist(path) {
  const inFixtures = path.startsWith("/fixtures/");
  const file = inFixtures ? join(here, path) : join(dist, path);
  if (await isFile(file)) return file;
  if (path.endsWith("/") && (await isFile(join(file, "index.html")))) return join(file, "index.html");
  // Routes of the demo have no extension. A missing asset must stay a 404: as HTML it would hide the mistake.
  const isRoute = !inFixtures && extname(path) === "";
  return isRoute ? join(dist, "index.html") : null;
}

async function findPage(path) {
  if (path === "/jquery.js") return jquery;
  const file = path.startsWith("/servers/") ? join(here, "..", path) : join(pages, path);
  return (await isFile(file)) ? file : null;
}

const headersOf = (file) => ({
  "Content-Type": types[extname(file)] ?? "application/octet-stream",
  // Not `no-store`: a page served with it is kept out of the back/forward cache.
  "Cache-Control": "no-cache",
});

async function sendFile(response, file) {
  const { size } = await stat(file);
  response.writeHead(200, { ...headersOf(file), "Content-Length": size });
  createReadStream(file).on("error", () => response.destroy()).pipe(response);
}

/** Puts the origins of this run in the place of their names. */
const withOrigins = (text) => origins.reduce((text, [name, origin]) => text.replaceAll(`{{${name}}}`, origin), text);

/** A page, with the headers that fixtures/headers.json gives it. */
async function sendPage(response, file, { pathname, searchParams }) {
  const own = JSON.parse(withOrigins(await readFile(join(pages, "headers.json"), "utf8")))[pathname];
  response.writeHead(200, { ...headersOf(file), ...own });
  // A test may bring a page of its own in the address, which a reload keeps.
  const text = searchParams.get("html") ?? (await readFile(file, "utf8"));
  response.end(withOrigins(text));
}

function serve(find, sendFound) {
  return createServer(PATIENT, async (request, response) => {
    const send = (status, text) =>
      response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    // The script and what it fetches are loaded by pages of other origins, or of none.
    response.setHeader("Access-Control-Allow-Origin", "*");
    try {
      if (request.method !== "GET" && request.method !== "HEAD") return send(405, "GET and HEAD only");
      const url = new URL(request.url, "http://localhost");
      const path = normalize(decodeURIComponent(url.pathname));
      const file = path.includes("\0") ? null : await find(path);
      if (!file) return send(404, "not found");
      // Node sends no body in answer to HEAD, whatever is written.
      await sendFound(response, file, url);
    } catch {
      if (!response.headersSent) send(400, "bad request");
    }
  });
}

function listen(server, on) {
  server.on("error", (error) => {
    console.error(`cannot serve on 127.0.0.1:${on}: ${error.message}`);
    process.exit(1);
  });
  return new Promise((resolve) => server.listen(on, "127.0.0.1", resolve));
}

// Its Synapse starts meanwhile; what is asked of it waits.
const matrix = serveMatrix();
matrix.ready.catch((error) => console.error(`no Matrix server: ${error.message}`));
process.once("SIGTERM", () => matrix.stop().finally(() => process.exit(0)));
await listen(matrix, port + 4);
// The one that the test runner waits for comes last.
await listen(serveGms(), port + 3);
await listen(serveChats(), port + 2);
await listen(serve(findPage, sendPage), port + 1);
await listen(serve(findInDist, sendFile), port);
console.log(origins.map(([, origin]) => `${origin}/`).join(" "));

// A runner that is killed outright cannot stop its server; an orphan stops itself.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(0), 1000).unref();
