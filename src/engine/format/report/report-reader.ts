import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import type { LineReport, ReportedFunction, ReportLine } from '../../model/line-report.ts'
import { TextCollector } from '../text-collector.ts'
import { readLines, tooMany } from '../text-lines.ts'
import { type WithoutObjects, withoutObjects } from '../without-objects.ts'

const MIB = 2 ** 20
const MOST_LINES = 1 << 20
const FILE = /^Filename: (.+)$/
const HEAD = /^Line #\s+Mem usage\s+Increment\s+(Occurr?ences\s+)?Line Contents$/
const BEGINNING = /(?:^|\n)Filename: [^\n]+\r?\n(?:\s*\n)?Line #\s+Mem usage\s+Increment/
const RULE = /^=+$/
const AMOUNT = String.raw`-?\d{1,12}(?:\.\d{1,9})? M(?:i)?B`
const COUNTED = new RegExp(
  String.raw`^ {0,6}(\d{1,9})\s+(${AMOUNT})\s+(${AMOUNT})\s+(\d{1,15})(?: {3}(.*))?$`,
)
const UNCOUNTED = new RegExp(String.raw`^ {0,6}(\d{1,9})\s+(${AMOUNT})\s+(${AMOUNT})(?: {3}(.*))?$`)
const IDLE = /^ {0,6}(\d{1,9})(?:\s(.*))?$/
/** Where the source begins on lines that did not run: behind the blank columns, which older versions had fewer of. */
const BLANKS = { counted: 47, uncounted: 35 } as const

/** Whether a file that begins with this text is a line report; the program’s own output may stand before it. */
export function isLineReport(beginning: string): boolean {
  return BEGINNING.test(beginning)
}

/**
 * Reads the tables that memory_profiler prints, older ones without occurrences, too. What the program printed between
 * them is passed over. O(bytes).
 * @throws HeapError `bad-text` where no table has a line
 */
export async function readLineReport(
  chunks: AsyncIterable<Uint8Array>,
  size: number | null,
  task: Task,
): Promise<WithoutObjects> {
  const tables = new Tables()
  const bytes = await readLines(chunks, size, task, (line, _, isWhole) => tables.take(line, isWhole))
  const report = tables.finish()
  return { snapshot: withoutObjects('line report', new TextCollector().build(), { report }), bytes }
}

class Tables {
  readonly #functions: ReportedFunction[] = []
  #file: string | null = null
  /** The table at hand. */
  #lines: ReportLine[] | null = null
  #isCounted = false
  #isCut = false
  #count = 0

  take(line: string, isWhole: boolean): void {
    const file = FILE.exec(line)
    if (file) {
      this.#file = file[1]!
      this.#lines = null
      return
    }
    const head = HEAD.exec(line.trimEnd())
    if (head && this.#file !== null) {
      this.#isCounted = head[1] !== undefined
      this.#lines = []
      this.#functions.push({ file: this.#file, lines: this.#lines })
      return
    }
    if (!this.#lines || RULE.test(line)) return
    if (!isWhole) this.#isCut = true
    const row = isWhole ? this.#row(line) : null
    if (row && this.#count++ === MOST_LINES) throw tooMany(MOST_LINES, 'lines')
    if (row) this.#lines.push(row)
    else this.#lines = null
  }

  #row(line: string): ReportLine | null {
    const ran = (this.#isCounted ? COUNTED : UNCOUNTED).exec(line)
    if (ran) {
      return {
        line: Number(ran[1]),
        usage: bytesOf(ran[2]!),
        increment: bytesOf(ran[3]!),
        occurrences: this.#isCounted ? Number(ran[4]) : null,
        contents: ran[this.#isCounted ? 5 : 4] ?? '',
      }
    }
    const idle = IDLE.exec(line)
    if (!idle) return null
    const contents = line.slice(this.#isCounted ? BLANKS.counted : BLANKS.uncounted)
    return { line: Number(idle[1]), usage: null, increment: null, occurrences: null, contents }
  }

  finish(): LineReport {
    const functions = this.#functions.filter(({ lines }) => lines.length > 0)
    if (functions.length === 0) {
      throw new HeapError(
        'bad-text',
        'This report of memory_profiler has no line in its tables; run the program again.',
      )
    }
    return { functions, notes: this.#isCut ? ['The last line is cut off and left out.'] : [] }
  }
}

function bytesOf(text: string): number {
  return Math.round(Number.parseFloat(text) * MIB)
}
