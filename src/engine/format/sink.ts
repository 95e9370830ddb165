/** Where a writer's bytes go, in their order. */
export interface ByteSink {
  /** Resolves when more may come; the bytes are not changed afterwards. */
  write(bytes: Uint8Array): Promise<void>
}
