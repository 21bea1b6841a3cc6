/**
 * Processes that a killed start could not end. Each is known by its id and the moment it began, so that another
 * process that got the same id since is never touched. Read from /proc; where there is none, nothing is ended.
 */
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

export interface ProcessMark {
  pid: number;
  /** clock ticks since boot at which it began */
  startTicks: string;
}

/** A process and all below it, children after parents. */
export function markTree(pid: number): ProcessMark[] {
  const startTicks = startTicksOf(pid);
  if (startTicks === null) return [];
  return [{ pid, startTicks }, ...childrenOf(pid).flatMap(markTree)];
}

/** Ends those that still live; how many there were. */
export async function endLeftovers(marks: readonly ProcessMark[]): Promise<number> {
  const alive = marks.filter(isAlive);
  for (const { pid } of alive) kill(pid);
  for (let tries = 0; tries < 50 && alive.some(isAlive); tries++) await wait(20);
  return alive.length;
}

export function isAlive({ pid, startTicks }: ProcessMark): boolean {
  return startTicksOf(pid) === startTicks;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone in the meantime
  }
}

/** Field 22 of /proc/<pid>/stat, counted behind the name in brackets; null when there is no such process. */
function startTicksOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isZombie = fields[0] === "Z";
  return isZombie ? null : fields[19];
}

function childrenOf(pid: number): number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`) ?? "";
  return text.split(" ").filter(Boolean).map(Number);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
