/** The file of a request, stored in parts and read one part at a time: memory stays flat whatever its size. */
import type { ByteSource } from "../../load/reader.ts";
import type { Database } from "../database.ts";
import { fromBase64, toBase64 } from "../packing.ts";

/** As base64 in JSON a third more; a request of the driver ends at 64 MB, and a part has to fit an isolate twice. */
const PART_BYTES = 1024 * 1024;

/** Stores what comes, whatever the sizes of its chunks. */
export async function stageBody({ sql }: Database, requestId: string, bytes: ByteSource): Promise<void> {
  const waiting = new Uint8Array(PART_BYTES);
  let [length, part] = [0, 0];
  const flush = async () => {
    if (length === 0) return;
    await sql`insert into intake.import_body (request_id, part, bytes)
      values (${requestId}, ${part}, decode(${toBase64(waiting.subarray(0, length))}, 'base64'))`;
    part++;
    length = 0;
  };
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; ) {
      const piece = chunk.subarray(from, from + PART_BYTES - length);
      waiting.set(piece, length);
      length += piece.length;
      from += piece.length;
      if (length === PART_BYTES) await flush();
    }
  }
  await flush();
}

/** May be gone through again. */
export function stagedBody({ sql }: Database, requestId: string): ByteSource {
  return {
    async *[Symbol.asyncIterator]() {
      for (let part = 0; ; part++) {
        const rows = await sql`select encode(bytes, 'base64') as bytes from intake.import_body
          where request_id = ${requestId} and part = ${part}`;
        if (rows.length === 0) return;
        yield fromBase64(rows[0].bytes);
      }
    },
  };
}
