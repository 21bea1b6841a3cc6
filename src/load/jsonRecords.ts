/** The records of a file of JSON, in whichever of our forms they stand in it, one by one. */
import type { FileFormat } from "./fileFormat.ts";
import { readJsonLines } from "./jsonLines.ts";
import { type JsonBatch, readJsonList } from "./jsonList.ts";
import type { ByteSource } from "./reader.ts";

export type JsonForm = Exclude<FileFormat, "pbf" | "csv">;

export function readJsonRecords(bytes: ByteSource, form: JsonForm): AsyncGenerator<JsonBatch, void, void> {
  switch (form) {
    case "json":
      return readJsonList(bytes, {
        list: "features",
        noun: "feature",
        expected: "a GeoJSON FeatureCollection",
      });
    case "overpass":
      return readJsonList(bytes, {
        list: "elements",
        noun: "element",
        expected: "an answer of the Overpass API",
      });
    case "json-list":
      return readJsonList(bytes, { list: null, noun: "record", expected: "a list of JSON records" });
    case "ndjson":
      return readJsonLines(bytes);
  }
}
