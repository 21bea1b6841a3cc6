/**
 * The records of one list in a JSON file, one by one, without holding the file: cuts the text at the braces of each
 * record and parses only that. What stands around the list is parsed too, at the end, so that a file that breaks off,
 * or two files in one, gives its whole records and then one finding. Time is linear, whatever the chunks and fields.
 */
import { type ByteSource, type Finding, rejected } from "./reader.ts";
import { textPieces } from "./textPieces.ts";

export interface JsonListOptions {
  /** name of the list in the object that the file is; null = the file is the list */
  list: string | null;
  /** what one record is called in a finding: `feature` */
  noun: string;
  /** what the file should be: `a GeoJSON FeatureCollection` */
  expected: string;
  /** a record longer than this is refused, and the file with it */
  maxCharacters?: number;
}

export interface JsonBatch {
  /** a value is an object or a list; anything else in its place ends the file */
  records: { place: string; value: unknown }[];
  findings: Finding[];
  bytesRead: number;
  /** what stands around the list, the list itself empty; with the last batch of a file that is whole */
  frame?: Record<string, unknown>;
}

/** An AED with all its tags is under 10 kB. Assumption. */
const MAX_RECORD_CHARACTERS = 1_000_000;
/** What may stand before and after the list: a name, a coordinate system, a bounding box. Assumption. */
const MAX_FRAME_CHARACTERS = 1_000_000;
/** A MultiPolygon's number stands 7 deep; deeper than this nobody writes data. Assumption. */
const MAX_DEPTH = 100;

export async function* readJsonList(
  bytes: ByteSource,
  options: JsonListOptions,
): AsyncGenerator<JsonBatch, void, void> {
  const cutter = startCutter(options);
  let read = 0;
  for await (const { text, bytesRead, fault } of textPieces(bytes, options.expected)) {
    const batch: JsonBatch = { records: [], findings: [], bytesRead };
    const broken = fault ?? takeText(cutter, text, batch);
    if (broken) batch.findings.push(broken);
    yield batch;
    if (broken) return;
    read = bytesRead;
  }
  const end = endOfText(cutter);
  yield "frame" in end
    ? { records: [], findings: [], bytesRead: read, frame: end.frame }
    : { records: [], findings: [end], bytesRead: read };
}

interface Cutter {
  options: Required<JsonListOptions>;
  phase: "head" | "list" | "tail";
  /** all that stands before the list, its bracket included; then all that stands behind it */
  head: string;
  tail: string;
  /** the open record, as far as earlier pieces hold it */
  parts: string[];
  partsLength: number;
  /** braces and brackets open since the record began */
  depth: number;
  isInString: boolean;
  isEscaped: boolean;
  recordCount: number;
}

function startCutter(options: JsonListOptions): Cutter {
  return {
    options: { maxCharacters: MAX_RECORD_CHARACTERS, ...options },
    phase: "head",
    head: "",
    tail: "",
    parts: [],
    partsLength: 0,
    depth: 0,
    isInString: false,
    isEscaped: false,
    recordCount: 0,
  };
}

/** Returns why the file cannot be read on, or null. */
function takeText(cutter: Cutter, text: string, batch: JsonBatch): Finding | null {
  if (cutter.phase === "tail") return takeTail(cutter, text);
  if (cutter.phase === "list") return cutRecords(cutter, text, batch);
  cutter.head += text;
  const start = listStart(cutter.head, cutter.options.list);
  if (start === null) {
    const isPossible =
      isBeginning(cutter.head, cutter.options.list) && cutter.head.length <= MAX_FRAME_CHARACTERS;
    return isPossible ? null : notAList(cutter.options, cutter.head);
  }
  const rest = cutter.head.slice(start);
  cutter.head = cutter.head.slice(0, start);
  cutter.phase = "list";
  return cutRecords(cutter, rest, batch);
}

/** Index behind the list's opening bracket, null while that has not come. */
function listStart(head: string, list: string | null): number | null {
  const open = list === null ? /^[\s\uFEFF]*\[/ : new RegExp(`"${list}"\\s*:\\s*\\[`);
  const found = open.exec(head);
  return found && (list === null || isBeginning(head, list)) ? found.index + found[0].length : null;
}

function isBeginning(head: string, list: string | null): boolean {
  return list === null ? /^[\s\uFEFF]*$/.test(head) : /^[\s\uFEFF]*(?:\{|$)/.test(head);
}

function cutRecords(cutter: Cutter, text: string, batch: JsonBatch): Finding | null {
  let at = 0;
  let start = 0;
  while (at < text.length) {
    if (cutter.depth === 0) {
      const mark = text[at];
      if (mark === "]") {
        cutter.phase = "tail";
        return takeTail(cutter, text.slice(at));
      }
      start = at++;
      if (mark === "{" || mark === "[") cutter.depth = 1;
      else if (!/[\s,]/.test(mark)) return betweenRecords(cutter.options);
      continue;
    }
    at = closeRecord(cutter, text, at);
    if (cutter.depth > MAX_DEPTH) return tooDeep(cutter);
    if (cutter.depth === 0) addRecord(cutter, text.slice(start, at), batch);
  }
  if (cutter.depth === 0) return null;
  cutter.parts.push(text.slice(start));
  cutter.partsLength += text.length - start;
  return cutter.partsLength > cutter.options.maxCharacters ? tooLong(cutter) : null;
}

/** Goes on to behind the end of the open record, to a depth nobody writes, or to the end of the text. */
function closeRecord(cutter: Cutter, text: string, from: number): number {
  let { depth, isInString, isEscaped } = cutter;
  let at = from;
  while (at < text.length && depth > 0 && depth <= MAX_DEPTH) {
    const mark = text.charCodeAt(at++);
    if (isEscaped) isEscaped = false;
    else if (isInString) {
      if (mark === QUOTE) isInString = false;
      else if (mark === BACKSLASH) isEscaped = true;
    } else if (mark === QUOTE) isInString = true;
    else if (mark === OPEN_BRACE || mark === OPEN_BRACKET) depth += 1;
    else if (mark === CLOSE_BRACE || mark === CLOSE_BRACKET) depth -= 1;
  }
  Object.assign(cutter, { depth, isInString, isEscaped });
  return at;
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [...'"\\{}[]'].map((mark) =>
  mark.charCodeAt(0),
);

function addRecord(cutter: Cutter, end: string, batch: JsonBatch): void {
  const { noun } = cutter.options;
  const place = `${noun} ${++cutter.recordCount}`;
  const text = cutter.parts.join("") + end;
  cutter.parts = [];
  cutter.partsLength = 0;
  try {
    batch.records.push({ place, value: JSON.parse(text) });
  } catch {
    batch.findings.push(
      rejected(place, noun, "broken JSON", "one JSON object", "Repair it or leave it out."),
    );
  }
}

function takeTail(cutter: Cutter, text: string): Finding | null {
  // line ends may follow without end
  cutter.tail = (cutter.tail + text).trimEnd();
  return cutter.tail.length > MAX_FRAME_CHARACTERS ? afterList(cutter.options) : null;
}

/** The file without its records has to be JSON, with an empty list where they stood. */
function endOfText(cutter: Cutter): Finding | { frame: Record<string, unknown> } {
  const { options, phase, head, tail, recordCount } = cutter;
  if (phase === "head") return notAList(options, head);
  if (phase === "list") return brokenOff(options, recordCount);
  let frame: unknown;
  try {
    frame = JSON.parse(head.trimStart() + tail);
  } catch {
    const isCutOff = options.list !== null && !tail.endsWith("}");
    return isCutOff ? brokenOff(options, recordCount) : afterList(options);
  }
  if (options.list === null) return { frame: {} };
  const around = frame as Record<string, unknown>;
  const second = around[options.list];
  return Array.isArray(second) && second.length > 0 ? afterList(options) : { frame: around };
}

function notAList({ list, noun, expected }: JsonListOptions, head: string): Finding {
  const got = head.trim() === "" ? "an empty file" : `no list of ${noun}s`;
  const form = list === null ? "[{" : `{"${list}":[{`;
  return rejected(
    "file",
    `${noun}s`,
    got,
    expected,
    `Give a file of the form ${form}…}]${list === null ? "" : "}"}.`,
  );
}

function brokenOff({ noun }: JsonListOptions, recordCount: number): Finding {
  const got = `the end of the file after ${recordCount} ${noun}s`;
  return rejected("file", `${noun}s`, got, "the closing brackets", "The file is cut off; fetch it again.");
}

function betweenRecords({ noun }: JsonListOptions): Finding {
  const got = `something between the ${noun}s`;
  return rejected("file", `${noun}s`, got, `${noun}s and commas`, "The file is damaged; fetch it again.");
}

function afterList({ noun }: JsonListOptions): Finding {
  const got = `broken JSON around the ${noun}s, or a second list of them`;
  return rejected(
    "file",
    `${noun}s`,
    got,
    `one list of ${noun}s`,
    "Give one file at a time, as it was fetched.",
  );
}

function tooLong({ options: { noun, maxCharacters } }: Cutter): Finding {
  const expected = `${noun}s of at most ${maxCharacters} characters`;
  return rejected("file", noun, `a ${noun} without end`, expected, "Repair the file, or fetch it again.");
}

function tooDeep({ options: { noun }, recordCount }: Cutter): Finding {
  const got = `brackets in brackets, more than ${MAX_DEPTH} deep, in ${noun} ${recordCount + 1}`;
  return rejected("file", noun, got, `plain ${noun}s`, "Leave it out, or fetch the file again.");
}
