import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openInputFile } from "../../scripts/load/files.ts";

it("tells a file that no reader takes for what it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zesminuten-files-"));
  for (const [name, head, told] of [
    ["aeds.xlsx", [0x50, 0x4b, 3, 4, 20, 0], /zip or a spreadsheet.*CSV UTF-8/],
    ["aeds.csv.gz", [0x1f, 0x8b, 8, 0], /packed file.*Unpack it/],
    ["aeds.csv", [], /which is empty/],
    ["aeds.ndjson", [10, 13, 10, 32, 9, 10], /empty but for blank lines; fetch it again/],
    ["bom.csv", [0xef, 0xbb, 0xbf, 10], /empty but for blank lines/],
    ["aeds.txt", [0xff, 0xfe, 0x72, 0], /UTF-16.*--encoding utf-16/],
  ] as const) {
    await writeFile(join(folder, name), new Uint8Array(head));
    await expect(openInputFile(join(folder, name))).rejects.toThrow(told);
  }
  await rm(folder, { recursive: true });
});

it("takes a file in the encoding it is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zesminuten-files-"));
  const text = "\uFEFF" + '{"type":"FeatureCollection"}';
  await writeFile(join(folder, "aeds.json"), Buffer.from(text, "utf16le"));
  const file = await openInputFile(join(folder, "aeds.json"), "utf-16");
  expect([file.format, file.head]).toEqual(["json", text.slice(1)]);
  let read = "";
  for await (const chunk of file.bytes) read += Buffer.from(chunk).toString("utf8");
  expect(read).toBe(text.slice(1));
  // the hash is of the file as it lies there
  expect(file.contentHash()).toMatch(/^[0-9a-f]{64}$/);
  await rm(folder, { recursive: true });
});
