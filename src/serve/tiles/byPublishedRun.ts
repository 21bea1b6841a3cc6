/**
 * Answers an address without a run by the run that was published when last asked, while the database is asked again:
 * one wait instead of two. Where the pointer has moved, the answer is thrown away and made anew.
 */
import type { PublishedRun, PublishedStore } from "../../store/published.ts";
import { readRun } from "../context.ts";

/** The run published when each store was last asked. */
const lastSeen = new WeakMap<PublishedStore, PublishedRun>();

/** Never answers by a run that was not published when the question came; refuses where none is. */
export async function byPublishedRun<T>(
  store: PublishedStore,
  answer: (run: PublishedRun) => Promise<T>,
): Promise<T> {
  const guess = lastSeen.get(store);
  // a run that was swept cannot be read: that counts only while it is still the published one
  const guessed = guess && settle(answer(guess));
  const run = await readRun(store, undefined);
  lastSeen.set(store, run);
  return guessed && run.id === guess.id ? (await guessed)() : answer(run);
}

/** The outcome to be had later: nothing goes unhandled when nobody asks for it. */
function settle<T>(promise: Promise<T>): Promise<() => T> {
  return promise.then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );
}
