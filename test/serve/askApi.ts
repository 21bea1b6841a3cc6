/** Asks an app in this process as a client would; every test file makes its own app. */
import { createApp } from "../../src/serve/app.ts";
import { type FakeOptions, fakeStore } from "./fakeStore.ts";

export const ORIGIN = "https://zesminuten.test";
export const NOW = new Date("2026-01-01T03:31:00Z");

export function startApi(options: FakeOptions & { baseUrl?: string; cache?: Cache } = {}) {
  const { store, reads } = fakeStore(options);
  const contact = { name: "Zesminuten", email: "info@zesminuten.test", url: "https://zesminuten.test" };
  const { baseUrl, cache } = options;
  const app = createApp({ store, version: "0.1.0", contact, baseUrl, cache, now: () => NOW });
  const ask = async (path: string, init?: RequestInit) => {
    const after: Promise<unknown>[] = [];
    const context = {
      waitUntil: (promise: Promise<unknown>) => void after.push(promise),
      passThroughOnException: () => {},
      props: {},
    };
    const response = await app.request(path.startsWith("http") ? path : ORIGIN + path, init, {}, context);
    await Promise.all(after);
    return response;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what a document holds is what the tests are about
  const askJson = async (path: string, init?: RequestInit): Promise<any> => (await ask(path, init)).json();
  return { ask, askJson, reads };
}
