/**
 * One record per key within one import, also where several files are one source: the first is taken, the others
 * are told.
 */
import { rejected } from "../../load/reader.ts";
import { addFindings, type Findings } from "./report.ts";

export function onlyFirst<R>(
  records: readonly R[],
  field: string,
  keyOf: (record: R) => string,
  findings: Findings,
): R[] {
  const seen = new Set<string>();
  return records.filter((record, n) => {
    const key = keyOf(record);
    if (!seen.has(key)) {
      seen.add(key);
      return true;
    }
    const advice = "remove one of the two, or load the files as two sources";
    addFindings(findings, [rejected(`record ${n + 1}`, field, key, `a ${field} that is used once`, advice)]);
    return false;
  });
}
