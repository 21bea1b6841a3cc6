import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openInputFile } from "../../scripts/load/files.ts";

it("tells a spreadsheet or a zip for what it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zesminuten-files-"));
  for (const [name, head] of [
    ["aeds.xlsx", [0x50, 0x4b, 3, 4, 20, 0]],
    ["aeds.csv.gz", [0x1f, 0x8b, 8, 0]],
  ] as const) {
    await writeFile(join(folder, name), new Uint8Array(head));
    await expect(openInputFile(join(folder, name))).rejects.toThrow(/zip or a spreadsheet.*CSV UTF-8/);
  }
  await rm(folder, { recursive: true });
});
