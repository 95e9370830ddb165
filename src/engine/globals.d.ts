/**
 * The only globals the engine may use beyond ECMAScript: they exist alike in pages, workers, Node, Deno and Bun.
 * Everything else of a host (clock, timers, files, screens) is handed in.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
}

interface ByteTransform {
  readonly readable: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> }
  }
  readonly writable: {
    getWriter(): {
      write(chunk: Uint8Array): Promise<void>
      close(): Promise<void>
      abort(reason?: unknown): Promise<void>
    }
  }
}

declare class CompressionStream implements ByteTransform {
  constructor(format: 'deflate-raw')
  readonly readable: ByteTransform['readable']
  readonly writable: ByteTransform['writable']
}

declare class DecompressionStream implements ByteTransform {
  constructor(format: 'gzip' | 'deflate-raw')
  readonly readable: ByteTransform['readable']
  readonly writable: ByteTransform['writable']
}

/** Undefined where a page was not loaded from a trustworthy origin (https or this machine). */
declare const crypto: {
  readonly subtle?: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> }
}

declare function atob(base64: string): string
