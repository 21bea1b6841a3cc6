/** Files as the readers want them: bytes that may be gone through again, hashed on the first way. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { type FileFormat, FORMAT_NAMES } from "../../src/load/fileFormat.ts";
import { IDENTIFIED_BYTES, identifyFile } from "../../src/load/identifyFile.ts";
import type { ByteSource } from "../../src/load/reader.ts";
import { type Encoding, toUtf8 } from "../../src/load/toUtf8.ts";
import type { InputBytes } from "../../src/store/imports/importFiles.ts";

export interface InputFile extends InputBytes {
  path: string;
  sizeBytes: number;
}

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
  const known = await identifyFile(basename(path), head, told);
  if ("refused" in known) throw new Error(known.refused);
  return {
    name: basename(path),
    path,
    sizeBytes,
    format: known.format,
    head: known.head,
    bytes: toUtf8(bytes, known.encoding),
    contentHash: () => contentHash,
  };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(IDENTIFIED_BYTES), 0, IDENTIFIED_BYTES, 0);
  await file.close();
  return buffer.subarray(0, bytesRead);
}

export function requireFormat(file: InputFile, formats: readonly FileFormat[]): InputFile {
  if (formats.includes(file.format)) return file;
  throw new Error(
    `got ${file.name}, which is ${FORMAT_NAMES[file.format]}, expected ${formats.map((format) => FORMAT_NAMES[format]).join(" or ")}; convert it`,
  );
}
