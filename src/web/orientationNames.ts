/**
 * Names of cities that tell a reader where they are on the map of the whole country, where no region is drawn yet.
 * Positions to a hundredth of a degree; public geography, no data of ours.
 */

const CITIES: readonly [name: string, lng: number, lat: number][] = [
  ["Amsterdam", 4.9, 52.37],
  ["Rotterdam", 4.48, 51.92],
  ["Den Haag", 4.3, 52.08],
  ["Utrecht", 5.12, 52.09],
  ["Eindhoven", 5.48, 51.44],
  ["Groningen", 6.57, 53.22],
  ["Tilburg", 5.09, 51.56],
  ["Almere", 5.22, 52.37],
  ["Breda", 4.78, 51.59],
  ["Nijmegen", 5.85, 51.84],
  ["Arnhem", 5.91, 51.98],
  ["Enschede", 6.89, 52.22],
  ["Apeldoorn", 5.97, 52.21],
  ["Zwolle", 6.09, 52.51],
  ["Leeuwarden", 5.8, 53.2],
  ["Maastricht", 5.69, 50.85],
  ["Middelburg", 3.61, 51.5],
  ["Alkmaar", 4.75, 52.63],
  ["Emmen", 6.9, 52.78],
];

/** Listed by importance: where two do not fit, the earlier one is shown. */
export function orientationNames(): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: CITIES.map(([name, lng, lat], rank) => ({
      type: "Feature",
      properties: { name, rank },
      geometry: { type: "Point", coordinates: [lng, lat] },
    })),
  };
}
