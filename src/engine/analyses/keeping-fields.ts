import { FIRST_OWNER, NO_OWNER, type OwnerColumn, SHARED } from '../graph/owners.ts'
import { attributeToRealms } from '../graph/native-contexts.ts'
import { BitSet } from '../base/bit-set.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { EntryTest, Field, TextReader } from '../model/filter-fields.ts'
import type { Keeper } from '../model/kept-rows.ts'
import type { TextPattern } from '../model/text-pattern.ts'
import { CODE_FILES } from './code-files.ts'
import { CYCLE_FIELD, CYCLES } from './cycles/cycle-fields.ts'
import { Derived } from './derived.ts'
import { fieldNotReady } from './filter-needs.ts'
import { type Heap, isComplete } from './heap.ts'
import { findKept, GROUP_FIELDS, KEEPERS, type KeptGroups } from './kept/kept-groups.ts'
import { PACKAGE_FIELDS } from './python/package-fields.ts'
import { PACKAGES } from './python/packages.ts'
import { findRootGroups } from './root-groups.ts'
import { partOfNodes, PARTS } from './statistics.ts'

/** What these fields and their views stand on, worked out once a heap. */
export const NODE_PARTS = new Derived(partOfNodes)
export const ROOT_GROUPS = new Derived(findRootGroups)
export const REALMS = new Derived((heap, task) => attributeToRealms(heap.snapshot, task))
export const KEPT: Readonly<Record<Keeper, Derived<KeptGroups>>> = {
  detached: new Derived((heap, task) => findKept(heap, 'detached', task)),
  context: new Derived((heap, task) => findKept(heap, 'context', task)),
  handler: new Derived((heap, task) => findKept(heap, 'handler', task)),
  console: new Derived((heap, task) => findKept(heap, 'console', task)),
}

const GROUP_HELP: Readonly<Record<Keeper, string>> = {
  detached: 'A node of a detached tree, by what the list of detached trees calls it.',
  context: 'The value of a variable that only a closure keeps, by variable, function and place.',
  handler: 'A function that waits for an event, by its name and what it listens to.',
  console: 'What the console alone keeps alive, by its class.',
}

const GROUP_EXAMPLES: Readonly<Record<Keeper, string>> = {
  detached: 'tree:"<li> in Row.el"',
  context: 'variable:"cache in onEvent"',
  handler: 'handler:"onClick in <button>"',
  console: 'console:Session',
}

/** What objects can be filtered by that says how they are kept. */
export const KEEPING_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'part',
    type: 'choice',
    choices: PARTS.filter((part) => part !== 'extraNative'),
    help: 'What the statistics count it as.',
    example: 'part:jsArrays',
    read: (heap) => {
      const parts = known(heap, 'part', NODE_PARTS)
      return { words: PARTS, codeOf: (node) => parts[node]! }
    },
  },
  {
    name: 'root',
    type: 'text',
    help: 'What one kind of roots alone leads to: its id, globals, several or none.',
    example: 'root:=globals',
    read: (heap) => {
      const { groups, owner } = known(heap, 'root', ROOT_GROUPS)
      const texts = groups.map(({ kind, nodes }) =>
        kind === 'globals' ? 'globals' : `@${heap.snapshot.nodeId[nodes[0]!]!}`,
      )
      return ownerReader(owner, 'several', texts)
    },
  },
  {
    name: 'realm',
    type: 'text',
    help: 'What belongs to one realm, by the id of its native context, or is shared, or belongs to none.',
    example: 'realm:=shared',
    read: (heap) => {
      const { contexts, owner } = known(heap, 'realm', REALMS)
      const texts = Array.from(contexts, (node) => `@${heap.snapshot.nodeId[node]!}`)
      return ownerReader(owner, 'shared', texts)
    },
  },
  CYCLE_FIELD,
  ...PACKAGE_FIELDS,
  {
    name: 'file',
    type: 'text',
    help: 'The script or module, with its folders, that a function is defined in, or the constructor or class of an object.',
    example: 'file:"/src/cache/"',
    read: (heap) => {
      const { names, ofNode } = known(heap, 'file', CODE_FILES)
      return (pattern) => {
        const passes = names.map((name, at) => at !== 0 && pattern.test(name))
        return (node) => passes[ofNode[node]!]!
      }
    },
  },
  {
    name: 'keptby',
    type: 'text',
    help: `What cannot be reached but through one of these: ${KEEPERS.join(', ')}.`,
    example: 'keptby:context',
    read: (heap) => (pattern) => {
      const sets = KEEPERS.filter((keeper) => pattern.test(keeper)).map(
        (keeper) => known(heap, 'keptby', KEPT[keeper]).kept,
      )
      return (node) => sets.some((set) => set.has(node))
    },
  },
  ...KEEPERS.map((keeper): Field<Heap> => ({
    name: GROUP_FIELDS[keeper],
    type: 'text',
    help: GROUP_HELP[keeper],
    example: GROUP_EXAMPLES[keeper],
    read: (heap) => {
      const found = known(heap, GROUP_FIELDS[keeper], KEPT[keeper])
      return (pattern) => groupTest(found, pattern)
    },
  })),
]

/** The nodes of the groups whose label the pattern finds. */
function groupTest({ held, kept, labels }: KeptGroups, pattern: TextPattern): EntryTest {
  const passes = labels.map((label) => pattern.test(label))
  const nodes = new BitSet(kept.length)
  for (const [i, node] of held.nodes.entries()) if (passes[held.groupOf[i]!]) nodes.add(node)
  return (node) => nodes.has(node)
}

/** @param shared what `SHARED` is called @param texts what the owners are called, by their numbers */
function ownerReader(owner: OwnerColumn, shared: string, texts: readonly string[]): TextReader {
  return (pattern) => {
    const passes = new Uint8Array(texts.length + FIRST_OWNER)
    passes[NO_OWNER] = Number(pattern.test('none'))
    passes[SHARED] = Number(pattern.test(shared))
    for (const [k, text] of texts.entries()) passes[FIRST_OWNER + k] = Number(pattern.test(text))
    return (node) => passes[owner[node]!] === 1
  }
}

/** Works out what one of these fields stands on; nothing for any other field. @throws HeapError `not-ready` */
export async function prepareKeeping(
  heap: Heap,
  field: string,
  value: string | null,
  task: Task,
): Promise<void> {
  const needed = neededFor(field, value)
  if (needed.length === 0) return
  if (!isComplete(heap)) throw fieldNotReady(field)
  for (const derived of needed) await derived.of(heap, task)
}

function neededFor(field: string, value: string | null): readonly Derived<unknown>[] {
  if (field === 'part') return [NODE_PARTS]
  if (field === 'root') return [ROOT_GROUPS]
  if (field === 'realm') return [REALMS]
  if (field === 'cycle') return [CYCLES]
  if (field === 'file') return [CODE_FILES]
  if (field === 'package' || field === 'module') return [PACKAGES]
  return KEEPERS.filter((keeper) => {
    if (field === 'keptby') return value === null || keeper.includes(value.toLowerCase())
    return field === GROUP_FIELDS[keeper]
  }).map((keeper) => KEPT[keeper])
}

/** @throws HeapError `not-ready` where it was not prepared, as in lists that cannot wait for it */
function known<Result>(heap: Heap, field: string, derived: Derived<Result>): Result {
  const result = derived.known(heap)
  if (result !== undefined) return result
  throw new HeapError(
    'not-ready',
    `“${field}:” is worked out for the whole heap first: filter all objects by it, or select by it; then it can be used here too.`,
  )
}
