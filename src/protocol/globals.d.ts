/** What of a host crosses the protocol: a file's bytes, and a way to another thread; and what waits. Pages, workers and Node have all. */
interface Blob {
  readonly size: number
}
interface MessagePort {
  postMessage(message: unknown, transfer?: readonly unknown[]): void
  addEventListener(type: string, listener: (event: unknown) => void): void
  removeEventListener(type: string, listener: (event: unknown) => void): void
  start(): void
  close(): void
}

declare class MessageChannel {
  readonly port1: MessagePort
  readonly port2: MessagePort
}

declare function setTimeout(run: () => void, ms: number): number
declare function clearTimeout(timer: number | undefined): void
