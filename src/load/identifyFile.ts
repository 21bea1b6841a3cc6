/** What a file is, by its first bytes, and how to read it; or a sentence about why no reader takes it. */
import { type FileFormat, fileFormat } from "./fileFormat.ts";
import { FOREIGN_KINDS, fileKind, isForeign } from "./fileKind.ts";
import { type Encoding, toUtf8 } from "./toUtf8.ts";

export interface KnownFile {
  format: FileFormat;
  /** the first characters, in UTF-8 read as latin-1 */
  head: string;
  /** what its bytes have to be turned from */
  encoding: Encoding;
}

/** So much of a file tells what it is, and holds its first line. */
export const IDENTIFIED_BYTES = 4_096;

export async function identifyFile(
  name: string,
  head: Uint8Array,
  told: Encoding = "utf-8",
): Promise<KnownFile | { refused: string }> {
  const kind = fileKind(head);
  if (kind === "empty") return { refused: `got ${name}, which is empty; fetch it again` };
  if (isForeign(kind) && !(kind === "utf-16" && told === "utf-16")) {
    const { got, advice } = FOREIGN_KINDS[kind];
    const expected = "CSV, GeoJSON or an OpenStreetMap extract";
    return { refused: `got ${name}, which is ${got}, expected ${expected}. ${advice}` };
  }
  const encoding = kind === "pbf" ? "utf-8" : told;
  let text = "";
  for await (const chunk of toUtf8(onlyChunk(head), encoding)) {
    text += String.fromCharCode(...chunk);
  }
  // after a byte order mark, here read as latin-1
  if (text.replace(/^\xef\xbb\xbf/, "").trim() === "")
    return { refused: `got ${name}, which is empty but for blank lines; fetch it again` };
  return { format: fileFormat(text), head: text, encoding };
}

async function* onlyChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
