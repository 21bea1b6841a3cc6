/** `npm run load` as a process of its own. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Its high-water mark of memory as the kernel keeps it (Linux). Throws where the command fails. */
export async function peakBytesOf(args: string[]): Promise<number> {
  const script = new URL("../load.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let [bytes, told] = [0, ""];
  child.stderr.on("data", (chunk) => {
    told += chunk;
  });
  const timer = setInterval(() => {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
    if (kilobytes) bytes = 1024 * Number(kilobytes);
  }, 10);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`load ${args[0]} ended with ${code}: ${told}`);
  return bytes;
}
