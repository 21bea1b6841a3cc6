/**
 * A text file in another encoding, told by the person who loads it, as the UTF-8 that every reader takes.
 */
import type { ByteSource } from "./reader.ts";

export const ENCODINGS = ["utf-8", "windows-1252", "utf-16"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** May be gone through as often as `bytes`. A byte that has no meaning in the encoding becomes `U+FFFD`. */
export function toUtf8(bytes: ByteSource, encoding: Encoding): ByteSource {
  if (encoding === "utf-8") return bytes;
  return {
    async *[Symbol.asyncIterator]() {
      const encoder = new TextEncoder();
      let decoder: TextDecoder | null = encoding === "utf-16" ? null : new TextDecoder(encoding);
      for await (const chunk of bytes) {
        if (chunk.length === 0) continue;
        // a file in UTF-16 begins with FE FF when the big end comes first, nearly always with FF FE
        decoder ??= new TextDecoder(chunk[0] === 0xfe ? "utf-16be" : "utf-16le");
        yield encoder.encode(decoder.decode(chunk, { stream: true }));
      }
      const rest = decoder?.decode() ?? "";
      if (rest !== "") yield encoder.encode(rest);
    },
  };
}
