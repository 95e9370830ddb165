import type { ProcessMemory } from '../model/process-info.ts'
import type { MemoryFigures, MissingFigure } from '../model/process-memory-rows.ts'

const MISSING: Readonly<Record<MissingFigure, string>> = {
  rss: 'The resident size is not known: this system does not tell it, so the parts are only what is known.',
  regions:
    'The mappings are not known: libraries and mapped files count as far as the totals tell them apart.',
  arenas:
    'pymalloc says nothing: tracemalloc was tracing, which hides it, or it is turned off, or this build has none. Its free memory, where there is any, is among other anonymous memory.',
  malloc:
    'malloc says nothing, as on musl, macOS and Windows: what it has in use and free is among other anonymous memory.',
}

/**
 * What must be known to read the figures right, a sentence each: what is not resident, swapped, contradictory or missing.
 * @param bytes writes a size for people
 */
export function memoryNotes(
  { notResident, contradiction, missing }: MemoryFigures,
  memory: ProcessMemory | null,
  bytes: (size: number) => string,
): string[] {
  const swap = memory?.swap ?? 0
  return [
    ...(notResident > 0
      ? [
          `The parts exceeded what is resident by ${bytes(notResident)}: never touched, given back or swapped out. This was taken off what is free first, and is an estimate.`,
        ]
      : []),
    ...(swap > 0 ? [`${bytes(swap)} are swapped out and not part of RSS.`] : []),
    ...(contradiction > 0
      ? [`The mappings exceed RSS by ${bytes(contradiction)}; this was taken off the parts.`]
      : []),
    ...missing.map((name) => MISSING[name]),
  ]
}
