/**
 * Tags of an OpenStreetMap way → who may go along it which way. Dutch defaults: the wiki's "NL:Tagging van Nederlandse
 * wegen" and "OSM tags for routing/Access restrictions", RVV 1990 articles 4 and 5. docs/streets.md has the table.
 * Where the tags leave it open, the stricter reading holds: a way too many flatters, a way too few does not.
 */
import type { OsmTags } from "./osmBlock.ts";
import { MODE_BITS } from "./records.ts";

/** The tags that decide; a reader keeps these. */
export const STREET_KEYS = [
  "highway", "access", "foot", "vehicle", "bicycle", "motorroad", "indoor", "route", "construction", "proposed",
  "disused", "abandoned", "junction", "oneway", "oneway:bicycle", "oneway:foot", "conveying", "foot:forward",
  "foot:backward", "bicycle:forward", "bicycle:backward", "cycleway", "cycleway:left", "cycleway:right",
  "cycleway:both", "cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway",
]; // biome-ignore format: one list
/** Of a node that stands in a way. */
export const BARRIER_KEYS = ["barrier", "access", "foot", "vehicle", "bicycle", "locked"];

/** Open to both unless a tag says no. People walk on a cycle path where no footpath lies beside it (RVV 4.2). */
const FOR_BOTH = new Set([
  "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
  "residential", "living_street", "service", "road", "track", "path", "cycleway",
]); // biome-ignore format: one list
/** A bicycle only where a tag says so. */
const ON_FOOT = new Set(["footway", "pedestrian", "steps"]);
/** Closed unless a tag opens it to the mode by name. What stands in none of these lists is closed: motorways, works. */
const IF_TOLD = new Set(["trunk", "trunk_link", "busway", "bridleway"]);

const OPEN = new Set(["yes", "designated", "permissive", "official", "destination", "customers", "public"]);
const CLOSED = new Set([
  "no", "private", "permit", "residents", "employees", "military", "emergency", "agricultural", "forestry",
  "delivery", "restricted", "use_sidepath", "dismount",
]); // biome-ignore format: one list
const YES = new Set(["yes", "true", "1"]);
const BACK = new Set(["-1", "reverse"]);
const ROUNDABOUTS = new Set(["roundabout", "circular"]);
const LANES = /^(lane|track|shared_lane|share_busway|shoulder|opposite)/;
/** A bicycle does not pass these unless a tag says so. */
const NO_BICYCLE_BARRIERS = new Set(["stile", "kissing_gate", "turnstile", "full-height_turnstile"]);

const FOOT_BOTH = MODE_BITS.foot.forward | MODE_BITS.foot.backward;
const BICYCLE_BOTH = MODE_BITS.bicycle.forward | MODE_BITS.bicycle.backward;

/** `MODE_BITS` of the way, forward as its nodes are listed; 0 = nobody may. */
export function streetModes(tags: OsmTags): number {
  const { highway } = tags;
  if (tags.route === "ferry" || tags.motorroad === "yes" || tags.indoor === "yes") return 0;
  if ([tags.construction, tags.proposed, tags.disused, tags.abandoned].some((tag) => YES.has(tag))) return 0;
  const isOfBoth = FOR_BOTH.has(highway);
  const isOnFoot = ON_FOOT.has(highway);
  if (!isOfBoth && !isOnFoot && !IF_TOLD.has(highway)) return 0;
  const isForAll = firstSaid(tags.access) ?? true;
  const foot = firstSaid(tags.foot) ?? ((isOfBoth || isOnFoot) && isForAll);
  // nobody rides stairs, whatever a tag says of the gutter beside them
  const bicycle =
    highway !== "steps" && (firstSaid(tags.bicycle) ?? (isOfBoth && (firstSaid(tags.vehicle) ?? isForAll)));
  return (foot ? footDirections(tags) : 0) | (bicycle ? bicycleDirections(tags) : 0);
}

/** Bits that end at a node with a barrier: 0 = all pass. Bollards and gates are passed unless locked or private. */
export function barrierModes(tags: OsmTags): number {
  if (!tags.barrier) return 0;
  const isOpen = firstSaid(tags.access) ?? !YES.has(tags.locked);
  const isFoot = firstSaid(tags.foot) ?? isOpen;
  const isPassable = isOpen && !NO_BICYCLE_BARRIERS.has(tags.barrier);
  const isBicycle = firstSaid(tags.bicycle) ?? firstSaid(tags.vehicle) ?? isPassable;
  return (isFoot ? 0 : FOOT_BOTH) | (isBicycle ? 0 : BICYCLE_BOTH);
}

/** Null where the tag is absent or says something else. */
function firstSaid(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  return OPEN.has(value) ? true : CLOSED.has(value) ? false : null;
}

/** One-way streets bind vehicles; people on foot only where a tag names them, and on moving stairs. */
function footDirections(tags: OsmTags): number {
  const { forward, backward } = MODE_BITS.foot;
  const oneway = tags["oneway:foot"];
  let bits: number = forward | backward;
  if (YES.has(oneway) || tags.conveying === "forward") bits = forward;
  else if (BACK.has(oneway) || tags.conveying === "backward") bits = backward;
  return bits & ~closedDirections(tags, "foot");
}

function bicycleDirections(tags: OsmTags): number {
  const { forward, backward } = MODE_BITS.bicycle;
  let bits: number = forward | backward;
  const own = tags["oneway:bicycle"];
  const oneway = own ?? (isContraflow(tags) ? "no" : tags.oneway);
  if (YES.has(oneway) || (oneway === undefined && ROUNDABOUTS.has(tags.junction))) bits = forward;
  else if (BACK.has(oneway)) bits = backward;
  return bits & ~closedDirections(tags, "bicycle");
}

/** A lane or track along a one-way street on which bicycles ride against it. */
function isContraflow(tags: OsmTags): boolean {
  if (tags.cycleway?.startsWith("opposite")) return true;
  return ["left", "right", "both"].some((side) => {
    const lane = tags[`cycleway:${side}`];
    if (lane === undefined || !LANES.test(lane)) return false;
    const oneway = tags[`cycleway:${side}:oneway`];
    return lane.startsWith("opposite") || oneway === "no" || BACK.has(oneway);
  });
}

function closedDirections(tags: OsmTags, mode: "foot" | "bicycle"): number {
  const { forward, backward } = MODE_BITS[mode];
  return (
    (firstSaid(tags[`${mode}:forward`]) === false ? forward : 0) |
    (firstSaid(tags[`${mode}:backward`]) === false ? backward : 0)
  );
}
