/** `npm start`'s own process, run for a test: what it prints, where it serves, what is left of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { onTestFinished } from "vitest";
import { markTree, type ProcessMark } from "../../scripts/start/leftovers.ts";

export interface StartProcess {
  child: ChildProcess;
  /** everything printed so far */
  output(): string;
  /** waits for a text; fails when the process ends first */
  printed(text: string): Promise<void>;
  exitCode: Promise<number | null>;
  /** the process and all below it, as they are now */
  processes(): ProcessMark[];
}

export function startProcess(...args: string[]): StartProcess {
  const child = spawn("node_modules/.bin/node", ["scripts/start.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const heard: (() => void)[] = [];
  const hear = (data?: Buffer) => {
    output += data ?? "";
    for (const wake of heard.splice(0)) wake();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const exitCode = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.once("close", () => hear());
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exitCode;
  });
  return {
    child,
    output: () => output,
    exitCode,
    processes: () => markTree(child.pid!),
    async printed(text) {
      while (!output.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`ended before "${text}":\n${output}`);
        await new Promise<void>((resolve) => heard.push(resolve));
      }
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
