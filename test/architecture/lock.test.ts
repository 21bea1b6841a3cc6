import { describe, expect, it } from "vitest";
import lock from "../../package-lock.json" with { type: "json" };

interface Locked {
  version?: string;
  optionalDependencies?: Record<string, string>;
}
const packages = lock.packages as Record<string, Locked>;

describe("the lock file", () => {
  it("names every optional package of every platform, or npm ci refuses it", () => {
    // a registry that lacks the builds for other platforms makes npm leave them out of the file
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );
    expect(missing).toEqual([]);
  });
});

/** As Node looks for it: beside the package, then in each folder above. */
function isLocked(path: string, name: string): boolean {
  const own = `${path === "" ? "" : `${path}/`}node_modules/${name}`;
  if (own in packages) return true;
  return path !== "" && isLocked(path.slice(0, Math.max(0, path.lastIndexOf("node_modules/") - 1)), name);
}
