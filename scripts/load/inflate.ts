/** Node's own inflate, faster than the platform's streams, and never more than the file says it holds. */
import { inflateSync } from "node:zlib";
import type { Inflate } from "../../src/load/osmPbf.ts";

export const inflate: Inflate = (zlibBytes, rawSize) =>
  // the option must be at least 1
  inflateSync(zlibBytes, { maxOutputLength: Math.max(rawSize, 1) });
