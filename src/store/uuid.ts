/** The form of the ids that Postgres gives, in lower case. Anything else would make it throw. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
