/**
 * The wire between `pg` and PGlite inside one process: what `pg` writes, PGlite answers.
 * No TCP port is opened, so nothing else on the machine can reach the database past its password.
 */
import { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";

type Done = (error?: Error | null) => void;

export function pgliteSocket(pglite: PGlite): Duplex {
  const answer = async (bytes: Uint8Array, done: Done) => {
    try {
      await pglite.execProtocolRawStream(bytes, { onRawData: (data) => socket.push(Buffer.from(data)) });
      done();
    } catch (error) {
      done(error as Error);
    }
  };
  const socket = new Duplex({
    read() {},
    write: (chunk: Buffer, _encoding, done: Done) => void answer(chunk, done),
    // pg corks Parse…Sync: one call instead of five
    writev: (chunks, done: Done) => void answer(Buffer.concat(chunks.map(({ chunk }) => chunk)), done),
    final(done: Done) {
      socket.push(null);
      done();
    },
  });
  const connect = () => process.nextTick(() => socket.emit("connect"));
  // the part of net.Socket that pg calls
  return Object.assign(socket, { connect, setNoDelay() {}, setKeepAlive() {}, ref() {}, unref() {} });
}
