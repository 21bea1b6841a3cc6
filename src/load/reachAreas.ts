/**
 * Areas that others say an ambulance post reaches in some time (GeoJSON polygons with the properties of the post). They
 * are no input of any figure: they are held against posts and people.
 */
import { postNamed } from "./ambulancePosts.ts";
import { asObject, readGeoJsonFeatures } from "./geoJsonFeatures.ts";
import type { GivenCrs } from "./givenCrs.ts";
import { type ByteSource, type Read, type ReadBatch, rejected } from "./reader.ts";
import type { Region } from "./records.ts";
import { readPolygons } from "./regionPolygons.ts";

export interface ReachArea {
  /** of the post, by its address: as `readAmbulancePosts` makes it */
  ref: string;
  name: string;
  polygons: Region["polygons"];
}

/** Half an hour's drive along many roads is some 100 kB; more than this is no area. Assumption. */
const MAX_FEATURE_CHARACTERS = 8_000_000;

export async function* readReachAreas(bytes: ByteSource, { crs }: { crs?: GivenCrs } = {}): Read<ReachArea> {
  const options = { maxCharacters: MAX_FEATURE_CHARACTERS };
  for await (const { features, findings, bytesRead } of readGeoJsonFeatures(bytes, options)) {
    const batch: ReadBatch<ReachArea> = { records: [], findings: [...findings], bytesRead };
    for (const { place, feature } of features) {
      const { properties, geometry } = asObject(feature);
      const post = postNamed(asObject(properties));
      if (!post) {
        const advice = "Give each area the postcode and huisnummer of its post.";
        batch.findings.push(rejected(place, "postcode", "nothing", "the address of a post", advice));
        continue;
      }
      const { polygons, findings: faults } = readPolygons(`${place}, ${post.name}`, geometry, crs);
      batch.findings.push(...faults);
      if (polygons) batch.records.push({ ...post, polygons });
    }
    yield batch;
  }
}
