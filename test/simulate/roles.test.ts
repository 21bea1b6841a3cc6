import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { type Alerted, assignRoles, roleMemory } from "../../src/simulate/roles.ts";

function alertedOf(cells: readonly { responders: number; direct: number; via: number }[]): Alerted {
  return {
    count: cells.length,
    responders: Float64Array.from(cells, ({ responders }) => responders),
    directMeters: Float64Array.from(cells, ({ direct }) => direct),
    viaMeters: Float64Array.from(cells, ({ via }) => via),
  };
}

function rolesOf(alerted: Alerted, viaAedShare = 2 / 3, maxExtraPathMeters: number | null = null): number[] {
  const via = new Float64Array(alerted.count);
  const alert = { ...DEFAULT_SCENARIO.alert, maxExtraPathMeters };
  assignRoles(alerted, { viaAedShare, alert }, via, roleMemory(alerted.count));
  return [...via];
}

const cell = fc.record({
  responders: fc.double({ min: 0.1, max: 20, noNaN: true }),
  direct: fc.integer({ min: 0, max: 3_000 }),
  via: fc.oneof(fc.integer({ min: 0, max: 6_000 }), fc.constant(Number.POSITIVE_INFINITY)),
});

describe("the role rule", () => {
  it("sends two of three by the AED, those whose way it lengthens least", () => {
    const cells = [
      { responders: 1, direct: 100, via: 900 },
      { responders: 1, direct: 500, via: 600 },
      { responders: 1, direct: 400, via: 600 },
    ];
    expect(rolesOf(alertedOf(cells))).toEqual([0, 1, 1]);
  });

  it("splits the cell that the quota ends in", () => {
    const cells = [
      { responders: 3, direct: 100, via: 100 },
      { responders: 6, direct: 100, via: 400 },
    ];
    const [near, far] = rolesOf(alertedOf(cells));
    expect(near).toBe(3);
    expect(far).toBeCloseTo(3, 12);
  });

  it("sends the one with the longer way where the extra is the same", () => {
    const cells = [
      { responders: 1, direct: 100, via: 300 },
      { responders: 1, direct: 700, via: 900 },
    ];
    expect(rolesOf(alertedOf(cells), 0.5)).toEqual([0, 1]);
  });

  it("fills the quota, or sends all who can, and nobody whose extra is larger before one whose is smaller", () => {
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cells, share) => {
          const via = rolesOf(alertedOf(cells), share);
          const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
          const able = sum(cells.map(({ responders, via: meters }) => (meters < Infinity ? responders : 0)));
          const quota = share * sum(cells.map(({ responders }) => responders));
          expect(sum(via)).toBeCloseTo(Math.min(able, quota), 9);
          cells.forEach((one, i) => {
            expect(via[i]).toBeGreaterThanOrEqual(0);
            expect(via[i]).toBeLessThanOrEqual(one.responders);
            cells.forEach((other, j) => {
              const isSooner = one.via - one.direct < other.via - other.direct && one.via < Infinity;
              // whoever comes after goes by the AED only when all before him do
              if (isSooner && via[j] > 0) expect(via[i]).toBe(one.responders);
            });
          });
        },
      ),
    );
  });

  it("asks nobody for more than the longest detour", () => {
    const cells = [
      { responders: 5, direct: 100, via: 401 },
      { responders: 5, direct: 100, via: 400 },
    ];
    expect(rolesOf(alertedOf(cells), 1, 300)).toEqual([0, 5]);
  });
});
