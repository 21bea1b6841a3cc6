import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyDataFolder } from "../../scripts/start/fresh.ts";
import { temporaryFolder } from "../harness/folder.ts";

describe("--fresh", () => {
  it("takes away what Zesminuten made and leaves what else lies there", async () => {
    const folder = await temporaryFolder();
    for (const name of ["postgres", "worker", "photos"]) await mkdir(join(folder, name));
    for (const name of ["postgres/base", "worker/worker.log", "photos/a.jpg", "running.json", "owner.lock"]) {
      await writeFile(join(folder, name), "x");
    }
    expect(await emptyDataFolder(folder, true)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(["owner.lock", "photos"]);
  });
});
