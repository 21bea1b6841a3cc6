/**
 * Dwellings are not always known: postcode points have none, CBS withholds some. A count of the known part looks like
 * a count of all, so it is shown only where dwellings are known for nearly all residents.
 */

/** Share of the residents. Assumption: in the Rijnmond squares CBS withholds dwellings for 0.8 % of them. */
const DWELLINGS_KNOWN_SHARE_MIN = 0.95;

/** `knownResidents`: residents of cells that have dwellings. True where nobody lives. */
export function areDwellingsKnown(knownResidents: number, residents: number): boolean {
  return knownResidents >= DWELLINGS_KNOWN_SHARE_MIN * residents;
}
