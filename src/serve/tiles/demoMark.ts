/**
 * The word DEMO as strokes in the middle of a tile, for a layer that every client draws: a screenshot of synthetic
 * numbers must not become a fact, also where a client shows no text.
 */
import { addFeature, GEOMETRY_TYPE, keyTag, MOVE_TO_ONE, type MvtLayer, valueTag, zigzag } from "./mvt.ts";

/** Strokes on a grid of 4 × 6 per letter, y downwards. */
const LETTERS: [number, number][][][] = [
  [
    [
      [0, 0],
      [0, 6],
      [2, 6],
      [4, 4],
      [4, 2],
      [2, 0],
      [0, 0],
    ],
  ],
  [
    [
      [4, 0],
      [0, 0],
      [0, 6],
      [4, 6],
    ],
    [
      [0, 3],
      [3, 3],
    ],
  ],
  [
    [
      [0, 6],
      [0, 0],
      [2, 3],
      [4, 0],
      [4, 6],
    ],
  ],
  [
    [
      [0, 0],
      [0, 6],
      [4, 6],
      [4, 0],
      [0, 0],
    ],
  ],
];
/** Tile units per grid step, from one letter to the next, and where the word begins: centred in 4,096 units. */
const STEP = 100;
const ADVANCE = 600;
const LEFT = 948;
const TOP = 1748;

export function addDemoMark(layer: MvtLayer): void {
  const tags = [
    keyTag(layer, "label"),
    valueTag(layer, "(demo)"),
    keyTag(layer, "synthetic"),
    valueTag(layer, true),
  ];
  for (const geometry of GEOMETRIES) addFeature(layer, { type: GEOMETRY_TYPE.line, tags, geometry });
}

/** The same on every tile. */
const GEOMETRIES = LETTERS.map((strokes, letter) => strokesToGeometry(strokes, LEFT + letter * ADVANCE));

function strokesToGeometry(strokes: [number, number][][], left: number): number[] {
  const geometry: number[] = [];
  let [lastX, lastY] = [0, 0];
  for (const stroke of strokes) {
    stroke.forEach(([column, row], n) => {
      const [x, y] = [left + column * STEP, TOP + row * STEP];
      if (n === 0) geometry.push(MOVE_TO_ONE);
      if (n === 1) geometry.push(2 | ((stroke.length - 1) << 3));
      geometry.push(zigzag(x - lastX), zigzag(y - lastY));
      [lastX, lastY] = [x, y];
    });
  }
  return geometry;
}
