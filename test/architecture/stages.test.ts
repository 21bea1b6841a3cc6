import ts from "typescript";
import { describe, expect, it } from "vitest";
import { importsOf, listFiles, readSource } from "./sources.ts";

/**
 * Earlier to later. `words` are the records and the one contract of readers, that every stage speaks; `grid` is the
 * ground on which load counts responders and people into cells, so it comes before load here.
 */
const ORDER = [
  "words", "grid", "load", "privacy", "travel", "coverage", "simulate", "analyse", "scenario", "pipeline",
  "store", "refresh", "serve", "index",
]; // biome-ignore format: one list
const PURE = new Set([
  "words", "grid", "load", "privacy", "travel", "coverage", "simulate", "analyse", "scenario", "pipeline",
]); // biome-ignore format: one list
const WORDS = new Set(["src/load/records.ts", "src/load/reader.ts"]);
/** Any stage may read the assumptions. */
const OPEN_TO_ALL = new Set(["words", "scenario"]);
/** Plain constants that the page and the Worker share. */
const SHARED_WITH_WEB = new Set(["src/web/csp.ts"]);

const files = listFiles("src").filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"));
const worker = files.filter((path) => stageOf(path) !== "web");
const sources = new Map(files.map((path) => [path, readSource(path)]));
const imports = new Map([...sources].map(([path, source]) => [path, importsOf(source)]));

/** `src/coverage/zones.ts` → coverage, `src/pipeline.ts` → pipeline. */
function stageOf(path: string): string {
  if (WORDS.has(path)) return "words";
  return path.split("/")[1].replace(/\.ts$/, "");
}

describe("the stages", () => {
  it("are all named here", () => {
    const unknown = worker.map(stageOf).filter((stage) => !ORDER.includes(stage));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("point only to earlier stages", () => {
    const backwards = worker.flatMap((path) =>
      imports
        .get(path)!
        .filter(({ file }) => file?.startsWith("src/") && !isEarlier(stageOf(file), stageOf(path), file))
        .map(({ file }) => `${path} → ${file}`),
    );
    expect(backwards).toEqual([]);
  });

  it("have no circle of files that need each other to run", () => {
    expect(findCircle()).toBeNull();
  });
});

describe("the pure stages", () => {
  const pure = files.filter((path) => PURE.has(stageOf(path)));
  const FORBIDDEN_PACKAGES =
    /^(hono|@hono\/.*|drizzle-orm.*|@neondatabase\/.*|cloudflare:.*|node:.*|pg)(\/.*)?$/;
  const FORBIDDEN_CALLS = new Set([
    "fetch", "Date.now", "Math.random", "performance.now", "crypto.randomUUID", "crypto.getRandomValues",
    "setTimeout", "setInterval", "queueMicrotask",
  ]); // biome-ignore format: one list

  it("are found", () => {
    expect(pure.length).toBeGreaterThan(30);
  });

  it("import no server, database, platform or Node", () => {
    const wrong = pure.flatMap((path) =>
      imports
        .get(path)!
        .filter(({ specifier }) => FORBIDDEN_PACKAGES.test(specifier))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it("ask neither clock, chance nor network", () => {
    const wrong = pure.flatMap((path) => {
      const found: string[] = [];
      visitAll(sources.get(path)!, (node) => {
        const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
        const name = isCall ? node.expression.getText().replace(/^globalThis\./, "") : "";
        const isNow = ts.isNewExpression(node) && name === "Date" && !node.arguments?.length;
        if (FORBIDDEN_CALLS.has(name) || isNow) found.push(`${path}: ${node.getText().slice(0, 60)}`);
      });
      return found;
    });
    expect(wrong).toEqual([]);
  });
});

describe("what runs in the Worker", () => {
  it("needs no Node", () => {
    const wrong = worker.flatMap((path) =>
      imports
        .get(path)!
        .filter(({ specifier }) => specifier.startsWith("node:"))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it("tells h3-js its memory before anything imports it", () => {
    expect(imports.get("src/index.ts")![0].file).toBe("src/grid/h3Memory.ts");
  });

  it("fetches from the outside in refresh/ only", () => {
    const wrong = worker.filter((path) => {
      let isFetching = false;
      visitAll(sources.get(path)!, (node) => {
        if (ts.isCallExpression(node) && node.expression.getText() === "fetch") isFetching = true;
      });
      return isFetching && stageOf(path) !== "refresh";
    });
    expect(wrong).toEqual([]);
  });

  it("reads exact responder counts in the imports only", () => {
    const EXACT = /\bexact\.(responder_shard|protection_key)\b|\b(responderShard|protectionKey)\b/;
    const wrong = worker.filter(
      (path) =>
        EXACT.test(sources.get(path)!.text) &&
        !path.startsWith("src/store/imports/") &&
        path !== "src/store/schema.ts",
    );
    expect(wrong).toEqual([]);
  });
});

function isEarlier(stage: string, than: string, file: string): boolean {
  if (stage === than || OPEN_TO_ALL.has(stage)) return true;
  if (stage === "web") return SHARED_WITH_WEB.has(file);
  return ORDER.indexOf(stage) < ORDER.indexOf(than);
}

/** One circle of run-time imports as `a → b → a`, or null. */
function findCircle(): string | null {
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(" → ");
    if (done.has(path)) return null;
    for (const { file, isTypeOnly } of imports.get(path) ?? []) {
      const circle = file && !isTypeOnly ? walk(file, [...trail, path]) : null;
      if (circle) return circle;
    }
    done.add(path);
    return null;
  };
  for (const path of files) {
    const circle = walk(path, []);
    if (circle) return circle;
  }
  return null;
}

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}
