/** Runs cases one after the other in a thread of its own, whose memory is bounded and which may be ended. */
import { parentPort, workerData } from "node:worker_threads";
import { type CaseResult, makeCase, runCase } from "./fuzzCase.ts";
import { readMaterials } from "./materials.ts";
import type { ReaderName } from "./readers.ts";

export interface FuzzRequest {
  seed: number;
  from: number;
  to: number;
  reader: ReaderName | null;
}

export type FuzzNews =
  | { begins: number }
  | { ended: number; reader: ReaderName; result: CaseResult; milliseconds: number; bytes: number };

const { seed, from, to, reader } = workerData as FuzzRequest;
const tell = (news: FuzzNews) => parentPort!.postMessage(news);
const materials = readMaterials().filter((material) => reader === null || material.reader === reader);
for (let number = from; number < to; number += 1) {
  tell({ begins: number });
  const one = makeCase(seed, number, materials);
  const before = process.threadCpuUsage();
  const result = await runCase(one);
  const { user, system } = process.threadCpuUsage(before);
  const milliseconds = (user + system) / 1000;
  tell({ ended: number, reader: one.reader, result, milliseconds, bytes: one.bytes.length });
}
