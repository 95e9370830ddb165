import { beforeAll, describe, expect, test } from 'vitest'
import { readCapture } from '../format/open.ts'
import { labelName, labelType } from '../model/labels.ts'
import { edgeHasIndex, NodeType } from '../model/kinds.ts'
import type { ClassRow, NodeRecord } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { DuplicateRow } from '../model/string-rows.ts'
import type { Session } from '../session.ts'
import { CAPTURES, captureSource, openCapture, QUIET_HOST } from '../testing/captures.ts'
import { randomAccessSource } from '../testing/memory-container.ts'
import { openOf, openWhole, putBeside } from '../testing/pairs.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { textsIn, redactedSession, savedRedacted } from '../testing/redacting.ts'
import { unitedKeys } from './key-names.ts'

const ALL = { start: 0, end: 1_000_000 }
const TEXTS: ReadonlySet<number> = new Set([
  NodeType.string,
  NodeType.concatenatedString,
  NodeType.slicedString,
  NodeType.regexp,
])

/** All texts of a capture: what strings and expressions are, and what anything else is called. */
function textsOf(
  snapshot: Snapshot,
  isEngines: (node: number) => boolean,
): { values: Set<string>; names: Set<string>; engines: Set<string> } {
  const engines = new Set<number>()
  const { nodeCount, nodeType, nodeName, edgeNames, strings, traces, scopes } = snapshot
  const values = new Set<number>()
  const names = new Set<number>()
  const sequences = new Set<number>()
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] === NodeType.string && isEngines(node)) engines.add(nodeName[node]!)
    else (TEXTS.has(nodeType[node]!) ? values : names).add(nodeName[node]!)
    if (sequences.has(edgeNames.sequenceOf(node))) continue
    sequences.add(edgeNames.sequenceOf(node))
    for (const label of edgeNames.labelsOf(node)) {
      const type = labelType(label)
      if (type < 7 && !edgeHasIndex(type)) names.add(labelName(label, edgeNames.columns.wide))
    }
  }
  for (const name of traces?.functions.name ?? []) names.add(name)
  for (const name of traces?.functions.scriptName ?? []) names.add(name)
  for (const name of scopes?.variableName ?? []) names.add(name)
  const decoded = (all: Set<number>): Set<string> => new Set(Array.from(all, (index) => strings.text(index)))
  return { values: decoded(values), names: decoded(names), engines: decoded(engines) }
}

/** References by which the engine says of its own records what they are and where in a script they belong. */
const RECORDS =
  /^(?:(?:instance_type|visitor|elements_kind|scope_type|builtin)_name|(?:start|end)_position|(?:function_literal|scope|builtin|visitor)_id|scope_type|instance_(?:type|size)|elements_kind|enum_length|number_of_own_descriptors|(?:context_local|parameter)_count)$/

/** Which texts and numbers nothing refers to but the engine's records: found from each node's references, one by one. */
function enginesNodes(snapshot: Snapshot): (node: number) => boolean {
  const { nodeCount, nodeType, nodeTypeNames, firstEdge, edgeLink, edgeNames, edgeTypeNames, strings } =
    snapshot
  const into = new Map<number, string[]>()
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = edgeLink[edge]! >>> 4
      const type = nodeTypeNames[nodeType[target]!]!
      if (type !== 'string' && type !== 'number') continue
      const isInternal = edgeTypeNames[edgeLink[edge]! & 15] === 'internal'
      const label = isInternal ? strings.text(edgeNames.at(node, edge)) : ''
      const from = nodeTypeNames[nodeType[node]!] === 'number' && label === 'value' ? String(node) : label
      into.set(target, [...(into.get(target) ?? []), from])
    }
  }
  const isRecords = (node: number): boolean =>
    (into.get(node) ?? ['']).every(
      (from) => RECORDS.test(from) || (/^\d+$/.test(from) && isRecords(Number(from))),
    )
  return isRecords
}

/** What stands where V8 writes the text elsewhere, or not at all. */
const UNTOLD = ['(sliced string)', '(concatenated string)']
const GRAM = 6

/** Says fast of most texts that they are not there. */
function searcher(texts: readonly string[]): (text: string) => boolean {
  const grams = new Set<string>()
  for (const text of texts) for (let i = 0; i + GRAM <= text.length; i++) grams.add(text.slice(i, i + GRAM))
  const isThere = (text: string): boolean =>
    grams.has(text.slice(0, GRAM)) && texts.some((some) => some.includes(text))
  return (text) =>
    isThere(text) ||
    isThere(JSON.stringify(text).slice(1, -1)) ||
    isThere(Buffer.from(text).toString('latin1'))
}

function unnamed(record: NodeRecord) {
  return { ...record, name: '', class: '' }
}

function unnamedClass(row: ClassRow) {
  return { ...row, name: '', key: '', source: null, query: '' }
}

function unnamedDuplicate(row: DuplicateRow) {
  return { ...row, text: 0, value: '', query: '', example: row.example.id }
}

describe.each(CAPTURES)('%s, redacted', (name) => {
  let original: Session
  let container: Uint8Array
  let redacted: Session

  beforeAll(async () => {
    original = await openCapture(name)
    container = await savedRedacted(original)
    redacted = await openWhole(randomAccessSource(container))
  }, 60_000)

  test('holds no text of a string or regular expression that is no part of a name', async () => {
    const { snapshot } = await readCapture(captureSource(name), quietTask())
    const isEngines = enginesNodes(snapshot)
    const { values, names, engines } = textsOf(snapshot, isEngines)
    const isThere = searcher(await textsIn(container))
    // The overview has classes by their keys too.
    const keys = original.classes(ALL).rows.map(({ key }) => key)
    const allNames = [...names, ...keys, ...engines, ...UNTOLD].join('\n')
    const found = [...values].filter(
      (text) => text.length >= GRAM && isThere(text) && !allNames.includes(text),
    )
    expect(found).toEqual([])
    expect(values.size).toBeGreaterThan(300)
  })

  test('has a placeholder for every string and expression but the engine’s own', async () => {
    const { snapshot } = await readCapture(captureSource(name), quietTask())
    const isEngines = enginesNodes(snapshot)
    const told = redacted.records(0, snapshot.nodeCount).filter(({ name: text }, node) => {
      const isText = TEXTS.has(snapshot.nodeType[node]!) && !isEngines(node)
      return isText && text !== '' && !UNTOLD.includes(text) && !/^‹[^›]* value [0-9a-z]{12}›$/.test(text)
    })
    expect(told).toEqual([])
  })

  test('says so, and is otherwise the same heap', () => {
    const { nodes } = original.summary()
    expect({ ...redacted.summary(), phases: [] }).toEqual({
      ...original.summary(),
      redacted: true,
      file: 'shared',
      phases: [],
    })
    expect(redacted.kinds()).toEqual(original.kinds())
    const records = redacted.records(0, nodes)
    expect(records.map(unnamed)).toEqual(original.records(0, nodes).map(unnamed))
  })

  test('has the same classes, most of them by the same name', () => {
    const [before, after] = [original, redacted].map((session) => session.classes(ALL).rows) as [
      readonly ClassRow[],
      readonly ClassRow[],
    ]
    expect(after.map(unnamedClass)).toEqual(before.map(unnamedClass))
    expect(new Set(after.map(({ key }) => key)).size).toBe(after.length)
    const same = after.filter(({ name: now }, i) => now === before[i]!.name).length
    expect(same / after.length).toBeGreaterThan(0.9)
  })

  test('shows the same duplicates and lengths of strings', async () => {
    const [before, after] = await Promise.all(
      [original, redacted].map(async (session) => {
        const sort = { column: 'length', descending: true } as const
        const strings = await session.ask('strings', [{ ...ALL, filter: 'length:>20' }], QUIET_HOST)
        return {
          overview: await session.ask('stringOverview', [], QUIET_HOST),
          duplicates: (await session.ask('duplicates', [{ ...ALL }], QUIET_HOST)).rows
            .map(unnamedDuplicate)
            .toSorted((a, b) => a.example - b.example),
          longest: (await session.ask('strings', [{ start: 0, end: 300, sort }], QUIET_HOST)).rows.map(
            ({ node, ...rest }) => ({ ...rest, id: node.id }),
          ),
          filtered: strings.rows.map(({ node }) => node.id),
        }
      }),
    )
    expect(after).toEqual(before)
  })

  test('stays what it is when it is redacted again', async () => {
    const again = await redactedSession(redacted)
    const { nodes } = redacted.summary()
    expect(again.records(0, nodes)).toEqual(redacted.records(0, nodes))
    expect(again.classes(ALL)).toEqual(redacted.classes(ALL))
    expect(await again.ask('stringOverview', [], QUIET_HOST)).toEqual(
      await redacted.ask('stringOverview', [], QUIET_HOST),
    )
  })
})

/** Objects of equal paths are told apart by hashes of their names, which redaction changes: so few may change places. */
const TIES = 0.001

describe.each(['node-12.22.12', 'node-24.9.0', 'deno-2.9.6', 'chrome-156'])(
  '%s before and after, redacted with one key',
  (series) => {
    let originals: readonly [Session, Session]
    let redacted: readonly [Session, Session]

    beforeAll(async () => {
      originals = [await openOf(series, 'baseline'), await openOf(series, 'target')]
      const [base, target] = originals
      const found = [
        await base.ask('redactionKeys', [], QUIET_HOST),
        await target.ask('redactionKeys', [], QUIET_HOST),
      ]
      const keys = unitedKeys(found)
      redacted = [await redactedSession(base, keys), await redactedSession(target, keys)]
    }, 120_000)

    test('differ by id as they did', async () => {
      expect(await changes(redacted, 'id')).toEqual(await changes(originals, 'id'))
    }, 60_000)

    test('differ by path as they did, but for objects of equal paths', async () => {
      const before = await changes(originals, 'path')
      const after = await changes(redacted, 'path')
      const most = before.pair.matched.count * TIES
      const [old, now] = [new Set(before.added), new Set(after.added)]
      const others = [
        ...before.added.filter((id) => !now.has(id)),
        ...after.added.filter((id) => !old.has(id)),
      ]
      expect(others.length).toBeLessThan(most)
      expect(Math.abs(after.pair.matched.count - before.pair.matched.count)).toBeLessThan(most)
      expect(after.classes.length).toBe(before.classes.length)
    }, 60_000)
  },
)

/** What changed between two captures, without names. */
async function changes([base, target]: readonly [Session, Session], by: 'id' | 'path') {
  const { pair } = await putBeside(base, target, by)
  const { rows } = await target.ask('classChanges', [ALL], QUIET_HOST)
  const objects = await target.objects({ ...ALL, filter: 'status:new' }, QUIET_HOST)
  return {
    pair: { ...pair, base: null, target: null },
    classes: rows.map((row) => ({ ...row, key: '', name: '', baseQuery: '', targetQuery: '' })),
    added: objects.rows.map(({ id }) => id),
  }
}
