/** How the attack prints what it found: row by row, as each takes up to minutes. */
import type { Membership } from "./membership.ts";

export interface Table {
  title: string;
  header: string[];
  /** computed when their turn comes */
  rows: (() => string[])[];
}

/** `asked`: the rows `from-to`, counted from 0; else all. */
export function printTable({ title, header, rows }: Table, asked = `0-${rows.length - 1}`): void {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const [from, to] = asked.split("-").map(Number);
  console.log(`\n### ${title}\n\n${line(header)}\n${line(header.map(() => "---"))}`);
  for (const row of rows.slice(from, to + 1)) console.log(line(row()));
}

export function formatAuc({ auc, standardError, bestScore }: Membership): string {
  return `${auc.toFixed(3)} ± ${standardError.toFixed(3)} ${bestScore}`;
}

/** Rows of one computation, which is done when the first of them is asked for. */
export function rowsOfOne<T>(count: number, compute: () => T, row: (result: T, n: number) => string[]) {
  let result: { value: T } | null = null;
  return Array.from({ length: count }, (_, n) => () => {
    result ??= { value: compute() };
    return row(result.value, n);
  });
}
