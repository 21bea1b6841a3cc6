/** The Worker as it would be uploaded, gzipped. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleBytes } from "../test/bundle.ts";
import type { BenchPart } from "./row.ts";

export const bundlePart: BenchPart = {
  group: "main",
  name: "bundle",
  async run(add) {
    const folder = await mkdtemp(join(tmpdir(), "zesminuten-bundle-"));
    try {
      const bytes = await bundleBytes(folder);
      add({
        group: "main",
        name: "Worker bundle, gzipped",
        value: bytes / 1_000,
        unit: "kB",
        target: "≤ 1000",
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
