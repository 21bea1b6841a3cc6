/** Files as the readers want them: bytes that may be gone through again, hashed on the first way. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { type FileFormat, FORMAT_NAMES, fileFormat } from "../../src/load/fileFormat.ts";
import { FOREIGN_KINDS, fileKind, isForeign } from "../../src/load/fileKind.ts";
import type { ByteSource } from "../../src/load/reader.ts";
import { type Encoding, toUtf8 } from "../../src/load/toUtf8.ts";
import type { InputBytes } from "../../src/store/imports/importFiles.ts";

export interface InputFile extends InputBytes {
  path: string;
  sizeBytes: number;
}

const HEAD_BYTES = 4_096;

export async function openInputFile(path: string, told: Encoding = "utf-8"): Promise<InputFile> {
  if (!existsSync(path)) throw new Error(`got file ${path}, which is not there; check the path`);
  const { size: sizeBytes } = statSync(path);
  if (!statSync(path).isFile()) throw new Error(`got ${path}, which is a folder; give the files in it`);
  const head = await readHead(path);
  let contentHash = "";
  const bytes: ByteSource = {
    async *[Symbol.asyncIterator]() {
      const hash = createHash("sha256");
      for await (const chunk of createReadStream(path)) {
        hash.update(chunk as Uint8Array);
        yield chunk as Uint8Array;
      }
      contentHash = hash.digest("hex");
    },
  };
  const kind = fileKind(head);
  if (kind === "empty") throw new Error(`got ${path}, which is empty; fetch it again`);
  if (isForeign(kind) && !(kind === "utf-16" && told === "utf-16")) {
    const { got, advice } = FOREIGN_KINDS[kind];
    const expected = "CSV, GeoJSON or an OpenStreetMap extract";
    throw new Error(`got ${basename(path)}, which is ${got}, expected ${expected}. ${advice}`);
  }
  const encoding = kind === "pbf" ? "utf-8" : told;
  const text = await headText(toUtf8(onlyChunk(head), encoding));
  return {
    name: basename(path),
    path,
    sizeBytes,
    format: fileFormat(text),
    head: text,
    bytes: toUtf8(bytes, encoding),
    contentHash: () => contentHash,
  };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  await file.close();
  return buffer.subarray(0, bytesRead);
}

async function* onlyChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

async function headText(bytes: ByteSource): Promise<string> {
  let text = "";
  for await (const chunk of bytes) text += Buffer.from(chunk).toString("latin1");
  return text;
}

export function requireFormat(file: InputFile, formats: readonly FileFormat[]): InputFile {
  if (formats.includes(file.format)) return file;
  throw new Error(
    `got ${file.name}, which is ${FORMAT_NAMES[file.format]}, expected ${formats.map((format) => FORMAT_NAMES[format]).join(" or ")}; convert it`,
  );
}
