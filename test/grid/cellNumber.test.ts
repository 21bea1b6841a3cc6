import { cellToCenterChild, getRes0Cells, latLngToCell } from "h3-js";
import { describe, expect, it } from "vitest";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { cellToNumber, numberToCell } from "../../src/grid/cellNumber.ts";
import { childAt, childCount } from "../../src/grid/shard.ts";
import { childNumbers } from "../../src/serve/tiles/childNumbers.ts";

describe("the number of a cell", () => {
  it("is the id without what says its resolution, which its digits say too", () => {
    // Utrecht: 8a 1969502767fff, base cell 12, digits 5…, and five unused digits of 7
    expect(cellToNumber("8a1969502767fff")).toBe(0x1969502767fff);
    expect(numberToCell(0x1969502767fff)).toBe("8a1969502767fff");
    expect(numberToCell(0x196953fffffff)).toBe("85196953fffffff");
  });

  it("gives the cell back, anywhere on earth, at every resolution", () => {
    const random = createGenerator(7);
    const places = Array.from({ length: 500 }, () => [random() * 180 - 90, random() * 360 - 180]);
    for (const [lat, lng] of places) {
      for (let resolution = 0; resolution <= 15; resolution++) {
        const cell = latLngToCell(lat, lng, resolution);
        expect(numberToCell(cellToNumber(cell))).toBe(cell);
      }
    }
    for (const base of getRes0Cells()) {
      for (const cell of [base, cellToCenterChild(base, 15)]) {
        expect(Number.isSafeInteger(cellToNumber(cell))).toBe(true);
        expect(numberToCell(cellToNumber(cell))).toBe(cell);
      }
    }
  });

  it.each([5, 6, 7, 8, 9, 10] as const)(
    "is made for the children of a shard at resolution %i",
    (resolution) => {
      for (const shard of ["85196953fffffff", "851fa6a7fffffff", "85194d97fffffff"]) {
        const numberOf = childNumbers(shard, resolution);
        for (let index = 0; index < childCount(resolution); index += resolution === 10 ? 13 : 1) {
          expect(numberOf(index)).toBe(cellToNumber(childAt(shard, resolution, index)));
        }
      }
    },
  );
});
