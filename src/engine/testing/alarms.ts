import type { FindingRow } from '../model/finding-rows.ts'
import { written } from '../model/words.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from './captures.ts'

/** All that rules say above a note. */
export async function alarms(session: Session): Promise<string[]> {
  const found: FindingRow[] = []
  for (const { name } of await session.ask('findingRules', [], QUIET_HOST)) {
    found.push(...(await session.ask('findingsOf', [name], QUIET_HOST)))
  }
  const plain = { code: String, bytes: String, count: String, share: String }
  return found
    .filter(({ severity }) => severity !== 'note')
    .map(({ rule, severity, owner, title }) => `${rule} (${severity}) at ${owner}: ${written(title, plain)}`)
}
