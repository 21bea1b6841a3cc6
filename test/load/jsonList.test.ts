import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonList } from "../../src/load/jsonList.ts";
import { sourceOf } from "./sources.ts";

const LIST = { list: "features", noun: "feature", expected: "a list" };

async function read(
  content: string | Uint8Array,
  chunkSize = 4096,
  options: Parameters<typeof readJsonList>[1] = LIST,
) {
  const all = { values: [] as unknown[], findings: [] as string[] };
  for await (const { records, findings } of readJsonList(sourceOf(content, chunkSize), options)) {
    all.values.push(...records.map(({ value }) => value));
    all.findings.push(...findings.map(({ place, got }) => `${place}: ${got}`));
  }
  return all;
}

describe("a list in JSON", () => {
  it("gives what JSON.parse gives, wherever the chunks are cut and whatever stands around", async () => {
    const record = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    const around = fc.dictionary(fc.constantFrom("type", "crs", "name"), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 6 }),
        around,
        around,
        fc.constantFrom(0, 1, 3),
        fc.integer({ min: 1, max: 40 }),
        async (features, before, after, indent, chunkSize) => {
          const text = JSON.stringify({ ...before, features, ...after }, null, indent);
          fc.pre(JSON.stringify(before).indexOf('"features":') === -1);
          const { values, findings } = await read(text, chunkSize);
          expect(findings).toEqual([]);
          expect(values).toEqual(JSON.parse(text).features);
          const bare = await read(JSON.stringify(features, null, indent), chunkSize, { ...LIST, list: null });
          expect(bare.values).toEqual(JSON.parse(text).features);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("ends with one finding wherever the file is cut, and gives no record that is not whole", async () => {
    const text = JSON.stringify({ type: "x", features: [{ a: '}]"' }, { b: [1, { c: "\\" }] }], total: 2 });
    const whole = JSON.parse(text).features as unknown[];
    for (let length = 0; length < text.length; length += 1) {
      const { values, findings } = await read(text.slice(0, length), 5);
      expect(findings).toHaveLength(1);
      expect(values).toEqual(whole.slice(0, values.length));
    }
  });

  it.each([
    ['{"features":[{}]}{"features":[{}]}', "around the features"],
    ['{"features":[{}],"features":[{}]}', "a second list"],
    ['{"a":{"features":[{}]},"features":[{}]}', "a second list"],
    ['{"type":"Feature,"features":[{}]}', "around the features"],
    ['{"features":[{}]]}', "around the features"],
    ['{"features":[{}],"total":1', "the end of the file after 1 features"],
    ['{"elements":[{}]}', "no list of features"],
    ['[{"features":[]}]', "no list of features"],
    [`{"features":[{"a":${"[".repeat(200)}`, "more than 100 deep, in feature 1"],
    [`{"features":[{"a":"${"x".repeat(2_000_000)}`, "a feature without end"],
    [`{"a":"${"x".repeat(2_000_000)}`, "no list of features"],
    [`{"features":[{}],"a":"${"x".repeat(2_000_000)}"}`, "around the features"],
  ])("is refused with its file: %#", async (text, got) => {
    const { findings } = await read(text, 65_536);
    expect(findings).toEqual([expect.stringContaining(got)]);
    expect(findings[0]).toMatch(/^file: /);
  });

  it("takes time in proportion to a record that never ends, in chunks however small", async () => {
    const endless = (length: number) => `{"features":[{"a":"${"x".repeat(length)}`;
    const cpuMs = async (text: string, options = { ...LIST, maxCharacters: 64_000_000 }) => {
      const before = process.cpuUsage();
      await read(text, 1024, options);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    await cpuMs(endless(1_000_000));
    const [small, large] = [await cpuMs(endless(4_000_000)), await cpuMs(endless(32_000_000))];
    // eight times the text: 8 when linear, 64 when quadratic
    expect(large / small).toBeLessThan(24);
  });
});
