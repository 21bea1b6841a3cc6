import { describe, expect, it } from "vitest";
import { byPublishedRun } from "../../src/serve/tiles/byPublishedRun.ts";
import type { PublishedRun, PublishedStore } from "../../src/store/published.ts";
import { fakeRun } from "./fakeStore.ts";

const OLD = fakeRun("00000000-0000-4000-8000-00000000000a");
const NEW = fakeRun("00000000-0000-4000-8000-00000000000b");

/** A store whose pointer can be moved, and what was done in which order. */
function movableStore() {
  const events: string[] = [];
  const state: { run: PublishedRun | null } = { run: OLD };
  const store = {
    readPublishedRun: async () => {
      events.push("asked");
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push("told");
      return state.run;
    },
  } as PublishedStore;
  const answer = async ({ id }: PublishedRun) => {
    events.push(`answer ${id.slice(-1)}`);
    return id;
  };
  return { store, state, events, answer };
}

describe("an answer by the published run", () => {
  it("waits for the pointer the first time, and begins beside it from then on", async () => {
    const { store, events, answer } = movableStore();
    expect(await byPublishedRun(store, answer)).toBe(OLD.id);
    expect(events).toEqual(["asked", "told", "answer a"]);
    events.length = 0;
    expect(await byPublishedRun(store, answer)).toBe(OLD.id);
    expect(events).toEqual(["answer a", "asked", "told"]);
  });

  it("is made anew when the pointer has moved, also where the old run can no longer be read", async () => {
    const { store, state, answer } = movableStore();
    await byPublishedRun(store, answer);
    state.run = NEW;
    const failing = async (run: PublishedRun) => {
      if (run.id === OLD.id) throw new Error("swept");
      return answer(run);
    };
    expect(await byPublishedRun(store, failing)).toBe(NEW.id);
  });

  it("fails as it failed when the pointer has not moved", async () => {
    const { store, answer } = movableStore();
    await byPublishedRun(store, answer);
    const failing = () => Promise.reject(new Error("connection refused"));
    await expect(byPublishedRun(store, failing)).rejects.toThrow("connection refused");
  });

  it("is refused when nothing is published any more, whatever was before", async () => {
    const { store, state, answer } = movableStore();
    await byPublishedRun(store, answer);
    state.run = null;
    await expect(byPublishedRun(store, answer)).rejects.toThrow();
  });

  it("of one store says nothing about another", async () => {
    const [one, other] = [movableStore(), movableStore()];
    other.state.run = NEW;
    expect(await byPublishedRun(one.store, one.answer)).toBe(OLD.id);
    expect(await byPublishedRun(other.store, other.answer)).toBe(NEW.id);
  });
});
