/** Which header holds which field, where a person tells it. Apart from the readers, which are large: the door needs it. */
import { COLUMN_NAMES, type ToldColumns } from "../../load/aedColumns.ts";
import { RESPONDER_FIELDS, type ResponderColumns } from "../../load/responderFields.ts";
import type { FileSubject } from "./fileSubjects.ts";

/** Headers by field, from JSON that a person wrote; `from` names where it came from. Throws a sentence. */
export function readColumns(
  subject: FileSubject,
  from: string,
  json: string,
): ToldColumns & ResponderColumns {
  const fields: readonly string[] = subject === "responders" ? RESPONDER_FIELDS : Object.keys(COLUMN_NAMES);
  const columns = parseColumns(from, json);
  for (const [field, header] of Object.entries(columns)) {
    if (!fields.includes(field) || typeof header !== "string") {
      throw new Error(
        `got "${field}" in ${from}, expected headers by field: ${fields.join(", ")}; correct it`,
      );
    }
  }
  return columns as ToldColumns & ResponderColumns;
}

function parseColumns(from: string, json: string): object {
  try {
    const columns: unknown = JSON.parse(json);
    if (typeof columns === "object" && columns !== null && !Array.isArray(columns)) return columns;
  } catch {
    // told below
  }
  throw new Error(`got ${from}, which is not a JSON object, expected {"field": "header", …}; correct it`);
}
