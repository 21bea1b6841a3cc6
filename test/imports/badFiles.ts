/** Files as they go wrong: what each holds, and what the person who loads it has to be told. No real person or place. */
import { strToU8, zipSync } from "fflate";
import { INVENTED_FILES } from "../../scripts/fuzz/inventedFiles.ts";
import type { FileSubject } from "../../src/store/imports/fileSubjects.ts";

export interface BadFile {
  name: string;
  subject: FileSubject;
  content: string | Uint8Array;
  /** in the words of the message */
  told: RegExp;
  /** records that are taken in nonetheless; null = the whole file is refused and nothing changes */
  accepted: number | null;
}

const HEADER = "nummer;naam;lat;lon;openingstijden";
const ROWS = Array.from(
  { length: 30 },
  (_, n) => `A${n};Hal ${n};52.${100 + n};5.${100 + n};Mo-Fr 08:00-18:00`,
);
/** Thirty AEDs; `odd` rows follow. */
export const goodAeds = (...odd: string[]) => `${[HEADER, ...ROWS, ...odd].join("\n")}\n`;
const aedAt = (lat: string, lon: string) => goodAeds(`B;Bad;${lat};${lon};24/7`);
const aedOpen = (hours: string) => goodAeds(`B;Bad;52.2;5.2;${hours}`);
const half = (content: string | Uint8Array) => content.slice(0, content.length / 2);
const osmPbf = INVENTED_FILES["aeds.osm.pbf"];
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

const square = (west: number, south: number, size = 0.1) =>
  [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]; // biome-ignore format: a ring
const regions = (...rings: number[][][]) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: rings.map((ring, n) => ({
      type: "Feature",
      properties: { gemeentecode: `GM000${n + 1}`, gemeentenaam: `Stad ${n + 1}`, aantal_inwoners: 1000 },
      geometry: { type: "Polygon", coordinates: [ring] },
    })),
  });

const aeds = (name: string, content: string | Uint8Array, told: RegExp, accepted: number | null = null) =>
  ({ name, subject: "aeds", content, told, accepted }) as const;
const areas = (name: string, content: string, told: RegExp, accepted: number | null = null) =>
  ({ name, subject: "regions", content, told, accepted }) as const;

export const BAD_FILES: readonly BadFile[] = [
  aeds("empty.csv", "", /is empty; fetch it again/),
  aeds("only a header.csv", `${HEADER}\n`, /no usable record, expected at least one/),
  aeds("picture.csv", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), /bytes that are no text/),
  aeds("zip.csv", zipSync({ "aeds.csv": strToU8(goodAeds()) }), /a zip or a spreadsheet.*Unpack it/),
  aeds("login page.csv", "<!DOCTYPE html><html><title>Inloggen</title></html>", /a web page.*login or an error/),
  aeds("track.gpx", '<?xml version="1.0"?><gpx></gpx>', /XML.*Convert it to GeoJSON/),
  aeds("squares.csv", INVENTED_FILES["squares.csv"], /headers such as lat and lon|squares|population/i),
  aeds("posts of police.geojson", INVENTED_FILES["policeFire.geojson"], /20 × rejected {2}amenity: expected an AED/),
  aeds("cut.geojson", half(INVENTED_FILES["aeds.geojson"]), /cut off|not closed|end of the file|ends/i),
  aeds("cut.osm.pbf", half(osmPbf), /cut|ends|end of the file/i),
  aeds("damaged.osm.pbf", damage(osmPbf as Uint8Array), /block|damaged|inflate|bytes/i),
  aeds("windows-1252.csv", latin1(goodAeds("B;Caf\xe9;52.2;5.2;24/7")), /not UTF-8.*windows-1252|UTF-8/s),
  aeds("swapped.csv", aedAt("5.2", "52.2"), /look swapped; swap the columns/, 30),
  aeds("zero.csv", aedAt("0", "0"), /0, 0 is a placeholder/, 30),
  aeds("nan.csv", aedAt("NaN", "5.2"), /as decimal degrees/, 30),
  aeds("lost point.csv", aedAt("5212345", "512345"), /decimal point seems lost/, 30),
  aeds("rd.csv", aedAt("463000", "155000"), /RD coordinates.*--crs EPSG:28992/, 30),
  aeds("berlin.csv", aedAt("52.52", "13.4"), /abroad.*--anywhere/, 30),
  aeds("double ids.csv", goodAeds("A3;Nog een;52.2;5.2;24/7"), /It was used at row 5/, 30),
  aeds("10 MB field.csv", goodAeds(`B;"${"x".repeat(10_000_000)}";52.2;5.2;24/7`), /longer than|too long|characters/),
  aeds("million columns.csv", `${Array.from({ length: 1_000_000 }, (_, n) => `c${n}`).join(";")}\n1;2\n`, /columns/),
  aeds("open quote.csv", goodAeds('B;"Hal;52.2;5.2;24/7', ...ROWS), /quote that is never closed/),
  aeds("never open.csv", aedOpen("off"), /Counted as never open/, 31),
  aeds("appointment.csv", aedOpen("op afspraak"), /count as unknown, never as day and night/, 31),
  areas("crossing.geojson", regions([[5.1, 52.1], [5.2, 52.2], [5.2, 52.1], [5.1, 52.2], [5.1, 52.1]]), /crosses itself near .*draw it again/s, 1),
  areas("not closed.geojson", regions(square(5.1, 52.1), square(5.3, 52.1).slice(0, 4)), /close the ring/, 1),
  areas("overlap.geojson", regions(square(5.1, 52.1), square(5.15, 52.1)), /regions of one kind that do not overlap/, 2),
  areas("swapped.geojson", regions(square(5.3, 52.1).map(([lng, lat]) => [lat, lng])), /GeoJSON has lng first/),
  areas("africa.geojson", regions([[5.1, 52.1], [5.2, 52.1], [5.2, 5.2], [5.1, 52.1]]), /corner 3.*correct that corner/s),
]; // biome-ignore format: a table

/** Another byte in the middle of the packed data. */
function damage(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, n) => (n === bytes.length - 20 ? byte ^ 0xff : byte));
}
