import type { Inspected } from '#capture/inspected.ts'

/** A page or a process that a scenario is played on. */
export interface Stage {
  readonly inspected: Inspected
  act(): Promise<void>
  back(): Promise<void>
  /** Lets go of it, and ends what was started for it. */
  end(): Promise<void>
}

/** What a scenario threw, for people: on one line, without a terminal's colours. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  const lines = text
    // oxlint-disable-next-line no-control-regex -- playwright paints its messages
    .replace(/\u001b\[[\d;]*m/g, '')
    .split('\n')
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) => line !== '' && line !== 'Call log:')
  return lines.slice(0, MOST_LINES).join(' ').replace(/\.$/, '')
}

/** Below these there are but steps of waiting. */
const MOST_LINES = 3
