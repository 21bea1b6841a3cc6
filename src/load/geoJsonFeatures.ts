/**
 * The features of a GeoJSON FeatureCollection, one by one, without holding the file: cuts the text at the braces
 * of each feature and parses only that. A file that breaks off gives its whole features, then one finding.
 */
import { type ByteSource, type Finding, rejected } from "./reader.ts";

export interface FeatureBatch {
  features: { place: string; feature: unknown }[];
  findings: Finding[];
  bytesRead: number;
}

/** A municipality with all its islands is about 1 MB; more than this is not one feature. Assumption. */
const MAX_FEATURE_CHARACTERS = 32_000_000;
/** What may stand before the list: a name, a coordinate system, a bounding box. Assumption. */
const MAX_HEAD_CHARACTERS = 1_000_000;
/** A chunk is decoded in pieces of this size, so that memory stays flat whatever the source's chunks are. */
const PIECE_BYTES = 256 * 1024;

const NOT_A_COLLECTION = rejected(
  "file",
  "features",
  "no list of features",
  "a GeoJSON FeatureCollection",
  'Give a file that begins with {"type":"FeatureCollection", and unpack it when it is a zip.',
);
const NOT_UTF8 = rejected(
  "file",
  "file",
  "bytes that are not UTF-8",
  "GeoJSON in UTF-8",
  "Save it as UTF-8.",
);
const NOT_A_FEATURE = rejected(
  "file",
  "features",
  "something between the features",
  "features and commas",
  "Repair it.",
);
const TOO_LONG = rejected(
  "file",
  "feature",
  "a feature without end",
  "features of at most 32 MB",
  "Repair the file.",
);

export async function* readGeoJsonFeatures(bytes: ByteSource): AsyncGenerator<FeatureBatch, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const cutter = startCutter();
  let bytesRead = 0;
  for await (const piece of piecesOf(bytes)) {
    bytesRead += piece.length;
    const text = decode(decoder, piece);
    const batch: FeatureBatch = { features: [], findings: [], bytesRead };
    const broken = text === null ? NOT_UTF8 : takeText(cutter, text, batch);
    if (broken) batch.findings.push(broken);
    yield batch;
    if (broken) return;
  }
  const broken = decode(decoder) === null ? NOT_UTF8 : endOfText(cutter);
  if (broken) yield { features: [], findings: [broken], bytesRead };
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A property as text; undefined for null, lists and objects. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

interface Cutter {
  phase: "head" | "list" | "tail";
  /** text that is not used up; in the list it begins at or before the open feature */
  text: string;
  /** next character to look at */
  at: number;
  /** braces and brackets open since the feature began */
  depth: number;
  isInString: boolean;
  featureCount: number;
}

function startCutter(): Cutter {
  return { phase: "head", text: "", at: 0, depth: 0, isInString: false, featureCount: 0 };
}

/** Returns why the file cannot be read on, or null. */
function takeText(cutter: Cutter, text: string, batch: FeatureBatch): Finding | null {
  cutter.text += text;
  if (cutter.phase === "head") {
    const list = /"features"\s*:\s*\[/.exec(cutter.text);
    const isObject = /^[\s\uFEFF]*(?:\{|$)/.test(cutter.text);
    if (!isObject || (!list && cutter.text.length > MAX_HEAD_CHARACTERS)) return NOT_A_COLLECTION;
    if (!list) return null;
    cutter.phase = "list";
    cutter.text = cutter.text.slice(list.index + list[0].length);
  }
  if (cutter.phase === "tail") {
    cutter.text = cutter.text.trimEnd().slice(-1);
    return null;
  }
  return cutFeatures(cutter, batch);
}

function cutFeatures(cutter: Cutter, batch: FeatureBatch): Finding | null {
  const { text } = cutter;
  let start = 0;
  while (cutter.at < text.length) {
    if (cutter.depth === 0) {
      start = cutter.at;
      const mark = text[cutter.at];
      if (mark === "]") {
        cutter.phase = "tail";
        cutter.text = text
          .slice(cutter.at + 1)
          .trimEnd()
          .slice(-1);
        return null;
      }
      if (mark !== "{" && !/[\s,]/.test(mark)) return NOT_A_FEATURE;
      if (mark !== "{") {
        cutter.at += 1;
        continue;
      }
    }
    if (!closeFeature(cutter)) break;
    addFeature(cutter, text.slice(start, cutter.at), batch);
    start = cutter.at;
  }
  cutter.text = text.slice(start);
  cutter.at -= start;
  return cutter.text.length > MAX_FEATURE_CHARACTERS ? TOO_LONG : null;
}

/** Goes on to the end of the open feature; false when the text ends before it does. */
function closeFeature(cutter: Cutter): boolean {
  const { text } = cutter;
  while (cutter.at < text.length) {
    const mark = text[cutter.at++];
    if (cutter.isInString) {
      if (mark === '"') cutter.isInString = false;
      else if (mark === "\\") {
        // the escaped character may be the first of the next piece: then wait for it
        if (cutter.at === text.length) {
          cutter.at -= 1;
          return false;
        }
        cutter.at += 1;
      }
    } else if (mark === '"') cutter.isInString = true;
    else if (mark === "{" || mark === "[") cutter.depth += 1;
    else if (mark === "}" || mark === "]") {
      cutter.depth -= 1;
      if (cutter.depth === 0) return true;
    }
  }
  return false;
}

function addFeature(cutter: Cutter, text: string, batch: FeatureBatch): void {
  cutter.featureCount += 1;
  const place = `feature ${cutter.featureCount}`;
  try {
    batch.features.push({ place, feature: JSON.parse(text) });
  } catch {
    batch.findings.push(
      rejected(place, "feature", "broken JSON", "one JSON object", "Repair it or leave it out."),
    );
  }
}

function endOfText({ phase, text, featureCount }: Cutter): Finding | null {
  if (phase === "head") return NOT_A_COLLECTION;
  if (phase === "tail" && text === "}") return null;
  const got = `the end of the file after ${featureCount} features`;
  return rejected("file", "features", got, "the closing brackets", "The file is cut off; fetch it again.");
}

async function* piecesOf(bytes: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES)
      yield chunk.subarray(from, from + PIECE_BYTES);
  }
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string | null {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    return null;
  }
}
