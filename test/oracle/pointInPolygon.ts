/** Naive twins of the polygon code: every edge for every point, and areas by counting a fine lattice of points. */

/** Even-odd over all rings of one polygon, each edge as drawn. */
export function isInPolygonNaive(polygon: [number, number][][], lng: number, lat: number): boolean {
  let isInside = false;
  for (const ring of polygon) {
    for (let i = 1; i < ring.length; i++) {
      const [aLng, aLat] = ring[i - 1];
      const [bLng, bLat] = ring[i];
      if (aLat > lat === bLat > lat) continue;
      if (lng < aLng + ((lat - aLat) * (bLng - aLng)) / (bLat - aLat)) isInside = !isInside;
    }
  }
  return isInside;
}
