import { describe, expect, it } from "vitest";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { MODE_BITS } from "../../src/load/records.ts";
import { buildNetwork, zOrder } from "../../src/travel/buildNetwork.ts";
import { checkNetwork } from "../../src/travel/network.ts";

const CORNER = { lng: 5.1, lat: 52.08 };
const AREA = [[5, 52, 5.3, 52.3]] as const;
const ON_FOOT = MODE_BITS.foot.forward | MODE_BITS.foot.backward;

describe("a network", () => {
  const nodes = { lng: [0, 100, 100, 7], lat: [0, 0, 100, 7] };
  const edges = [
    { from: 2, to: 0, meters: 141, modes: ON_FOOT, course: [] },
    { from: 0, to: 1, meters: 100, modes: ON_FOOT, course: [50, 10] },
  ];

  it("leaves out nodes that no edge uses", () => {
    const network = buildNetwork(AREA, nodes, edges);
    expect([...network.nodeLng]).toEqual([0, 100, 100]);
    expect([...network.nodeLat]).toEqual([0, 0, 100]);
  });

  it("is the same whatever the order of edges", () => {
    expect(buildNetwork(AREA, nodes, [...edges].reverse())).toEqual(buildNetwork(AREA, nodes, edges));
  });

  it("keeps each edge with its own course", () => {
    const network = buildNetwork(AREA, nodes, edges);
    const bent = network.edgeMeters.indexOf(100);
    expect(network.shapeStart[bent + 1] - network.shapeStart[bent]).toBe(1);
    expect(network.shapeLng[network.shapeStart[bent]]).toBe(50);
  });

  it.each([
    ["an edge to a node that is not there", { ...edges[0], to: 9 }, /edgeTo\[\d\] = -1, expected 0 to/],
    ["an edge of negative length", { ...edges[0], meters: -1 }, /edgeMeters\[\d\] = -1, expected 0 or more/],
    ["an edge that nobody may use", { ...edges[0], modes: 0 }, /edgeModes\[\d\] = 0, expected some/],
  ])("refuses %s", (_, edge, message) => {
    expect(() => buildNetwork(AREA, nodes, [edge, edges[1]])).toThrow(message);
  });

  it("refuses a course that ends elsewhere", () => {
    const network = buildNetwork(AREA, nodes, edges);
    expect(() =>
      checkNetwork({ ...network, shapeLng: new Int32Array(3), shapeLat: new Int32Array(3) }),
    ).toThrow(/ending at 1, expected 3 points/);
  });
});

describe("the Z-curve", () => {
  it("runs through a square of four like a Z, and square by square", () => {
    // rows from the south: 0 1 4 5 / 2 3 6 7 / 8 9 12 13 / 10 11 14 15 (Morton 1966)
    const lng = Array.from({ length: 16 }, (_, n) => n % 4);
    const lat = Array.from({ length: 16 }, (_, n) => Math.floor(n / 4));
    const order = zOrder({ lng, lat }, new Uint8Array(16).fill(1));
    expect([...order]).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
  });

  it("keeps offsets of a whole country apart", () => {
    // 2²³ steps (84 degrees) east lie behind everything within 2²³ of the corner
    const order = zOrder(
      { lng: [2 ** 23, 2 ** 23 - 1, 0], lat: [0, 2 ** 23 - 1, 0] },
      new Uint8Array(3).fill(1),
    );
    expect([...order]).toEqual([2, 1, 0]);
  });
});

describe("the synthetic city", () => {
  const options = { ...CITY, corner: CORNER, columns: 60, rows: 80 };
  const city = syntheticCity(options);

  it("is a network", () => {
    expect(() => buildNetwork(AREA, city, city.edges)).not.toThrow();
  });

  it("is the same for the same seed and another for another", () => {
    expect(syntheticCity(options)).toEqual(city);
    expect(syntheticCity({ ...options, seed: 1 })).not.toEqual(city);
  });

  it("crosses its canals at bridges only, and its motorway at viaducts only", () => {
    const columnOf = (node: number) => node % 60;
    const rowOf = (node: number) => Math.floor(node / 60);
    for (const { from, to } of city.edges) {
      const isOverCanal = to === from + 1 && (columnOf(from) + 1) % 12 === 0;
      if (isOverCanal) expect(rowOf(from) % 5).toBe(0);
      const isOverMotorway = to === from + 60 && rowOf(from) === 60;
      if (isOverMotorway) expect(columnOf(from) % 15).toBe(0);
    }
  });

  it("has streets of about a block", () => {
    const mean = city.edges.reduce((sum, { meters }) => sum + meters, 0) / city.edges.length;
    expect(mean).toBeGreaterThan(45);
    expect(mean).toBeLessThan(60);
  });
});
