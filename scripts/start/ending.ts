/**
 * How a start ends: what was opened is closed in the opposite order, once, whichever of Ctrl-C, a failure or the end
 * of npm comes first. A second Ctrl-C does not wait.
 */
export interface Ending {
  /** closed at the end, last opened first */
  closeAtEnd(close: () => unknown): void;
  /** resolves with the reason when the end has come */
  asked: Promise<string>;
  ask(reason: string): void;
  close(): Promise<void>;
}

/** One Ctrl-C comes twice under npm: from the terminal and passed on by npm. */
const SAME_PRESS_MILLISECONDS = 1_000;

export function prepareEnding(): Ending {
  const closers: (() => unknown)[] = [];
  const { promise: asked, resolve: ask } = Promise.withResolvers<string>();
  let askedAt = Number.POSITIVE_INFINITY;
  const onSignal = (signal: NodeJS.Signals) => {
    if (performance.now() - askedAt > SAME_PRESS_MILLISECONDS) process.exit(130);
    askedAt = Math.min(askedAt, performance.now());
    ask(signal);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);
  watchNpm(ask);
  return {
    closeAtEnd: (close) => void closers.push(close),
    asked,
    ask,
    async close() {
      for (const close of closers.reverse()) await close();
    },
  };
}

/** A killed npm tells nobody: its child notices by its new parent. */
function watchNpm(ask: (reason: string) => void): void {
  if (process.env.npm_lifecycle_event !== "start") return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) ask("npm is gone");
  }, 1_000).unref();
}
