import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selfCrossing } from "../../src/load/selfCrossing.ts";

type Corner = [number, number];

/** Every edge against every other, by exact integers. */
function bruteCrossing(ring: readonly Corner[]): boolean {
  const side = ([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner) =>
    Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  return ring.slice(1).some((b, n) =>
    ring.slice(1).some((d, m) => {
      const [a, c] = [ring[n], ring[m]];
      return side(a, b, c) * side(a, b, d) === -1 && side(c, d, a) * side(c, d, b) === -1;
    }),
  );
}

/** Teeth from west to east and back: as many long edges as corners, none crosses another. */
function comb(teeth: number): Corner[] {
  const ring: Corner[] = [];
  for (let n = 0; n < teeth; n++) ring.push([5, 52 + n / teeth], [6, 52 + (n + 0.5) / teeth]);
  return [...ring, [6.1, 53], [6.1, 51.9], [4.9, 51.9], ring[0]];
}

describe("a ring", () => {
  it("crosses itself only where edges cross, not where corners touch", () => {
    const [a, b, c] = [[0, 0], [2, 0], [1, 1]]; // biome-ignore format: a row
    // two triangles that touch in c: an hourglass drawn through its waist twice
    expect(selfCrossing([a, b, c, [2, 2], [0, 2], c, a])).toBeNull();
    expect(selfCrossing([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])).not.toBeNull(); // biome-ignore format: a row
  });

  it("crosses itself where comparing all edges says so", () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 12 }), (corners) => {
        const ring = [...corners, corners[0]];
        expect(selfCrossing(ring) !== null).toBe(bruteCrossing(ring));
      }),
      { numRuns: 3_000, seed: 11 },
    );
  });

  it("of hundreds of corners, drawn around a point, does not cross itself until two corners change places", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 1_000 }), { minLength: 20, maxLength: 400 }),
        fc.nat(),
        (radii, at) => {
          const star = radii.map((radius, n): Corner => {
            const angle = (2 * Math.PI * n) / radii.length;
            return [radius * Math.cos(angle), radius * Math.sin(angle)];
          });
          expect(selfCrossing([...star, star[0]])).toBeNull();
          const n = at % (star.length - 2);
          const twisted = [...star];
          [twisted[n], twisted[n + 1]] = [twisted[n + 1], twisted[n]];
          const ring = [...twisted, twisted[0]];
          expect(selfCrossing(ring) !== null).toBe(bruteCrossing(ring));
        },
      ),
      { numRuns: 100, seed: 12 },
    );
  });
});

describe("a ring made to take long", () => {
  function cpuMilliseconds(act: () => unknown): number {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }

  it("is compared in full while it is small", () => {
    expect(selfCrossing(comb(800))).toBeNull();
    const twisted = comb(800);
    twisted[5] = [5.5, 52.9];
    expect(selfCrossing(twisted)).not.toBeNull();
  });

  it("is given up, and said so, rather than compared for minutes", () => {
    const ring = comb(100_000);
    let answer: ReturnType<typeof selfCrossing> = null;
    // comparing 200,000 edges with each other takes minutes
    expect(cpuMilliseconds(() => (answer = selfCrossing(ring)))).toBeLessThan(3_000);
    expect(answer).toBe("not looked for");
  });
});
