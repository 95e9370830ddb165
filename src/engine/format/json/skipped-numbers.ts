import { Byte, type SectionReader } from './section.ts'

/** Walks over an array that holds numbers only, at the speed at which its end can be searched for. */
export class SkippedNumbers implements SectionReader {
  read(bytes: Uint8Array, from: number, to: number, _offset: number): number {
    const end = bytes.subarray(from, to).indexOf(Byte.closeBracket)
    return end === -1 ? -1 : from + end + 1
  }
}
