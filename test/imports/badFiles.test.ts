import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseDigest } from "../../scripts/fuzz/importDamaged.ts";
import { platform } from "../../scripts/load/fileOptions.ts";
import { openInputFile, requireFormat } from "../../scripts/load/files.ts";
import { reportText } from "../../scripts/load/reportText.ts";
import { type FileSubject, FORMATS } from "../../src/store/imports/fileSubjects.ts";
import { importFiles } from "../../src/store/imports/importFiles.ts";
import { startTestDatabase, type TestDatabase } from "../harness/database.ts";
import { BAD_FILES, goodAeds } from "./badFiles.ts";
import { NOW, real } from "./world.ts";

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "zesminuten-bad-"));
  await load("aeds", "good.csv", goodAeds());
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

/** As the command does it: what is printed, and how much was taken in. */
async function load(subject: FileSubject, name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  try {
    const file = requireFormat(await openInputFile(path), FORMATS[subject]);
    const source = real(subject);
    const given = { subject, source, files: [file], options: {} };
    const report = await importFiles(test.as("load"), given, { now: NOW }, platform);
    return { text: reportText(name, report), accepted: report.refused === null ? report.accepted : null };
  } catch (error) {
    return { text: (error as Error).message, accepted: null };
  }
}

describe("a bad file", () => {
  it.each(BAD_FILES)(
    "$name is told in words a person can act on",
    async ({ name, subject, content, told, accepted }) => {
      const before = await databaseDigest(test.database);
      const outcome = await load(subject, name, content);
      expect(outcome.text).toMatch(told);
      expect(outcome.accepted).toBe(accepted);
      if (accepted === null) expect(await databaseDigest(test.database)).toBe(before);
      // a screen, not a file: however long a field is
      expect(outcome.text.length).toBeLessThan(6_000);
    },
  );
});
