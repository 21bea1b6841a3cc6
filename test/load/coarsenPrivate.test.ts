import fc from "fast-check";
import { getResolution } from "h3-js";
import { describe, expect, it } from "vitest";
import { cellToPosition, positionToCell } from "../../src/grid/cell.ts";
import { coarsenPrivate } from "../../src/load/coarsenPrivate.ts";
import type { Aed } from "../../src/load/records.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "../../src/load/weekMinutes.ts";

const opaque = (ref: string) => `opaque ${ref.length}`;
const HOME = { lng: 5.98765, lat: 51.96543 };
const privateAed: Aed = {
  ref: "node/1",
  name: "Fam. Jansen, Dorpsstraat 4",
  position: HOME,
  openingHours: "24/7",
  openHours: ALL_HOURS,
  alwaysOpen: true,
  indoor: true,
  access: "private",
  checkedDate: null,
  coarsened: false,
  operator: null,
  level: null,
  serial: null,
};

describe("a private AED", () => {
  it.each([10, 9, 8, 7, 6])(
    "lies at the centre of the smallest cell with 100 residents: resolution %d",
    (resolution) => {
      const residents = (cell: string) =>
        getResolution(cell) === resolution ? 100 : getResolution(cell) > resolution ? 99.9 : 1e6;
      const { position, coarsened } = coarsenPrivate(privateAed, residents, opaque);
      expect(position).toEqual(cellToPosition(positionToCell(HOME, resolution)));
      expect(coarsened).toBe(true);
    },
  );

  it("lies in a cell of resolution 6 where no population is known, and of 5 where nobody lives", () => {
    expect(coarsenPrivate(privateAed, null, opaque).position).toEqual(
      cellToPosition(positionToCell(HOME, 6)),
    );
    expect(coarsenPrivate(privateAed, () => null, opaque).position).toEqual(
      cellToPosition(positionToCell(HOME, 6)),
    );
    expect(coarsenPrivate(privateAed, () => 0, opaque).position).toEqual(
      cellToPosition(positionToCell(HOME, 5)),
    );
  });

  it("is never day and night, and keeps neither name, text nor the ref of its source", () => {
    expect(coarsenPrivate(privateAed, null, opaque)).toMatchObject({
      ref: "opaque 6",
      name: null,
      openingHours: null,
      openHours: UNKNOWN_HOURS,
      alwaysOpen: null,
    });
  });

  it("gives the same answer for every house of the cell", () => {
    const cell = positionToCell(HOME, 8);
    const residents = (candidate: string) => (getResolution(candidate) <= 8 ? 500 : 20);
    const offset = fc.double({ min: -0.002, max: 0.002, noNaN: true });
    fc.assert(
      fc.property(offset, offset, (lng, lat) => {
        const position = { lng: cellToPosition(cell).lng + lng, lat: cellToPosition(cell).lat + lat };
        fc.pre(positionToCell(position, 10) !== "" && positionToCell(position, 8) === cell);
        const coarse = coarsenPrivate({ ...privateAed, position }, residents, opaque);
        expect(coarse).toEqual(coarsenPrivate(privateAed, residents, opaque));
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});

describe("any other AED", () => {
  it.each(["public", "restricted", "unknown"] as const)("stays where it is: %s", (access) => {
    const aed = { ...privateAed, access };
    expect(coarsenPrivate(aed, () => 0, opaque)).toBe(aed);
  });
});
