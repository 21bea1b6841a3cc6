import { describe, expect, it } from "vitest";
import { readOptions, START_HELP } from "../../scripts/start/options.ts";

describe("options of npm start", () => {
  it("are 8787, .data, embedded, with the demo, where nothing is told", () => {
    expect(readOptions([])).toEqual({
      port: 8787,
      dataFolder: ".data",
      databaseUrl: undefined,
      isFresh: false,
      isSure: false,
      hasDemo: true,
      showsTimings: false,
    });
  });

  it("are taken as told", () => {
    const told = ["--port", "9000", "--data", "elsewhere", "--fresh", "--yes", "--no-demo", "--timings"];
    expect(readOptions(told)).toMatchObject({
      port: 9000,
      dataFolder: "elsewhere",
      isFresh: true,
      isSure: true,
      hasDemo: false,
      showsTimings: true,
    });
  });

  it("give help, which names every one of them", () => {
    expect(readOptions(["--help"])).toBeNull();
    for (const name of ["port", "data", "database-url", "fresh", "yes", "no-demo", "timings", "help"]) {
      expect(START_HELP).toContain(`--${name}`);
    }
  });

  it("refuse a port that is none", () => {
    for (const port of ["0", "65536", "http", "80.5", ""]) {
      expect(() => readOptions([`--port=${port}`])).toThrow(
        `got --port ${port}, expected a number from 1 to 65535`,
      );
    }
  });

  it("refuse a database address that is none, without repeating its password", () => {
    for (const url of ["mysql://u:secret@host/db", "postgresql://u:secret@host", "secret"]) {
      const read = () => readOptions(["--database-url", url]);
      expect(read).toThrow("expected postgresql://user:password@host:port/name");
      expect(read).not.toThrow("secret");
    }
  });

  it("refuse to empty a real database", () => {
    const both = ["--fresh", "--database-url", "postgresql://u@host/db"];
    expect(() => readOptions(both)).toThrow("got --fresh together with --database-url");
  });

  it("refuse what they do not know", () => {
    expect(() => readOptions(["--prot", "1"])).toThrow("--prot");
  });
});
