/**
 * What the map page may load: itself, and the Dutch government's background map. The Worker sends this with `/`.
 * MapLibre's worker is a file of our own, so no `blob:` worker is needed; its images pass through `blob:` URLs.
 */

/** PDOK, the public map service of the Dutch government (Kadaster). */
export const BACKGROUND_MAP_ORIGIN = "https://service.pdok.nl";

export const PAGE_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  `img-src 'self' data: blob: ${BACKGROUND_MAP_ORIGIN}`,
  `connect-src 'self' ${BACKGROUND_MAP_ORIGIN}`,
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
