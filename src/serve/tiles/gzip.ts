/** Gzip by the platform's own stream, and whether a client asks for it (RFC 9110 §12.5.3). */

export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream("gzip") as never);
  return new Uint8Array(await new Response(stream as BodyInit).arrayBuffer());
}

/** What the client itself accepts: before our code the platform replaces the header by its own `br, gzip`. */
export function clientAcceptEncoding(request: Request): string {
  const { cf } = request as { cf?: { clientAcceptEncoding?: unknown } };
  const original = cf?.clientAcceptEncoding;
  return typeof original === "string" ? original : (request.headers.get("Accept-Encoding") ?? "");
}

/** `q=0` refuses; an absent header asks for nothing. */
export function acceptsGzip(acceptEncoding: string): boolean {
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(",")) {
    const [coding, ...parameters] = part.split(";").map((text) => text.trim());
    const quality = parameters.find((text) => text.startsWith("q="));
    if (coding) weights.set(coding, quality ? Number(quality.slice(2)) : 1);
  }
  return (weights.get("gzip") ?? weights.get("x-gzip") ?? weights.get("*") ?? 0) > 0;
}
