/**
 * The regions of the demo: the catchments of the places, cut to the land. Together they are the domain.
 */
import { centerOfMass, featureCollection, intersect, multiPolygon, polygon } from "@turf/turf";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import type { LngLat, Region } from "../../src/load/records.ts";
import { catchmentPolygons, cutToHalfPlane } from "./catchments.ts";
import { pointInRings } from "./outline.ts";
import type { Place } from "./places.ts";
import { type Point, toLngLat, toPoint } from "./plane.ts";

type Ring = [number, number][];

/** Room around the land, so that the frame's own edges never show. */
const FRAME_METERS = 20_000;
const BOX_MARGIN_DEGREES = 0.01;

/** In the order of the places; `residents` are the place's own. */
export function demoRegions(places: readonly Place[], weights: Float64Array, land: Ring[][]): Region[] {
  const isOnLand = pointInRings(land.flat());
  const catchments = catchmentPolygons(places, weights, frameAround(land));
  return places.map((place, i) => ({
    code: place.code,
    name: `${place.name} (demo)`,
    kind: "place",
    parentCode: null,
    residents: place.residents,
    polygons: cutToLand(catchments[i], land, isOnLand, place.name),
  }));
}

/**
 * Where each place's town is drawn: at the place itself, or in the middle of its catchment where the coarse outline
 * leaves the place in the sea or abroad (14 of them, Vlissingen the largest).
 */
export function townCenters(places: readonly Place[], regions: readonly Region[], land: Ring[][]): Point[] {
  const isOnLand = pointInRings(land.flat());
  return places.map(({ position, x, y }, i) => {
    if (isOnLand(position)) return { x, y };
    const [lng, lat] = centerOfMass(multiPolygon(regions[i].polygons)).geometry.coordinates;
    return toPoint({ lng, lat });
  });
}

function frameAround(land: Ring[][]) {
  const points = land.flat(2).map(([lng, lat]) => toPoint({ lng, lat }));
  return {
    west: points.reduce((least, { x }) => Math.min(least, x), Infinity) - FRAME_METERS,
    south: points.reduce((least, { y }) => Math.min(least, y), Infinity) - FRAME_METERS,
    east: points.reduce((most, { x }) => Math.max(most, x), -Infinity) + FRAME_METERS,
    north: points.reduce((most, { y }) => Math.max(most, y), -Infinity) + FRAME_METERS,
  };
}

/** Most catchments meet no shore and stay whole; only the others are intersected, with the land around them. */
function cutToLand(
  catchment: Point[],
  land: Ring[][],
  isOnLand: (position: LngLat) => boolean,
  name: string,
): Ring[][] {
  const ring = closedRing(catchment);
  const near = land.filter(([outer]) => boxesMeet(outer, ring));
  const hasShore = near.some(([outer]) =>
    outer.some((_, i) => i > 0 && boxesMeet([outer[i - 1], outer[i]], ring)),
  );
  if (!hasShore && isOnLand(toLngLat(catchment[0]))) return [[ring]];
  const around = near
    .map((rings) => rings.map((shore) => cutToBox(shore, ring)).filter(({ length }) => length > 0))
    .filter(({ length }) => length > 0);
  const cut: Feature<Polygon | MultiPolygon> | null = intersect(
    featureCollection<Polygon | MultiPolygon>([multiPolygon(around), polygon([ring])]),
  );
  if (!cut) throw new Error(`got no land in the catchment of ${name}, expected some; leave the place out`);
  return cut.geometry.type === "Polygon"
    ? [cut.geometry.coordinates as Ring[]]
    : (cut.geometry.coordinates as Ring[][]);
}

/**
 * The shore within a box wider than the ring, which makes the intersection 5 × faster. The edges that this adds
 * run along the box, outside the catchment, so they change nothing in it.
 */
function cutToBox(shore: Ring, ring: Ring): Ring {
  const [west, east] = extent(ring, 0);
  const [south, north] = extent(ring, 1);
  const sides: ((point: Point) => number)[] = [
    ({ x }) => west - BOX_MARGIN_DEGREES - x,
    ({ x }) => x - east - BOX_MARGIN_DEGREES,
    ({ y }) => south - BOX_MARGIN_DEGREES - y,
    ({ y }) => y - north - BOX_MARGIN_DEGREES,
  ];
  const points = shore.slice(1).map(([x, y]) => ({ x, y }));
  const kept = sides.reduce(cutToHalfPlane, points).map(({ x, y }): [number, number] => [x, y]);
  return kept.length > 2 ? [...kept, kept[0]] : [];
}

function closedRing(points: readonly Point[]): Ring {
  const ring = points.map((point): [number, number] => {
    const { lng, lat } = toLngLat(point);
    return [lng, lat];
  });
  return [...ring, ring[0]];
}

function boxesMeet(one: Ring, other: Ring): boolean {
  return [0, 1].every((axis) => {
    const [oneLow, oneHigh] = extent(one, axis);
    const [otherLow, otherHigh] = extent(other, axis);
    return oneLow <= otherHigh && otherLow <= oneHigh;
  });
}

function extent(ring: Ring, axis: number): [number, number] {
  const values = ring.map((position) => position[axis]);
  return [Math.min(...values), Math.max(...values)];
}
