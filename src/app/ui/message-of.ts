/** The sentence that an error has for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `Something failed: ${String(error)}`
}
