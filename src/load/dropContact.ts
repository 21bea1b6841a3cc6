/**
 * Takes cabinet codes, telephone numbers, e-mail addresses and contact persons out of free text before it can
 * reach a record or a finding. What is left may no longer be readable as hours; that is the stricter way round.
 * Every repetition has a bound: time is linear in the text, whoever wrote it.
 */

/** 0, +31 or 0031 and nine more digits, spaces and dashes between them as people write them. */
const PHONE = /(?<![\d:.])(?:\+31|0031|0)(?:\s?\(0\))?(?:[\s-]?\d){9}(?![\s-]*[\d:])/g;
const EMAIL = /[^\s@;,|]{1,64}@[^\s@;,|]{1,255}\.[a-z]{2,}/gi;
/** `code 1234`, `pincode: C159Y`, `kastcode = 25A`; `code via 112` stays. */
const CODE =
  /[,;(]?\s{0,20}\p{L}{0,40}(?:code|pin)\b\s{0,20}(?:is|=|:)?\s{0,20}(?=[\p{L}#*]{0,3}\d)[\p{L}\d#*]{2,12}\)?/giu;
const PERSON =
  /\b(?:contact(?:persoon|gegevens)?|beheerder|sleutelhouder|contact person|t\.?a\.?v\.?)\b\s*:?[^;|]*/gi;

/** Null for text that is empty, or empty afterwards. */
export function dropContact(text: string | null | undefined): string | null {
  if (!text) return null;
  const kept = text.replace(EMAIL, "…").replace(CODE, "").replace(PERSON, "…").replace(PHONE, "…").trim();
  return kept === "" || kept === "…" ? null : kept;
}
