/** What is known of a file's moment. */
export interface DatedFile {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly lastModified: number
}

type Moment = (file: DatedFile) => number

/** As Node (`Heap.20260131.235959.…`) and Chrome (`Heap-20260131T235959`) name captures. */
const STAMP = /(?<!\d)(20\d{6})[.T_-]?(\d{6})(?!\d)/
/** Words that people put into names, by what comes first. */
const MOMENTS: readonly RegExp[] = [
  /\b(baseline|base|before|start|first|initial)\b/i,
  /\b(target|during|middle)\b/i,
  /\b(after|final|end|last)\b/i,
]

/**
 * Files in the order of their moments: by the time in their names where each has another, else by words such as `before`
 * and `after` in the same way, else by the last number of names that are alike otherwise, else by when they were written.
 */
export function inTimeOrder<File extends DatedFile>(files: readonly File[]): readonly File[] {
  const moments: readonly Moment[] = isSeries(files) ? [stampOf, wordOf, lastNumberOf] : [stampOf, wordOf]
  const by = moments.find((moment) => tellsApart(files, moment)) ?? writtenAt
  return [...files].sort((a, b) => by(a) - by(b) || a.name.localeCompare(b.name, 'en', { numeric: true }))
}

function tellsApart(files: readonly DatedFile[], moment: Moment): boolean {
  const all = files.map(moment)
  return all.every((value) => value >= 0) && new Set(all).size === files.length
}

/** Whether the names differ in numbers only. */
function isSeries(files: readonly DatedFile[]): boolean {
  return new Set(files.map(({ name }) => name.replace(/\d+/g, '#'))).size === 1
}

function stampOf({ name }: DatedFile): number {
  const found = STAMP.exec(name)
  return found ? Number(found[1]! + found[2]!) : -1
}

function wordOf({ name }: DatedFile): number {
  return MOMENTS.findIndex((words) => words.test(name.replaceAll('_', ' ')))
}

function lastNumberOf({ name }: DatedFile): number {
  return Number(
    name
      .replace(/\.heap\w+(\.gz)?$/, '')
      .match(/\d+/g)
      ?.at(-1) ?? -1,
  )
}

function writtenAt({ lastModified }: DatedFile): number {
  return lastModified
}
