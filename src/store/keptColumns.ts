/**
 * Unpacked columns that this isolate read before, least recently used first out, bounded in bytes: 128 MB is all a
 * Worker has. Only resolved values are kept, never promises of another request.
 */

/** A level 10 layer of one shard unpacks to 0.15–0.2 MB: about 150 of them. Assumption. */
const KEPT_BYTES_MAX = 24 * 1024 * 1024;

function columnCache(maxBytes: number) {
  const kept = new Map<string, { columns: object; bytes: number }>();
  let total = 0;
  return {
    get(name: string): object | undefined {
      const entry = kept.get(name);
      if (!entry) return undefined;
      kept.delete(name);
      kept.set(name, entry);
      return entry.columns;
    },
    set(name: string, columns: object): void {
      if (kept.has(name)) return;
      const bytes = Object.values(columns).reduce(
        (sum, column: ArrayBufferView) => sum + column.byteLength,
        0,
      );
      kept.set(name, { columns, bytes });
      total += bytes;
      for (const [oldest, entry] of kept) {
        if (total <= maxBytes || oldest === name) break;
        kept.delete(oldest);
        total -= entry.bytes;
      }
    },
  };
}

export const keptColumns = columnCache(KEPT_BYTES_MAX);
