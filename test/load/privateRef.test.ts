import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isElement, isPrivateRef, privateRef } from "../../src/load/privateRef.ts";

const KEY = Uint8Array.from({ length: 32 }, (_, n) => 7 * n);
const OTHER_KEY = Uint8Array.from({ length: 32 }, (_, n) => n);

describe("the ref of a private AED", () => {
  it("is half of an HMAC-SHA-256 of the element, the same for every source", () => {
    const digest = createHmac("sha256", KEY).update("zesminuten private aed v1\nnode/123").digest("hex");
    expect(privateRef(KEY, { sourceId: "osm", ref: "node/123" })).toBe(`private/${digest.slice(0, 32)}`);
    expect(privateRef(KEY, { sourceId: "monaco", ref: "node/123" })).toBe(
      privateRef(KEY, { sourceId: "osm", ref: "node/123" }),
    );
  });

  it("is of one source where the ref is that source's own", () => {
    const digest = createHmac("sha256", KEY).update("zesminuten private aed v1\ntown:kast 7é").digest("hex");
    expect(privateRef(KEY, { sourceId: "town", ref: "kast 7é" })).toBe(`private/${digest.slice(0, 32)}`);
    expect(privateRef(KEY, { sourceId: "village", ref: "kast 7é" })).not.toBe(
      privateRef(KEY, { sourceId: "town", ref: "kast 7é" }),
    );
    expect(privateRef(KEY, { sourceId: "a", ref: "node/12 3" })).not.toBe(
      privateRef(KEY, { sourceId: "b", ref: "node/12 3" }),
    );
  });

  it("is of one sender where it was sent in", () => {
    const sent = (sender: string, ref = "node/123") => privateRef(KEY, { sourceId: "osm", ref, sender });
    const text = 'zesminuten private aed sent v1\n["key gis","node/123"]';
    const digest = createHmac("sha256", KEY).update(text).digest("hex");
    expect(sent("key gis")).toBe(`private/${digest.slice(0, 32)}`);
    const operators = privateRef(KEY, { sourceId: "osm", ref: "node/123" });
    expect(new Set([sent("key gis"), sent("key gis 2"), sent(""), operators]).size).toBe(4);
  });

  it("is another one under another key", () => {
    expect(privateRef(OTHER_KEY, { sourceId: "osm", ref: "node/123" })).not.toBe(
      privateRef(KEY, { sourceId: "osm", ref: "node/123" }),
    );
  });

  it("is known from every other ref", () => {
    expect(isPrivateRef(privateRef(KEY, { sourceId: "osm", ref: "way/5" }))).toBe(true);
    for (const ref of ["node/5", "private/861969/1", "private/", `private/${"f".repeat(33)}`])
      expect(isPrivateRef(ref)).toBe(false);
    expect(isElement("node/5")).toBe(true);
    for (const ref of ["node/", "node/5\n", "nodes/5", "a:node/5"]) expect(isElement(ref)).toBe(false);
  });
});
