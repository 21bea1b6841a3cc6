/**
 * The streets of OpenStreetMap files into the database: read, drawn together, cut into shards, packed. One source at a
 * time; staged under the next edition and brought into force in one batch, or nothing.
 */
import { type OsmStreets, readOsmStreets, type StreetReadOptions } from "../../load/osmStreets.ts";
import { type ByteSource, type Finding, rejected } from "../../load/reader.ts";
import type { PositionRules } from "../../load/readPosition.ts";
import { type StreetSegments, streetSegments } from "../../load/streetSegments.ts";
import { dropIslands, ISLAND_MIN_METERS } from "../../travel/dropIslands.ts";
import { isWithinAreas } from "../../travel/knownArea.ts";
import { DEGREE_STEPS, type StreetNetwork } from "../../travel/network.ts";
import { numberStreets } from "../../travel/numberStreets.ts";
import { streetChains } from "../../travel/streetChains.ts";
import type { Database } from "../database.ts";
import { commitEditions, readEditions } from "./editions.ts";
import {
  addFindings,
  contentHashOf,
  emptyReport,
  type Findings,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  refusalOf,
  reportFindings,
  startFindings,
} from "./report.ts";
import { natureOf, oldestDataDate, planStreetSource, readSources, sourceStatements } from "./sources.ts";
import { stageRows } from "./stagedRows.ts";
import { compareShards, packShards, streetColumns } from "./streetRows.ts";
import { sweepEditions } from "./sweepEditions.ts";

export type StreetImportOptions = ImportOptions & Omit<StreetReadOptions, "onBytes"> & PositionRules;

export async function importStreets(
  database: Database,
  source: ImportSource,
  files: readonly ByteSource[],
  options: StreetImportOptions,
): Promise<ImportReport> {
  const editions = await readEditions(database);
  const before = editions.streets.edition;
  const plan = planStreetSource(await readSources(database), source);
  const empty = emptyReport("streets", source.id, before);
  if (plan.refused !== null) return { ...empty, refused: plan.refused };
  const findings = startFindings();
  const built = await buildStreets(files, options, findings);
  const given = options.files?.() ?? [];
  const told = { ...empty, ...reportFindings(findings, given) };
  if (built === null) return { ...told, refused: refusalOf(findings, 0)! };

  const shards = await packShards(built.network);
  if (shards.size === 0 || !hasPointInAreas(built.network)) {
    addFindings(findings, [noStreetsInArea(built.network)]);
    return { ...empty, ...reportFindings(findings, given), refused: refusalOf(findings, 0)! };
  }
  const counts = await compareShards(database, before, shards);
  const retiredSources = plan.retires.map(({ id }) => id);
  const isNew = counts.added + counts.changed + counts.retired > 0 || retiredSources.length > 0;
  const edition = before + Number(isNew);
  const notes = [...built.notes, ...shardNotes(shards)];
  const accepted = built.wayCount;
  const report = { ...told, ...counts, accepted, notes, retiredSources, edition, isNewEdition: isNew };
  if (isNew) await sweepEditions(database, "streets", ["street_shard"], before);
  const onProgress = (done: number) => options.onProgress?.({ stage: "storing", done, total: shards.size });
  const columns = streetColumns(shards);
  const staged = isNew
    ? await stageRows(database, { table: "street_shard", edition, columns, onProgress })
    : null;
  if (staged && "refused" in staged) return { ...told, refused: staged.refused };
  const contentHash = contentHashOf(given);
  const moved = await commitEditions(database, {
    read: { streets: before },
    moves: isNew
      ? [{ kind: "streets", nature: natureOf(plan.inForce), dataDate: oldestDataDate(plan.inForce) }]
      : [],
    statements: [
      ...(staged ? [staged.verify] : []),
      ...sourceStatements(database, "streets", source, contentHash, plan.retires, options.now),
    ],
    log: { report, contentHash, act: options, isChange: isNew },
  });
  return moved === null ? report : { ...told, refused: moved };
}

interface BuiltStreets {
  network: StreetNetwork;
  wayCount: number;
  notes: string[];
}

/** Null: the findings tell why nothing can be taken in. */
async function buildStreets(
  files: readonly ByteSource[],
  { inflate, area, anywhere, onProgress }: StreetImportOptions,
  findings: Findings,
): Promise<BuiltStreets | null> {
  const add = (finding: Finding) => addFindings(findings, [finding]);
  const onBytes = (done: number) => onProgress?.({ stage: "reading", done, total: null });
  const { streets, findings: found } = await readOsmStreets(files, { inflate, area, onBytes });
  addFindings(findings, found);
  if (streets === null) return null;
  const segments = streetSegments(streets, add, { anywhere });
  // where every way had a fault of its own, those are told instead
  if (streets.wayIds.length === 0) add(noStreets(streets));
  if (segments.from.length === 0) return null;
  const chains = streetChains(segments);
  const islands = dropIslands(chains, segments);
  const network = numberStreets(segments, chains);
  if (network.edgeFrom.length === 0) {
    add(onlyIslands(segments));
    return null;
  }
  const notes = [...networkNotes(streets, segments, network), ...islandNotes(islands)];
  return { network, wayCount: segments.wayCount, notes };
}

function noStreets({ closedWayCount }: OsmStreets): Finding {
  const got = closedWayCount === 0 ? "no highway" : `only closed highways (${closedWayCount})`;
  const expected = "ways with a highway tag that people may go along";
  const advice = "Give an OpenStreetMap extract of the whole map, not one of a single theme.";
  return rejected("file", "highway", got, expected, advice);
}

/** Streets of before are not given up for a scrap. */
function onlyIslands({ meters }: StreetSegments): Finding {
  const got = `streets of ${Math.round(meters.reduce((sum, each) => sum + each, 0))} m in all, none of them hanging together over ${ISLAND_MIN_METERS} m`;
  const advice = "Give an extract of a whole place.";
  return rejected("file", "highway", got, "streets that hang together", advice);
}

function noStreetsInArea({ areas }: StreetNetwork): Finding {
  const got = `no street within ${boxesText(areas)} (west,south,east,north)`;
  const advice = "Correct --area, or give the extract of that area.";
  return rejected("file", "area", got, "streets in the area that is known", advice);
}

function hasPointInAreas(network: StreetNetwork): boolean {
  const { nodeLng, nodeLat, shapeLng, shapeLat } = network;
  const isIn = (lngs: Int32Array, lats: Int32Array) =>
    lngs.some((lng, n) =>
      isWithinAreas(network.areas, { lng: lng / DEGREE_STEPS, lat: lats[n] / DEGREE_STEPS }),
    );
  return isIn(nodeLng, nodeLat) || isIn(shapeLng, shapeLat);
}

function boxesText(areas: StreetNetwork["areas"]): string {
  return areas.map((box) => box.map((degrees) => Number(degrees.toFixed(5))).join(",")).join(" and ");
}

function networkNotes(
  { closedWayCount, areas }: OsmStreets,
  { wayCount, from }: StreetSegments,
  { nodeLng, edgeFrom, edgeMeters }: StreetNetwork,
): string[] {
  const kilometers = Math.round(edgeMeters.reduce((sum, meters) => sum + meters, 0) / 1_000);
  return [
    `${counted(wayCount, "way")} in ${counted(from.length, "piece")} became ${counted(nodeLng.length, "node")} and ${counted(edgeFrom.length, "edge")}, ${kilometers} km; closed to everybody: ${counted(closedWayCount, "way")}`,
    `streets are known within ${boxesText(areas)} (west,south,east,north); near its edge a shorter way may run outside: take an extract that reaches 2 km beyond the ground you plan for`,
    "added, changed, unchanged and retired count shards, accepted counts ways",
  ];
}

function islandNotes(islands: ReturnType<typeof dropIslands>): string[] {
  return Object.entries(islands)
    .filter(([, { islandCount }]) => islandCount > 0)
    .map(([mode, { islandCount, droppedMeters }]) => {
      const who = mode === "foot" ? "on foot" : "by bicycle";
      return `left out ${who}: ${counted(islandCount, "island")} of less than ${ISLAND_MIN_METERS} m, ${(droppedMeters / 1_000).toFixed(1)} km in all`;
    });
}

function shardNotes(shards: Awaited<ReturnType<typeof packShards>>): string[] {
  const bytes = [...shards.values()].reduce((sum, { packed }) => sum + packed.length, 0);
  return [`${counted(shards.size, "shard")} with streets, ${Math.ceil(bytes / 1_000)} kB`];
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
