/** Makes the demo in a thread of its own: 4 s of computation beside the making of the database. */
import { parentPort, workerData } from "node:worker_threads";
import { type Demo, type DemoProgress, makeDemo } from "../demo/index.ts";

export interface DemoRequest {
  seed: number;
}
export type DemoNews = { step: Parameters<DemoProgress>[0]; share: number } | { demo: Demo };

const tell = (news: DemoNews) => parentPort!.postMessage(news);
const { seed } = workerData as DemoRequest;
tell({ demo: makeDemo(seed, (step, share) => tell({ step, share })) });
