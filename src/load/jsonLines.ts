/**
 * JSON with a record on every line (NDJSON, GeoJSON text sequences of RFC 8142), line by line, without holding the file.
 * A broken line is named and left out; a file that ends in the middle of a line ends with a finding for the whole file.
 */
import type { JsonBatch } from "./jsonList.ts";
import { type ByteSource, type Finding, rejected } from "./reader.ts";
import { textPieces } from "./textPieces.ts";

const EXPECTED = "JSON with a record on every line";
/** An AED with all its tags is under 10 kB. Assumption. */
const MAX_LINE_CHARACTERS = 1_000_000;
/** A file with more has one fault many times: it is something else. Assumption. */
const MAX_BROKEN_LINES = 10_000;

export async function* readJsonLines(bytes: ByteSource): AsyncGenerator<JsonBatch, void, void> {
  const state = { parts: [] as string[], length: 0, line: 0, brokenCount: 0 };
  let read = 0;
  for await (const { text, bytesRead, fault } of textPieces(bytes, EXPECTED)) {
    const batch: JsonBatch = { records: [], findings: fault ? [fault] : [], bytesRead };
    const lines = text.split("\n");
    const rest = lines.pop()!;
    for (const end of lines) {
      takeLine(state.parts.join("") + end, ++state.line, batch);
      state.parts = [];
      state.length = 0;
      if (state.brokenCount + batch.findings.length > MAX_BROKEN_LINES) break;
    }
    state.parts.push(rest);
    state.length += rest.length;
    state.brokenCount += batch.findings.length;
    const isTooLong = state.length > MAX_LINE_CHARACTERS;
    const isBroken = state.brokenCount > MAX_BROKEN_LINES;
    if (isTooLong) batch.findings.push(tooLong(state.line + 1));
    else if (isBroken) batch.findings.push(tooBroken());
    yield batch;
    if (fault || isTooLong || isBroken) return;
    read = bytesRead;
  }
  yield lastBatch(state.parts.join(""), state.line + 1, read);
}

function lastBatch(rest: string, line: number, bytesRead: number): JsonBatch {
  const batch: JsonBatch = { records: [], findings: [], bytesRead };
  takeLine(rest, line, batch);
  if (batch.findings.length > 0) {
    const got = `the end of the file in line ${line}`;
    batch.findings = [rejected("file", "line", got, "whole lines", "The file is cut off; fetch it again.")];
  } else if (line === 1 && batch.records.length === 0) {
    batch.findings = [rejected("file", "file", "an empty file", EXPECTED, "Give a file with records.")];
  } else batch.frame = {};
  return batch;
}

function takeLine(text: string, line: number, batch: JsonBatch): void {
  const plain = text.replaceAll("\x1e", "").trim();
  if (plain === "") return;
  const place = `line ${line}`;
  try {
    batch.records.push({ place, value: JSON.parse(plain) });
  } catch {
    const advice = "Repair the line or leave it out.";
    batch.findings.push(rejected(place, "line", "broken JSON", "one JSON object", advice));
  }
}

function tooBroken(): Finding {
  const got = `more than ${MAX_BROKEN_LINES} broken lines`;
  return rejected("file", "line", got, EXPECTED, "Say what the file is, or write it anew.");
}

function tooLong(line: number): Finding {
  const expected = `lines of at most ${MAX_LINE_CHARACTERS} characters`;
  return rejected(
    "file",
    "line",
    `a line ${line} without end`,
    expected,
    "Write each record on a line of its own.",
  );
}
