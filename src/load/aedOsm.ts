/** AEDs from an OpenStreetMap PBF: `emergency=defibrillator` on nodes, ways and relations. */
import { matchColumns, pickFields } from "./aedColumns.ts";
import { createAedRecordMaker } from "./aedRecord.ts";
import type { OsmTags } from "./osmBlock.ts";
import type { Inflate } from "./osmPbf.ts";
import { readOsmPlaces } from "./osmPlaces.ts";
import type { ByteSource, Read, ReadBatch } from "./reader.ts";
import type { PositionRules } from "./readPosition.ts";
import type { Aed } from "./records.ts";

export interface AedOsmOptions extends PositionRules {
  inflate?: Inflate;
}

/** The only tags read; cabinet codes, telephones and notes stay in the file. */
const AED_TAGS = {
  having: ["emergency"],
  keep: [
    "name",
    "operator",
    "opening_hours",
    "indoor",
    "access",
    "check_date",
    "survey:date",
    "level",
    "serial_number",
  ],
};

/** `bytes` is gone through more than once when the file has AEDs on ways: give a source that begins anew each time. */
export async function* readAedOsmPbf(bytes: ByteSource, options: AedOsmOptions = {}): Read<Aed> {
  const { inflate } = options;
  const maker = createAedRecordMaker(options);
  for await (const batch of readOsmPlaces(bytes, { inflate, keys: AED_TAGS, isWanted: isAed })) {
    const read: ReadBatch<Aed> = { records: [], findings: [...batch.findings], bytesRead: batch.bytesRead };
    if (batch.extent) read.extent = batch.extent;
    for (const { ref, tags, position } of batch.places) {
      const fields = pickFields(matchColumns(Object.keys(tags)), (key) => tags[key]);
      const { aed, findings } = maker.make(fields, ref.replace("/", " "), { ...position, ref });
      if (aed) read.records.push(aed);
      read.findings.push(...findings);
    }
    yield read;
  }
}

function isAed({ emergency }: OsmTags): boolean {
  return emergency === "defibrillator";
}
