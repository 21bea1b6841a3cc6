/** The map page at `/`: the built index.html with the headers that a page needs. */
import { PAGE_CONTENT_SECURITY_POLICY } from "../web/csp.ts";
import { VERSION } from "./identity.ts";

export async function servePage(request: Request, assets: Fetcher): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { ...PAGE_HEADERS, Allow: "GET, HEAD" } });
  }
  const asset = await assets.fetch(new Request(new URL("/index.html", request.url), request));
  const headers = new Headers(asset.headers);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) headers.set(name, value);
  return new Response(asset.body, { status: asset.status, headers });
}

const PAGE_HEADERS = {
  "API-Version": VERSION,
  "Cache-Control": "no-cache",
  "Content-Security-Policy": PAGE_CONTENT_SECURITY_POLICY,
  "Permissions-Policy": "camera=(), microphone=()",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};
