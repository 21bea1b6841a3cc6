/** Text that Postgres can hold: no NUL, no half of a surrogate pair (neither text nor jsonb takes them). */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** A value as JSON for a jsonb column, every string in it storable. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === "string" ? storableText(part) : part));
}
