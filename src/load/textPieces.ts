/**
 * The text of a file, piece by piece: where every reader of text begins. Bytes that are no UTF-8 text end it with
 * one finding that says what they are instead. Never throws for what a file holds; memory is one piece.
 */
import { FOREIGN_KINDS, fileKind, HEAD_BYTES, isForeign } from "./fileKind.ts";
import { joinBytes } from "./joinBytes.ts";
import { type ByteSource, type Finding, rejected } from "./reader.ts";

export interface TextPiece {
  text: string;
  bytesRead: number;
  /** why the file is not read any further; its text is empty then */
  fault: Finding | null;
}

/** Text is handed on after this many bytes, so that memory stays flat whatever the source's chunks are. */
const MAX_PIECE_BYTES = 64 * 1024;
/** A piece is at least 1/8 of what came before it: a source of single bytes costs linear time too. */
const GROWTH = 8;

const PBF_ADVICE = "Only AEDs, posts and streets are read from one; export what you need as CSV or GeoJSON.";
const CUT_OFF = "The file seems cut off: fetch it whole.";

/** `expected` is what the file should have been, for the finding: `CSV`, `a GeoJSON FeatureCollection`. */
export async function* textPieces(
  bytes: ByteSource,
  expected: string,
): AsyncGenerator<TextPiece, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const pieces = piecesOf(bytes);
  let bytesRead = 0;
  let hasAccents = false;
  const refuse = (got: string, advice: string): TextPiece => {
    return { text: "", bytesRead, fault: rejected("file", "file", got, expected, advice) };
  };
  try {
    const held = await takeHead(pieces);
    const kind = fileKind(joinBytes(held));
    if (isForeign(kind)) return yield refuse(FOREIGN_KINDS[kind].got, FOREIGN_KINDS[kind].advice);
    if (kind === "pbf") return yield refuse("an OpenStreetMap extract (PBF)", PBF_ADVICE);
    for await (const piece of oneAfterTheOther(held, pieces)) {
      const text = decode(decoder, piece);
      if (text === null) {
        const got = `bytes that are not UTF-8, near byte ${bytesRead + badByteOf(piece)}`;
        return yield refuse(got, adviceOn(piece, hasAccents));
      }
      bytesRead += piece.length;
      hasAccents ||= /[^\0-\x7f]/.test(text);
      yield { text, bytesRead, fault: null };
    }
    if (decode(decoder) === null) yield refuse("half a UTF-8 character at the end", CUT_OFF);
  } finally {
    await pieces.return();
  }
}

async function* piecesOf(bytes: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let handedOn = 0;
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += MAX_PIECE_BYTES) {
      const part = chunk.subarray(from, from + MAX_PIECE_BYTES);
      waiting.push(part);
      waitingBytes += part.length;
      if (waitingBytes < Math.min(MAX_PIECE_BYTES, handedOn / GROWTH)) continue;
      yield joinBytes(waiting);
      handedOn += waitingBytes;
      [waiting, waitingBytes] = [[], 0];
    }
  }
  if (waitingBytes > 0) yield joinBytes(waiting);
}

/** The first pieces, as many as it takes to tell what the file is. */
async function takeHead(pieces: AsyncGenerator<Uint8Array, void, void>): Promise<Uint8Array[]> {
  const held: Uint8Array[] = [];
  for (let length = 0; length < HEAD_BYTES; ) {
    const { value } = await pieces.next();
    if (!value) break;
    held.push(value);
    length += value.length;
  }
  return held;
}

async function* oneAfterTheOther<T>(
  first: Iterable<T>,
  then: AsyncIterable<T>,
): AsyncGenerator<T, void, void> {
  yield* first;
  yield* then;
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string | null {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    return null;
  }
}

/** Where the piece stops being UTF-8: what comes before the first replacement character, counted in bytes. */
function badByteOf(piece: Uint8Array): number {
  const text = new TextDecoder().decode(piece);
  return new TextEncoder().encode(text.slice(0, Math.max(0, text.indexOf("\uFFFD")))).length;
}

/**
 * Excel on Windows saves "CSV" in Windows-1252: then every byte above 127 is a letter or a mark of Dutch text. Where
 * other accents are good UTF-8, a byte was damaged.
 */
function adviceOn(piece: Uint8Array, hasAccents: boolean): string {
  const isPartlyUtf8 = hasAccents || /[À-ÿ]/.test(new TextDecoder().decode(piece));
  const text = new TextDecoder("windows-1252").decode(piece);
  const isText = !isPartlyUtf8 && /^[\t\n\r -~À-ÖØ-öø-ÿ€‘’“”–—…·°²³½§«»\u00a0]*$/.test(text);
  return isText
    ? "It looks like Windows-1252, as Excel saves CSV: save it as CSV UTF-8, or load it with --encoding windows-1252."
    : "The file is damaged, or in another encoding: fetch it again, or save it as UTF-8.";
}
