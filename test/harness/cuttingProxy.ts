/**
 * Stands between a client and the Neon-protocol server, and cuts the connection at the n-th request: before the database
 * hears of it (`down`), or after the database did it and before the client is told (`cut`).
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Cut = "down" | "cut";

export interface CuttingProxy {
  /** what to give as `neonHttp` */
  address: string;
  /** cuts the n-th request from now on, counted from 1; 0 = none */
  cutAt(n: number, how?: Cut): void;
  /** whether it did */
  hasCut(): boolean;
  close(): Promise<void>;
}

export async function startCuttingProxy(neonHttp: string): Promise<CuttingProxy> {
  let [left, how, hasCut] = [0, "down" as Cut, false];
  const server = createServer(async (request, response) => {
    const isCut = left > 0 && --left === 0;
    hasCut ||= isCut;
    if (isCut && how === "down") return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (name.startsWith("neon-")) headers.set(name, String(value));
    }
    const answer = await fetch(neonHttp, { method: "POST", headers, body: Buffer.concat(chunks) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (isCut) return void request.socket.destroy();
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    cutAt: (n, cut = "down") => {
      [left, how, hasCut] = [n, cut, false];
    },
    hasCut: () => hasCut,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
