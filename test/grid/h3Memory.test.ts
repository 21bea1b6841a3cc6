import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const RINGS = 500;
/** 3k(k + 1) + 1 cells of 8 bytes: 6 MB, more than 8 MB leave beside the 5.3 MB that are taken. */
const DISK_CELLS = 3 * RINGS * (RINGS + 1) + 1;

/** What h3-js holds in a fresh process, in bytes, before and after a call that needs more than it began with. */
function holdings(imports: string): { atFirst: number; grown: number; cells: number; left: boolean } {
  const script = `
    const buffers = () => (gc(), process.memoryUsage().arrayBuffers);
    const before = buffers();
    ${imports}
    const { gridDisk, latLngToCell, cellToLatLng } = await import("h3-js");
    const atFirst = buffers() - before;
    const middle = latLngToCell(52.09, 5.12, 10);
    const center = String(cellToLatLng(middle));
    const cells = new Set(gridDisk(middle, ${RINGS})).size;
    if (center !== String(cellToLatLng(middle))) throw new Error("another centre after growing");
    console.log(JSON.stringify({ atFirst, grown: buffers() - before, cells, left: "TOTAL_MEMORY" in {} }));`;
  const options = ["--expose-gc", "--input-type=module", "--eval", script];
  return JSON.parse(execFileSync(process.execPath, options, { encoding: "utf8" }));
}

describe("h3-js", () => {
  it("holds 32 MB unless told", () => {
    expect(holdings("").atFirst).toBeGreaterThan(32e6);
  });

  it("begins with 8 MB in the Worker, grows where it must, and leaves nothing on other objects", () => {
    const { atFirst, grown, cells, left } = holdings('await import("./src/grid/h3Memory.ts");');
    expect(atFirst).toBeLessThan(9e6);
    expect(grown).toBeGreaterThan(16e6);
    expect(cells).toBe(DISK_CELLS);
    expect(left).toBe(false);
  });
});
