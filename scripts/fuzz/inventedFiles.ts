/** A small invented file of every format, so that the fuzzing runs where no real files are. No real person or place. */
import { positionToRd } from "../../src/load/rdToPosition.ts";
import { writeOsmPbf } from "../streets/osmPbfWriter.ts";

const HOURS = [
  "24/7",
  "Mo-Fr 08:00-18:00; PH off",
  "ma t/m vr 8:00-12:00 en 13:00-17:00",
  "Fr 22:00-04:00",
  "op afspraak",
  "",
];
const ACCESS = ["yes", "customers", "privé", ""];
const OBSERVED = [
  ["respondersGoShare", "87,5", "%"],
  ["ambulanceMeanSeconds", "8:35", ""],
  ["aedsExpected", "40", "count"],
  ["policeFireDispatchShare", "0.5", "share"],
];
const COUNT = 40;

const places = Array.from({ length: COUNT }, (_, n) => ({
  ref: `A${n}`,
  name: `AED ${n}, “de Hoek” é`,
  lng: 5 + (n % 7) / 50 + n / 100_000,
  lat: 52 + (n % 5) / 50 + n / 100_000,
  hours: HOURS[n % HOURS.length],
  access: ACCESS[n % ACCESS.length],
}));
type Place = (typeof places)[number];

const weightsOf = (n: number) => ({ weekday: (n % 5) / 4, evening: 0.9, night: 1, weekend: n % 2 });
const table = (header: string, row: (place: Place, n: number) => (string | number)[], separator = ",") =>
  [header, ...places.map((place, n) => row(place, n).join(separator))].join("\r\n");
const collection = (feature: (place: Place, n: number) => object) =>
  JSON.stringify({ type: "FeatureCollection", name: "invented", features: places.map(feature) });
const point = ({ lng, lat }: Place) => ({ type: "Point", coordinates: [lng, lat] });
const tags = ({ name, hours, access }: Place, n: number) => ({
  emergency: "defibrillator", name, opening_hours: hours, access, indoor: n % 2 ? "yes" : "no", check_date: "2024-04",
}); // biome-ignore format: a row of tags
const plain = ({ ref, lng, lat, hours, access }: Place) => ({
  id: ref, latitude: String(lat), longitude: String(lng), opening_hours: hours, access, indoor: null,
}); // biome-ignore format: a record
const square = ({ lng, lat }: Place) => [
  [lng, lat],
  [lng + 0.01, lat],
  [lng + 0.01, lat + 0.01],
  [lng, lat + 0.01],
  [lng, lat],
];

/** In metres of the Dutch grid: every corner of a geometry. */
const cornersToRd = (value: unknown): unknown => {
  const list = value as unknown[];
  if (typeof list[0] !== "number") return list.map(cornersToRd);
  return positionToRd({ lng: list[0], lat: list[1] as number }).map(Math.round);
};
const collectionToRd = (text: string) => {
  const { features, ...rest } = JSON.parse(text);
  const inRd = features.map((feature: { geometry: { coordinates: unknown } }) => ({
    ...feature,
    geometry: { ...feature.geometry, coordinates: cornersToRd(feature.geometry.coordinates) },
  }));
  return JSON.stringify({ ...rest, features: inRd });
};
const rdOf = (place: Place) => positionToRd(place).map((meters) => meters.toFixed(1));

const IN_DEGREES: Record<string, string | Uint8Array> = {
  "aeds.csv": table(
    "Naam;Breedtegraad;Lengtegraad;Openingstijden;24/7;Binnen/Buiten;Toegang;Laatst gecontroleerd;Nummer",
    ({ ref, name, lng, lat, hours, access }, n) => [
      `"${name}"`, String(lat).replace(".", ","), String(lng).replace(".", ","), hours, n % 6 === 0 ? "ja" : "nee", "buiten", access, "6-4-2024", ref,
    ], // biome-ignore format: a row
    ";",
  ),
  "aeds.geojson": collection((place, n) => ({
    type: "Feature", id: `node/${n + 1}`, geometry: point(place), properties: tags(place, n),
  })), // biome-ignore format: a row
  "aeds.list.json": JSON.stringify(places.map(plain)),
  "aeds.ndjson": places.map((place) => `${JSON.stringify(plain(place))}\n`).join(""),
  "aeds.overpass.json": JSON.stringify({
    version: 0.6,
    elements: places.map((place, n) => ({
      type: "node", id: n + 1, lat: place.lat, lon: place.lng, tags: tags(place, n),
    })), // biome-ignore format: a row
  }),
  "aeds.osm.pbf": writeOsmPbf([
    {
      nodes: places.map((place, n) => ({
        id: n + 1, lngE7: Math.round(place.lng * 1e7), latE7: Math.round(place.lat * 1e7), tags: tags(place, n),
      })), // biome-ignore format: a row
      ways: [{ id: 9, refs: [1, 2, 3, 1], tags: { emergency: "defibrillator", opening_hours: "24/7" } }],
      relations: [
        { id: 5, members: [{ type: "way", id: 9, role: "outer" }], tags: { emergency: "defibrillator" } },
      ],
    },
    {
      isDense: false,
      isRaw: true,
      nodes: [
        { id: 201, lngE7: 51_000_000, latE7: 521_000_000, tags: { amenity: "police", name: "Bureau" } },
        { id: 202, lngE7: 52_000_000, latE7: 522_000_000, tags: { amenity: "fire_station" } },
        { id: 99, lngE7: 51_000_000, latE7: 521_000_000, tags: { emergency: "defibrillator" } },
      ],
    },
  ]),
  "responders.csv": table("lng,lat,aantal", ({ lng, lat }, n) => [lng, lat, 1 + (n % 3)]),
  "respondersNear.csv": table(
    "lng,lat,gewicht_werkdag,gewicht_avond,gewicht_nacht,gewicht_weekend",
    ({ lng, lat }, n) => [lng, lat, (n % 5) / 4, 0.9, 1, n % 2],
  ),
  "responders.geojson": collection(({ lng, lat }, n) => ({
    type: "Feature",
    properties: { count: 1 + (n % 3), ...weightsOf(n) },
    geometry: { type: "Point", coordinates: [lng, lat] },
  })),
  "responders.ndjson": places
    .map(({ lng, lat }, n) => JSON.stringify({ lng, lat, weights: weightsOf(n) }))
    .join("\n"),
  "squares.csv": table("crs28992res100m,aantal_inwoners,aantal_woningen", (_, n) => [
    `E${String(1500 + n).padStart(4, "0")}N${4600 + (n % 9)}`, n % 5 === 0 ? "" : n * 5, n % 7 === 0 ? -99997 : n * 2,
  ]), // biome-ignore format: a row
  "postcodes.csv": table("postcode,lon,lat,km2,inwoners_2021", ({ lng, lat }, n) => [
    1011 + n,
    lng,
    lat,
    1.5,
    n * 10,
  ]),
  "regions.geojson": collection((place, n) => ({
    type: "Feature",
    properties: { code: `R${n}`, name: place.name, kind: "place", residents: n === 3 ? -99997 : n * 10 },
    geometry:
      n % 2
        ? { type: "Polygon", coordinates: [square(place)] }
        : { type: "MultiPolygon", coordinates: [[square(place)]] },
  })),
  "squareCentres.geojson": collection((place) => {
    const [x, y] = positionToRd(place).map((meters) => Math.floor(meters / 100));
    return { type: "Feature", properties: { crs28992res100m: `E${String(x).padStart(4, "0")}N${y}` }, geometry: point(place) };
  }), // biome-ignore format: a row
  "reachAreas.geojson": collection((place, n) => ({
    type: "Feature",
    properties: { Standplaats: place.name, Postcode: `10${10 + n}AB`, Huisnummer: String(n) },
    geometry: { type: "MultiPolygon", coordinates: [[square(place)]] },
  })),
  "regionTable.csv": table("gemeentecode;gemeentenaam;provincienaam;veiligheidsregio", (_, n) => [
    `GM${String(3 + n).padStart(4, "0")}`, `Gemeente ${n}`, ["Groningen", "PV21", "Friesland", ""][n % 4], ["VR01", "Fryslân"][n % 2],
  ], ";"), // biome-ignore format: a row
  "postcodesWithAges.csv": table("postcode,lon,lat,km2,inwoners_2021,a_0-14,a_15-24,a_25-44,a_45-64,a_65+", ({ lng, lat }, n) => [
    1011 + n, lng, lat, 1.5, n * 10, n, n * 2, n * 3, n * 2, n === 4 ? "" : n * 2,
  ]), // biome-ignore format: a row
  "postcodeAges.csv": table("postcode,a_0-14,a_15-24,a_25-44,a_45-64,a_65+", (_, n) => [
    1011 + n,
    n,
    n * 2,
    n * 3,
    n * 2,
    n * 2,
  ]),
  "arrests.csv": table("gemeente;moment;leeftijd;thuis;getuige;schokbaar;attempted;rosc;survived;responstijd;incident overleefd;cpc;mrs;stemi;type ziekenhuis", (_, n) => [
    `GM${String(3 + n).padStart(4, "0")}`, `2024-03-${10 + (n % 20)} ${10 + (n % 14)}:05`, 20 + n * 2, "ja", n % 2 ? "nee" : "?",
    "", 1, n % 2, 0, n % 3 ? "8:35" : 600, n % 2 ? "?" : "nee", n % 2 ? 5 : "", "", n % 5 ? "ja" : "", n % 4 ? "geen pci" : "pci",
  ], ";"), // biome-ignore format: a row
  "observedValues.csv": table("region;measure;value;unit;source;date", (_, n) => [
    `GM${String(3 + n).padStart(4, "0")}`, ...OBSERVED[n % OBSERVED.length], "invented", n % 3 ? "2024-12-31" : "2023",
  ], ";"), // biome-ignore format: a row
  "policeFire.geojson": collection((place, n) => ({
    type: "Feature",
    id: `way/${n + 1}`,
    geometry: n % 2 ? point(place) : { type: "Polygon", coordinates: [square(place)] },
    properties: { name: place.name, amenity: n % 3 ? "fire_station" : "police" },
  })),
  "posts.geojson": collection((place, n) => ({
    type: "Feature",
    geometry: point(place),
    properties: {
      Standplaats: place.name,
      Postcode: `10${10 + n}AB`,
      Huisnummer: String(n),
      Beschikbaarheid: ["24 uur", "Dag/avond", "Nacht", "DAM/VWS", "?"][n % 5],
    },
  })),
};

const inRd = (name: string) => collectionToRd(IN_DEGREES[name] as string);

export const INVENTED_FILES: Record<string, string | Uint8Array> = {
  ...IN_DEGREES,
  "aeds.rd.csv": table(
    "nummer;naam;x_coord;y_coord;openingstijden",
    (place) => [place.ref, place.name.replaceAll(/[;"]/g, ""), ...rdOf(place), place.hours],
    ";",
  ),
  "aeds.rd.geojson": inRd("aeds.geojson"),
  "aeds.rd.ndjson": places
    .map((place) => {
      const [x, y] = positionToRd(place);
      return `${JSON.stringify({ id: place.ref, rd_x: x, rd_y: y, opening_hours: place.hours })}\n`;
    })
    .join(""),
  "responders.rd.csv": table("x_coord,y_coord,aantal", (place, n) => [...rdOf(place), 1 + (n % 3)]),
  "responders.rd.geojson": inRd("responders.geojson"),
  "regions.rd.geojson": inRd("regions.geojson"),
  "posts.rd.geojson": inRd("posts.geojson"),
  "policeFire.rd.geojson": inRd("policeFire.geojson"),
};
