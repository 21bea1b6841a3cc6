/**
 * The real page and the real API on one local address, for the browser: the built files as the Worker's assets would
 * serve them (`_headers` included), everything under /v1 by the app itself.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { createApp } from "../../src/serve/app.ts";
import { CONTACT, VERSION } from "../../src/serve/identity.ts";
import { servePage } from "../../src/serve/page.ts";
import type { PublishedStore } from "../../src/store/published.ts";

const MEDIA_TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

export interface AppServer {
  url: string;
  close(): Promise<void>;
}

export async function startAppServer(store: PublishedStore, webFolder: string): Promise<AppServer> {
  const assets = { fetch: (request: Request) => readAsset(request, webFolder) } as unknown as Fetcher;
  const app = createApp({ store, version: VERSION, contact: CONTACT });
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return servePage(request, assets);
    return pathname.startsWith("/v1") ? app.fetch(request) : assets.fetch(request);
  };
  const server = createServer(async (incoming, outgoing) => {
    const headers = Object.entries(incoming.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    const url = `http://${incoming.headers.host}${incoming.url}`;
    const response = await answer(new Request(url, { method: incoming.method, headers }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readAsset(request: Request, webFolder: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    const body = await readFile(join(webFolder, pathname));
    return new Response(body, {
      headers: { "Content-Type": MEDIA_TYPES[extname(pathname)] ?? "text/plain" },
    });
  } catch {
    return new Response(null, { status: 404 });
  }
}
