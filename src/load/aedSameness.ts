/**
 * Whether two records of different sources are one AED: the rules, in order, the first that applies decides.
 * Two devices counted as one hide an AED; one counted as two only makes the list look fuller: in doubt, two.
 */
import { localPlane } from "../grid/localPlane.ts";
import { isElement, isPrivateRef } from "./privateRef.ts";
import type { Aed, LngLat } from "./records.ts";

/** How far two sources may put one AED apart: the door against the middle of the building. Assumption. */
export const SAME_AED_METERS = 25;
/** How far an element of OpenStreetMap may have been moved between two extracts. Assumption. */
const SAME_ELEMENT_METERS = 100;
/** Shorter refs are numbers in a list, of which every list has the same ones. Assumption. */
const MIN_TELLING_REF_LENGTH = 5;

/** How sure it is, best first; null = two AEDs, or nothing speaks for one. */
export type Sameness = "element" | "serial" | "ref" | "near" | null;

/** What names the device in every source that has it: an element of OpenStreetMap, opaque where private; else null. */
export function elementOf({ ref, coarsened }: Pick<Aed, "ref" | "coarsened">): string | null {
  return (coarsened ? isPrivateRef(ref) : isElement(ref)) ? ref : null;
}

/**
 * The rules. Symmetric; knows nothing of which source a record comes from.
 *
 * 1. A private AED is one only with a private AED of the same ref, which two sources share only where both name the
 *    same element of OpenStreetMap (`privateRef.ts`): its place is not known any more.
 * 2. The same element of OpenStreetMap, at most 100 m moved: one. Different elements: two.
 * 3. More than 25 m apart: two. Exactly 25 m counts as near.
 * 4. Serial numbers: equal, one; different, two. Equal refs of five characters or more: one.
 * 5. Inside against outside, public against restricted, other floors, other operator, other name: two.
 * 6. Else one.
 */
export function sameness(a: Aed, b: Aed): Sameness {
  const [element, other] = [elementOf(a), elementOf(b)];
  if (a.coarsened || b.coarsened)
    return a.coarsened && b.coarsened && element !== null && element === other ? "element" : null;
  const meters = metersBetween(a.position, b.position);
  if (element && other) return element === other && meters <= SAME_ELEMENT_METERS ? "element" : null;
  if (meters > SAME_AED_METERS) return null;
  if (a.serial && b.serial) return plain(a.serial) === plain(b.serial) ? "serial" : null;
  if (isTelling(a.ref) && plain(a.ref) === plain(b.ref)) return "ref";
  return contradiction(a, b) === null ? "near" : null;
}

/** The field in which two records cannot be of one device, or null. */
export function contradiction(a: Aed, b: Aed): "indoor" | "access" | "level" | "operator" | "name" | null {
  if (a.indoor !== null && b.indoor !== null && a.indoor !== b.indoor) return "indoor";
  if (a.access !== "unknown" && b.access !== "unknown" && a.access !== b.access) return "access";
  if (areLevelsApart(a.level, b.level)) return "level";
  if (areNamesApart(a.operator, b.operator)) return "operator";
  return areNamesApart(ownName(a), ownName(b)) ? "name" : null;
}

/** In the plane around the southern one, so that both orders give the same bits. */
export function metersBetween(p: LngLat, q: LngLat): number {
  const isInOrder = p.lat < q.lat || (p.lat === q.lat && p.lng <= q.lng);
  const { x, y } = localPlane(isInOrder ? p : q).toLocal(isInOrder ? q : p);
  return Math.hypot(x, y);
}

function isTelling(ref: string): boolean {
  return ref.length >= MIN_TELLING_REF_LENGTH && !/^(?:at|private)\//.test(ref);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\d]+/gu, "");
}

/** Where a source has no names, the operator stands for it: that is not a name to compare. */
function ownName({ name, operator }: Aed): string | null {
  return name === operator ? null : name;
}

/** Words that many AEDs have in their names, whatever they are. */
const COMMON_WORDS = new Set(
  "aed defibrillator de het een t van der den te in bij op aan en of the a at and stichting vereniging bv nv b v".split(
    " ",
  ),
);

/** Both say something, and not the same thing: no word in common, or numbers and none in common. */
function areNamesApart(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  const [one, other] = [wordsOf(a), wordsOf(b)];
  if (one.length === 0 || other.length === 0) return false;
  if (areNumbersApart(one, other)) return true;
  if (one.some((word) => other.includes(word))) return false;
  const [joined, joinedOther] = [one.join(""), other.join("")];
  return !joined.includes(joinedOther) && !joinedOther.includes(joined);
}

function areNumbersApart(one: readonly string[], other: readonly string[]): boolean {
  const [numbers, others] = [one, other].map((words) => words.filter((word) => /^\d+$/.test(word)));
  return numbers.length > 0 && others.length > 0 && !numbers.some((number) => others.includes(number));
}

function wordsOf(text: string): string[] {
  const words = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/\p{L}+|\d+/gu);
  return (words ?? []).filter((word) => !COMMON_WORDS.has(word));
}

function areLevelsApart(a: string | null, b: string | null): boolean {
  const [levels, others] = [levelsOf(a), levelsOf(b)];
  return levels.length > 0 && others.length > 0 && !levels.some((level) => others.includes(level));
}

/** `0`, `-1`, `0;1`, `1e verdieping`, `begane grond`, `kelder`; nothing for what is none of these. */
function levelsOf(text: string | null): number[] {
  const parts = text?.toLowerCase().split(/[;,/]/) ?? [];
  return parts.flatMap((part) => {
    if (/begane|^\s*bg/.test(part)) return [0];
    if (/kelder|souterrain/.test(part)) return [-1];
    const number = /^\s*(-?\d{1,2}(?:\.5)?)(?!\s*-)/.exec(part);
    return number ? [Number(number[1])] : [];
  });
}
