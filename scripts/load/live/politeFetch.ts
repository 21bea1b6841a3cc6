/**
 * Asks public services the way they want to be asked: one request at a time with a pause between, a name to complain
 * to, patience when they are busy. An answer counts only when it is whole and of the kind that was asked for.
 */
export interface Asked {
  url: string;
  /** sent as a form by POST; absent = GET */
  form?: Record<string, string>;
}

export interface PoliteOptions {
  userAgent: string;
  /** an Overpass query may take 180 s by itself */
  timeoutMilliseconds?: number;
  attempts?: number;
  pauseMilliseconds?: number;
  /** before the second attempt; doubled before each that follows */
  backoffMilliseconds?: number;
  /** told when it has to wait, in a sentence */
  onWait?: (sentence: string) => void;
  /** in [0, 1): spreads those who were turned away at the same moment */
  random?: () => number;
}

/** Worth another try: the service is busy, or the answer was not whole. */
export class Unready extends Error {
  readonly retryAfterSeconds: number | null;
  constructor(message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** `read` makes of the text what is wanted, and throws `Unready` where the answer is not whole. */
export type PoliteFetch = <T>(asked: Asked, read: (text: string) => T) => Promise<T>;

/** A service that asks for more is not coming back today. Assumption. */
const RETRY_AFTER_MAX_SECONDS = 600;
/** All buurten come in pages of some 20 MB; more than this is not an answer. Assumption. */
const ANSWER_MAX_BYTES = 200_000_000;
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH/;

export function createPoliteFetch(options: PoliteOptions): PoliteFetch {
  const { attempts = 5, pauseMilliseconds = 1_000, random = Math.random, onWait } = options;
  let turn: Promise<unknown> = Promise.resolve();
  const ask = async <T>(asked: Asked, read: (text: string) => T): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return read(await request(asked, options));
      } catch (error) {
        const { problem, isFinal, retryAfterSeconds } = judge(error);
        if (isFinal || attempt === attempts) throw new Error(giveUp(asked, problem, attempt));
        const own = (options.backoffMilliseconds ?? 5_000) * 2 ** (attempt - 1) * (0.5 + random());
        const milliseconds = Math.max(own, (retryAfterSeconds ?? 0) * 1_000);
        onWait?.(`${hostOf(asked)}: ${problem}; again in ${Math.ceil(milliseconds / 1_000)} s`);
        await sleep(milliseconds);
      }
    }
  };
  return (asked, read) => {
    const mine = turn.then(() => ask(asked, read));
    turn = mine.then(
      () => sleep(pauseMilliseconds),
      () => sleep(pauseMilliseconds),
    );
    return mine;
  };
}

async function request({ url, form }: Asked, options: PoliteOptions): Promise<string> {
  const response = await fetch(url, {
    method: form ? "POST" : "GET",
    body: form && new URLSearchParams(form),
    headers: { "User-Agent": options.userAgent, Accept: "application/json" },
    signal: AbortSignal.timeout(options.timeoutMilliseconds ?? 240_000),
  });
  const { status } = response;
  if (status === 429 || status >= 500) {
    await response.body?.cancel();
    throw new Unready(`it answered ${status}`, retryAfter(response.headers.get("Retry-After")));
  }
  const text = await bodyOf(response);
  if (status !== 200) throw new Error(`it answered ${status}: ${firstWords(text)}`);
  return text;
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, count] = ["", 0];
  for await (const chunk of response.body ?? []) {
    count += chunk.length;
    if (count > ANSWER_MAX_BYTES) throw new Error(`it answered more than ${ANSWER_MAX_BYTES / 1e6} MB`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The whole of a JSON object; a page of HTML, or one that ends in the middle, is not. */
export function wholeObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // told below, the same for all
  }
  const got = /^\s*</.test(text)
    ? "a web page"
    : text.trim() === ""
      ? "nothing"
      : "an answer that is not whole";
  throw new Unready(`it answered ${got}, expected JSON: ${firstWords(text)}`);
}

function judge(error: unknown): { problem: string; isFinal: boolean; retryAfterSeconds: number | null } {
  if (error instanceof Unready) {
    const { message, retryAfterSeconds } = error;
    const isFinal = (retryAfterSeconds ?? 0) > RETRY_AFTER_MAX_SECONDS;
    return {
      problem: isFinal ? `${message}, for ${retryAfterSeconds} s` : message,
      isFinal,
      retryAfterSeconds,
    };
  }
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const code = `${cause?.code ?? ""} ${cause?.message ?? ""}`;
  if (name === "TimeoutError")
    return { problem: "it did not answer in time", isFinal: false, retryAfterSeconds: null };
  if (OFFLINE.test(code)) {
    const problem = `no connection (${OFFLINE.exec(code)![0]}): this machine may be offline, or the address wrong`;
    return { problem, isFinal: false, retryAfterSeconds: null };
  }
  // fetch tells a connection that broke by a TypeError
  if (error instanceof TypeError)
    return { problem: "the connection broke off", isFinal: false, retryAfterSeconds: null };
  return { problem: message, isFinal: true, retryAfterSeconds: null };
}

function giveUp(asked: Asked, problem: string, attempts: number): string {
  const times = attempts === 1 ? "" : ` after ${attempts} attempts`;
  return `got nothing usable from ${hostOf(asked)}${times}: ${problem}. Nothing was changed; what was fetched is kept, so start it again later`;
}

function hostOf({ url }: Asked): string {
  return new URL(url).host;
}

/** Seconds, or a date. */
function retryAfter(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d+$/.test(text.trim())) return Number(text);
  const seconds = (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

function firstWords(text: string): string {
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
