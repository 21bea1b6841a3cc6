/**
 * Dutch free text as foundations write it → OSM opening hours, word by word. One word left over that has no
 * place in the grammar and the whole text is not understood: "tijdens kantooruren" must never become hours.
 */

export type DutchHours = { kind: "hours"; osm: string } | { kind: "limited" } | { kind: "unknown" };

const STRONG_ALWAYS =
  /\b24\s?[/x×*]\s?7\b|\b7\s?[/x×*]\s?24\b|\b24[\s-]?(?:uurs|uur|hours|u|h)\b|\bdag\s?(?:en|&|\+|\/)\s?nacht\b|\baltijd\b|\bpermanent\b|\bcontinu\b|\balways\b/g;
/** Words that may stand beside one of the above without limiting it. */
const WEAK_ALWAYS =
  /\b(?:(?:elke|iedere|per|in de) )?(?:7 )?(?:dagen|dag|etmaal|week|jaar)\b|\b365\b|\bhet hele jaar door\b|\bdagelijks\b|\bmaandag (?:t\/m|tot en met) zondag\b|\b(?:open|beschikbaar|bereikbaar|toegankelijk|geopend)\b|\b(?:pin)?code via 112\b|\ben\b/g;
/** Told to be limited, without any hour. */
const LIMITED =
  /^(?:beperkt|beperkte|beperkter|niet altijd|niet 24\/7|niet 24 uur|limited|restricted)(?![a-z])/;

const DAY_WORDS: [RegExp, string][] = [
  [/\b(?:maandag(?:en|s)?|monday|ma|mo)\b\.?/g, "Mo"],
  [/\b(?:dinsdag(?:en|s)?|tuesday|di|tu)\b\.?/g, "Tu"],
  [/\b(?:woensdag(?:en|s)?|wednesday|woe?|we)\b\.?/g, "We"],
  [/\b(?:donderdag(?:en|s)?|thursday|do|th)\b\.?/g, "Th"],
  [/\b(?:vrijdag(?:en|s)?|friday|vr(?:ij)?|fr)\b\.?/g, "Fr"],
  [/\b(?:zaterdag(?:en|s)?|saturday|zat?|sa)\b\.?/g, "Sa"],
  [/\b(?:zondag(?:en|s)?|sunday|zon?|su)\b\.?/g, "Su"],
  [/\b(?:(?:op )?(?:werkdag(?:en)?|weekdagen|doordeweeks)|door de week)\b/g, "Mo-Fr"],
  [/\b(?:in het |het )?weekend(?:en|s)?\b/g, "Sa-Su"],
  [/\b(?:dagelijks|(?:elke|iedere) dag|alle dagen|7 dagen per week)\b/g, "Mo-Su"],
  [/\b(?:op )?feestdagen\b/g, "PH"],
  [/\b(?:gesloten|dicht|closed|off)\b/g, "off"],
];

export function dutchHours(text: string): DutchHours {
  const plain = plainText(text);
  if (isAlways(plain)) return { kind: "hours", osm: "24/7" };
  if (LIMITED.test(plain) && !/\d[:.]?\d*\s*(?:-|tot|uur)/.test(plain)) return { kind: "limited" };
  const osm = translate(plain);
  return osm === null ? { kind: "unknown" } : { kind: "hours", osm };
}

function plainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/<br\s?\/?>|[\r\n]+/g, "; ")
    .replace(/[‐-―−]/g, "-")
    .replace(/[\s|]+/g, " ")
    .trim();
}

function isAlways(plain: string): boolean {
  const rest = plain.replace(STRONG_ALWAYS, " ");
  if (rest === plain) return false;
  return /^[\s.,;:()/&]*$/.test(rest.replace(/\s+/g, " ").replace(WEAK_ALWAYS, " "));
}

function translate(plain: string): string | null {
  let text = plain.replace(/\b(?:t\/m|tot en met|t\.?e\.?m\.?|through)(?![a-z])/g, "-");
  for (const [word, osm] of DAY_WORDS) text = text.replace(word, osm);
  text = text
    .replace(/(\d)\s*(?:uur|uren|u|h)(?![a-z])\.?/g, "$1")
    .replace(/\b(?:van|open|geopend)\b/g, " ")
    .replace(/\b(?:tot|to)\b/g, "-")
    .replace(/\b(?:en|and)\b|&/g, ",")
    .replace(/(Mo|Tu|We|Th|Fr|Sa|Su|PH)\s*:/g, "$1 ")
    .replace(/(Mo|Tu|We|Th|Fr|Sa|Su|PH)\s*\/\s*(?=Mo|Tu|We|Th|Fr|Sa|Su|PH)/g, "$1,");
  return tidy(writeTimes(text));
}

/** `8`, `8.30`, `0830` and `08:30` all become `HH:MM`. */
function writeTimes(text: string): string {
  return text
    .replace(/\b(\d{1,2})[.:](\d\d)\b/g, "$1:$2")
    .replace(/\b([01]\d|2[0-4])([0-5]\d)\b/g, "$1:$2")
    .replace(/(?<![\d:])(\d{1,2})(?![\d:])/g, "$1:00")
    .replace(/\b(\d):/g, "0$1:");
}

/** Sets rules apart, drops stray marks, and refuses what still holds another word. */
function tidy(text: string): string | null {
  const rules = text
    .replace(/(\d\d:\d\d|off)\s*[.,;/]*\s*(?=Mo|Tu|We|Th|Fr|Sa|Su|PH)/g, "$1; ")
    .replace(/\s*([-,;])\s*/g, "$1")
    .replace(/(Mo|Tu|We|Th|Fr|Sa|Su|PH)\s*,\s*(?=\d)/g, "$1 ")
    .replace(/[\s.,;]+$/, "")
    .replace(/\s+/g, " ")
    .replace(/;/g, "; ")
    .trim();
  // "weekend gesloten" alone says nothing about the other days
  const saysWhen = /\d/.test(rules) || rules === "off";
  return saysWhen && /^(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|off|\d\d:\d\d|[-,; ])+$/.test(rules) ? rules : null;
}
