/**
 * Headers and property names made comparable, so that one list of known names serves CSV and GeoJSON.
 */

/** `Binnen/Buiten` → `binnen_buiten`, `24/7` → `24_7`, `Geïnspecteerd ` → `geinspecteerd`. */
export function headerName(header: string): string {
  return header
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}

/** Comparable name → header as written; the first wins where two are the same. */
export function headersByName(headers: readonly string[]): Map<string, string> {
  const byName = new Map<string, string>();
  for (const header of headers) {
    const name = headerName(header);
    if (!byName.has(name)) byName.set(name, header);
  }
  return byName;
}
