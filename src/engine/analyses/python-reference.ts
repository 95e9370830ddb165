import { DICT_CLASSES, namespacesOf } from '../graph/python-dicts.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

const IDENTIFIER = /^[\p{XID_Start}_][\p{XID_Continue}]*$/u
/** What the language itself lets a program write behind a dot. */
const DUNDER = /^__\w+__$/
const SETS: ReadonlySet<string> = new Set(['set', 'frozenset', 'weakref.WeakSet'])

/**
 * How a program would write a reference of a Python heap: `.cache`, `['user-1']`, `[3]`; undefined in other heaps. What no
 * program can write is in braces, `{cell}`; variables of functions stand alone. O(1) but for the first one of a heap.
 */
export function pythonReference(snapshot: Snapshot, source: number, edge: number): string | undefined {
  if (!snapshot.python) return undefined
  const type = linkType(snapshot.edgeLink[edge]!)
  const name = snapshot.edgeNames.at(source, edge)
  if (type === EdgeType.element || type === EdgeType.hidden) return itemText(snapshot, source, name)
  const text = snapshot.strings.text(name)
  switch (type) {
    case EdgeType.property:
      return memberText(snapshot, source, text)
    case EdgeType.context:
      return `→ ${text}`
    case EdgeType.weak:
      return `weak ${text}`
    default:
      return DUNDER.test(text) ? `.${text}` : `{${text}}`
  }
}

function memberText(snapshot: Snapshot, source: number, name: string): string {
  // Modules, threads and frames are roots: what they lead to has a name of its own.
  if (snapshot.nodeType[source] === NodeType.synthetic) return name
  const isDict = DICT_CLASSES.has(classOf(snapshot, source)) && !namespacesOf(snapshot).has(source)
  return !isDict && IDENTIFIER.test(name) ? `.${name}` : `[${quoted(name)}]`
}

function itemText(snapshot: Snapshot, source: number, index: number): string {
  if (snapshot.nodeType[source] === NodeType.synthetic) return `${index}`
  const className = classOf(snapshot, source)
  if (SETS.has(className)) return `{item ${index}}`
  return DICT_CLASSES.has(className) ? `{value ${index}}` : `[${index}]`
}

/** As `repr` writes a text. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote
}

function classOf({ python, strings }: Snapshot, node: number): string {
  return strings.text(python!.className[node]!)
}
