import { knownWords, MEMORY_PART_WORDS } from '#engine/analyses/process-memory-parts.ts'
import { memoryNotes } from '#engine/analyses/process-memory-notes.ts'
import { memoryGrowthWords, memoryWords } from '#engine/analyses/process-memory-words.ts'
import { processFacts } from '#engine/analyses/process-facts.ts'
import { MEMORY_PARTS, type MemoryFigures, type MemoryPartName } from '#engine/model/process-memory-rows.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, deltaCell, formatBytes, formatName, type Paint, paintFor } from '../text.ts'
import type { KnownMemory } from './memory.ts'

/** A command line or a sentence may be long; it is told whole up to here. */
const LONGEST_FACT = 1000

const right = (title: string): Column => ({ title, align: 'right' })
const NAMES: readonly Column[] = [
  { title: 'part', align: 'left' },
  { title: 'known', align: 'left' },
]

/** For people: the conclusion, the parts, and what is known of the process. */
export function memoryText(after: KnownMemory, before: KnownMemory | null, io: Io): string {
  const paint = paintFor(io)
  const { figures, process } = after
  const facts = processFacts(process, formatBytes).map(
    ({ name, text }) => `${paint.quiet(`${name}:`)} ${formatName(text, LONGEST_FACT)}`,
  )
  return [
    paint.strong(memoryWords(figures, formatBytes)),
    ...(before ? [paint.strong(memoryGrowthWords(before.figures, figures, formatBytes))] : []),
    '',
    before ? besideTable(before.figures, figures, paint) : partTable(figures, paint),
    ...memoryNotes(figures, process.memory, formatBytes).map((note) => paint.quiet(note)),
    ...facts,
    '',
  ].join('\n')
}

function partTable({ parts, whole, rss }: MemoryFigures, paint: Paint): string {
  const rows = parts.map((part) => [
    bytesCell(part.bytes),
    shareOf(part.bytes, whole),
    MEMORY_PART_WORDS[part.name].title,
    knownWords(part, formatBytes),
  ])
  const sum = [bytesCell(whole), '', rss === null ? 'together' : 'together: RSS', '']
  return formatTable([right('size'), right('share'), ...NAMES], [...rows, sum], paint)
}

/** The parts of both captures beside each other. */
function besideTable(before: MemoryFigures, after: MemoryFigures, paint: Paint): string {
  const names = MEMORY_PARTS.filter((name) => partOf(before, name) || partOf(after, name))
  const rows = names.map((name) => {
    const [was, is] = [partOf(before, name), partOf(after, name)]
    const bytes = [was?.bytes ?? 0, is?.bytes ?? 0] as const
    return [...sizes(...bytes), MEMORY_PART_WORDS[name].title, knownWords((is ?? was)!, formatBytes)]
  })
  const sum = [...sizes(before.whole, after.whole), 'together', '']
  return formatTable([right('before'), right('after'), right('change'), ...NAMES], [...rows, sum], paint)
}

function sizes(was: number, is: number): string[] {
  return [bytesCell(was), bytesCell(is), deltaCell(is - was)]
}

function partOf({ parts }: MemoryFigures, name: MemoryPartName) {
  return parts.find((part) => part.name === name)
}

function shareOf(bytes: number, whole: number): string {
  return `${((100 * bytes) / (whole || 1)).toFixed(1)}%`
}
