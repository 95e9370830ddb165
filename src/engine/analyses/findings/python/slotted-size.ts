import type { Snapshot } from '../../../model/snapshot.ts'

/** Of an object with slots: the collector's header and its own, a slot. Bytes, on 64 bits. */
const HEADERS = 32
export const SLOT = 8

/** What an object with slots for so many attributes takes, in bytes, on 64 bits. */
export function slottedSize(attributes: number): number {
  return HEADERS + SLOT * attributes
}

/** Whether a capture is of a Python of 64 bits, for which alone these sizes are known. */
export function is64Bit({ python }: Snapshot): boolean {
  return (python!.process.python?.pointerBits ?? 64) === 64
}
