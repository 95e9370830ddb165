import { CLASS_TABLE } from './analyses/class-fields.ts'
import { NODE_TABLE } from './analyses/node-fields.ts'
import { idOfText } from './base/id-text.ts'
import type { Found } from './model/rows.ts'
import { isFilterOf, parseFilter } from './query/parse-filter.ts'
import type { Session } from './session.ts'

const NONE: Found['classes'] = { start: 0, rows: [], total: 0, all: 0 }

/**
 * `@123` finds an object, any other filter classes; none where only objects can be filtered so.
 * @throws HeapError `bad-filter` where it is a filter of neither
 */
export function find(session: Pick<Session, 'nodeById' | 'classes'>, text: string, limit: number): Found {
  const [, written] = /^@\s*(\w+)$/.exec(text.trim()) ?? []
  const id = written === undefined ? null : idOfText(written)
  if (id !== null) return { node: session.nodeById(id), classes: NONE }
  if (isFilterOf(CLASS_TABLE, text)) {
    return { node: null, classes: session.classes({ start: 0, end: limit, filter: text }) }
  }
  // It may be one of objects. Otherwise what is wrong is said.
  parseFilter(text, NODE_TABLE)
  return { node: null, classes: NONE }
}
