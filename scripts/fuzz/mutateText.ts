/**
 * One edit of a text file, as damage, hand work, programs and malice make them. Bytes are kept as latin-1 characters,
 * one each, so that a cut may fall anywhere, within a UTF-8 letter too.
 */
import type { Stream } from "../../src/load/streams.ts";
import { hoursText } from "./hoursText.ts";

export type Edit = (text: string, stream: Stream, other: string) => string;

/** An exploded file has millions of matches, which are more than the thread may hold. */
const MATCHES_HELD = 100_000;
/** How long an exploded field may become: above every limit of the readers. */
const EXPLODED_CHARACTERS = 3_000_000;

export const EDITS: Record<string, Edit> = {
  flipBits: (text, stream) => atSome(text, stream, 8, (code) => code ^ (1 << stream.integer(8))),
  randomBytes: (text, stream) => atSome(text, stream, 8, () => stream.integer(256)),
  truncate: (text, stream) => text.slice(0, stream.integer(text.length + 1)),
  removeSpan: (text, stream) => replaceSpan(text, stream, 200, () => ""),
  repeatSpan: (text, stream) => replaceSpan(text, stream, 200, (span) => span.repeat(2 + stream.integer(20))),
  splice: (text, stream, other) => replaceSpan(text, stream, 200, () => spanOf(other, stream, 2000)),
  joinFiles: (text, _, other) => text + other,
  removeLines: (text, stream) =>
    editLines(text, stream, (lines, at) => lines.splice(at, 1 + stream.integer(3))),
  repeatLines: (text, stream) =>
    editLines(text, stream, (lines, at) =>
      lines.splice(at, 0, ...lines.slice(at, at + 1 + stream.integer(5))),
    ),
  moveLine: (text, stream) =>
    editLines(text, stream, (lines, at) =>
      lines.splice(stream.integer(lines.length), 0, ...lines.splice(at, 1)),
    ),
  lineEnds: (text, stream) =>
    text.replaceAll(/\r\n|\n|\r/g, () => pick(stream, ["\n", "\r\n", "\r", "\n\n", ""])),
  number: (text, stream) =>
    replaceMatch(text, stream, /-?\d{1,20}(?:[.,]\d{1,20})?/g, (number) => oddNumber(number, stream)),
  swapNumbers: (text, stream) => swapMatches(text, stream, /-?\d{1,20}[.,]\d{1,20}/g),
  mark: (text, stream) => insertAt(text, stream, pick(stream, MARKS)),
  removeMark: (text, stream) => replaceMatch(text, stream, /["{}[\]:;,\\\n]/g, () => ""),
  word: (text, stream) => replaceMatch(text, stream, /[A-Za-z_]{1,40}/g, () => pick(stream, WORDS)),
  hours: (text, stream) =>
    replaceMatch(text, stream, /\d?\d:\d\d[^"\n]{0,60}|24\/7|\b[Mm]a[^"\n;]{0,60}/g, () => hoursText(stream)),
  value: (text, stream) =>
    replaceMatch(text, stream, /(?<=:\s?)(?:"[^"\n]{0,200}"|-?\d[\d.]*|null|true|false)/g, () =>
      pick(stream, VALUES),
    ),
  explode: (text, stream) => replaceSpan(text, stream, 20, (span) => exploded(span, stream)),
  nest: (text, stream) =>
    insertAt(text, stream, pick(stream, ["[", "{", '{"a":', "[[", '"']).repeat(1 << stream.integer(18))),
  latin1: (text) => toLatin1(text),
  utf8Twice: (text) => Buffer.from(text, "utf8").toString("latin1"),
  utf16: (text) => Buffer.from(`\uFEFF${fromUtf8(text)}`, "utf16le").toString("latin1"),
  byteOrderMark: (text, stream) => "\xef\xbb\xbf".repeat(1 + stream.integer(3)) + text,
  unicode: (text, stream) => insertAt(text, stream, toUtf8(pick(stream, LETTERS))),
};

const MARKS = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ":",
  ";",
  ",",
  "\\",
  "\n",
  "\r",
  "\t",
  "\0",
  '""',
  "[]",
  "{}",
  '\\"',
  "\\u",
  "\\ud800",
  "'",
  "|",
  "null,",
  "//",
  "sep=;\n",
];
const WORDS = [
  "toString",
  "__proto__",
  "constructor",
  "valueOf",
  "null",
  "true",
  "NaN",
  "Infinity",
  "features",
  "Point",
  "Polygon",
  "MultiPolygon",
  "GeometryCollection",
  "type",
  "coordinates",
  "hasOwnProperty",
  "private",
  "no",
  "24/7",
  "lat",
  "lon",
  "ref",
  "id",
  "code 1234",
  "x".repeat(500),
];
/** What JSON may hold where a text or a number is expected. */
const VALUES = [`${"[".repeat(50_000)}${"]".repeat(50_000)}`, '{"toString":1}', '{"valueOf":null,"toString":"x"}', "[]", "[[]]", "[5]", "{}", "null", "true", '"1.234"', "1.234", "-0", '""', '{"__proto__":null}']; // biome-ignore format: one list
const LETTERS = [
  "０１２３",
  "５２．１",
  "\u202e",
  "\u2028",
  "\ud83d\ude00",
  "\u0000",
  "٣",
  "\uFEFF",
  "é",
  "İ",
  "ß".repeat(300),
  "\u0301".repeat(200),
  "\u00a0",
];
const NUMBERS = [
  "0",
  "-0",
  "-1",
  "1e999",
  "-1e999",
  "1e-999",
  "NaN",
  "Infinity",
  "0x10",
  "1_000",
  "1.2.3",
  "",
  "٣",
  "52°1'",
  "-99997",
  "-99995",
  "1e5",
  ".5",
  "5.",
  "+5",
  "999999999999999999999",
  "1,000.5",
  "1.000,5",
  "1.234",
  "1.234.567",
];

function oddNumber(text: string, stream: Stream): string {
  const value = Number(text.replace(",", "."));
  const factor = pick(stream, [1e5, 1e-5, 1e7, -1, 10, 0.1, 1000]);
  const odd = [
    String(value * factor),
    text.replace(/[.,]/, ""),
    text.replaceAll(/\d/g, (digit) => toUtf8(FULL_WIDTH[Number(digit)])),
  ];
  return pick(stream, [
    ...NUMBERS,
    ...odd,
    ...odd,
    "9".repeat(1 << stream.integer(12)),
    `0.${"3".repeat(400)}`,
  ]);
}

const FULL_WIDTH = [..."０１２３４５６７８９"];

function exploded(span: string, stream: Stream): string {
  const unit = pick(stream, [
    span || "x",
    "a",
    ",",
    ";",
    '"',
    '""',
    "\\",
    " ",
    ",1",
    '{"a":1},',
    "\n",
    "é",
    "1",
    "Mo-Fr 08:00-18:00; ",
  ]);
  const length = Math.min(EXPLODED_CHARACTERS, 1 << (6 + stream.integer(16)));
  return unit.repeat(Math.ceil(length / unit.length));
}

export function pick<T>(stream: Stream, choices: readonly T[]): T {
  return choices[stream.integer(choices.length)];
}

function atSome(text: string, stream: Stream, most: number, edit: (code: number) => number): string {
  let edited = text;
  for (let count = 1 + stream.integer(most); count > 0 && text.length > 0; count -= 1) {
    const at = stream.integer(text.length);
    const letter = String.fromCharCode(edit(edited.charCodeAt(at)) & 0xff);
    edited = edited.slice(0, at) + letter + edited.slice(at + 1);
  }
  return edited;
}

function spanOf(text: string, stream: Stream, most: number): string {
  const from = stream.integer(text.length + 1);
  return text.slice(from, from + stream.integer(most));
}

function replaceSpan(text: string, stream: Stream, most: number, replace: (span: string) => string): string {
  const from = stream.integer(text.length + 1);
  const to = Math.min(text.length, from + stream.integer(most));
  return text.slice(0, from) + replace(text.slice(from, to)) + text.slice(to);
}

function insertAt(text: string, stream: Stream, inserted: string): string {
  const at = stream.integer(text.length + 1);
  return text.slice(0, at) + inserted + text.slice(at);
}

function editLines(text: string, stream: Stream, edit: (lines: string[], at: number) => void): string {
  const lines = text.split("\n");
  edit(lines, stream.integer(lines.length));
  return lines.join("\n");
}

function replaceMatch(
  text: string,
  stream: Stream,
  pattern: RegExp,
  replace: (match: string) => string,
): string {
  const matches: [index: number, length: number][] = [];
  for (const { index, 0: found } of text.matchAll(pattern)) {
    matches.push([index, found.length]);
    if (matches.length >= MATCHES_HELD) break;
  }
  if (matches.length === 0) return text;
  const [index, length] = pick(stream, matches);
  return text.slice(0, index) + replace(text.slice(index, index + length)) + text.slice(index + length);
}

function swapMatches(text: string, stream: Stream, pattern: RegExp): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length < 2) return text;
  const first = stream.integer(matches.length - 1);
  const [a, b] = [matches[first], matches[first + 1]];
  return (
    text.slice(0, a.index) +
    b[0] +
    text.slice(a.index + a[0].length, b.index) +
    a[0] +
    text.slice(b.index + b[0].length)
  );
}

function fromUtf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function toUtf8(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** UTF-8 → Latin-1, as an old program writes it. */
function toLatin1(bytes: string): string {
  return Buffer.from(fromUtf8(bytes), "latin1").toString("latin1");
}
