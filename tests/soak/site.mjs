// The site that the visitor is on: two pages with the chat, one without, and the script, on a free port.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { PATIENT } from "../servers/patient.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = process.env.DIST ?? join(here, "../../dist");
const pages = {
  "/shop": join(here, "pages/shop.html"),
  "/other": join(here, "pages/shop.html"),
  "/away": join(here, "pages/away.html"),
  "/shop.js": join(here, "pages/shop.js"),
  "/transport.js": join(here, "../servers/transport.js"),
};
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

export function serveSite() {
  return createServer(PATIENT, async ({ url }, response) => {
    const path = normalize(new URL(url, "http://localhost").pathname);
    const file = pages[path] ?? join(dist, path);
    try {
      const body = await readFile(file);
      // Not `no-store`: a page served with it is kept out of the back/forward cache.
      const headers = { "Content-Type": types[extname(file)] ?? "text/plain", "Cache-Control": "no-cache" };
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}
