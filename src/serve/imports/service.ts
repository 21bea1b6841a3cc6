/** What the writing side of the API is given. */
import type { ImportWork } from "../../refresh/importTask.ts";

export interface ImportService extends ImportWork {
  /** puts an import on its queue */
  enqueue(importId: string): Promise<void>;
  /**
   * Undefined: the writing addresses exist while a live key does. False: never, whatever keys there are. True: always,
   * so that who comes without a key is told to bring one.
   */
  isEnabled?: boolean;
}

/** The secret `API_KEYS_ENABLED`: unset, or a word for no or yes. */
export function readEnabled(text: string | undefined): boolean | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  return !/^(0|false|no|off)$/i.test(text.trim());
}
