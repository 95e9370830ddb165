import type { ClassSizes } from '../analyses/class-sizes.ts'
import type { ClassInfo } from '../analyses/classes.ts'
import type { CompleteHeap, ReadyHeap } from '../analyses/heap.ts'
import { type HeapTotals, totalsOf } from '../analyses/heap-totals.ts'
import { composition } from '../analyses/kinds.ts'
import type { JsonObject, JsonReader } from '../format/container/json-reader.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import type { Kind, KindRow, SourcePosition } from '../model/rows.ts'

const KINDS: readonly Kind[] = [
  'object',
  'closure',
  'string',
  'array',
  'code',
  'native',
  'number',
  'system',
  'root',
]

/** What is known of a heap before any of its columns are there: enough for its summary, its kinds and its classes. */
export interface Overview {
  readonly totals: HeapTotals & { readonly unreachable: number }
  readonly kinds: readonly KindRow[]
  readonly table: { readonly classes: readonly ClassInfo[] }
  readonly sizes: ClassSizes
  readonly ready: Omit<ReadyHeap, 'graph' | 'retainers'>
}

/** O(nodes). */
export function overviewOf(heap: CompleteHeap): Overview {
  const { snapshot, shallowSize, table, sizes, ready } = heap
  const totals = { ...totalsOf(heap), unreachable: ready.unreachable }
  return { totals, kinds: composition(snapshot, shallowSize), table, sizes, ready }
}

export function overviewToJson({ totals, kinds, table, sizes, ready }: Overview): JsonObject {
  const { classes } = table
  return {
    totals,
    kinds,
    classes: {
      name: classes.map(({ name }) => name),
      // Most keys are names.
      key: classes.map(({ name, key }) => (key === name ? null : key)),
      kind: classes.map(({ kind }) => KINDS.indexOf(kind)),
      source: classes.map(
        ({ source }) => source && [source.url, source.scriptId, source.line, source.column],
      ),
      count: [...sizes.count],
      shallowSize: [...sizes.shallowSize],
      retainedSize: [...ready.classRetained],
      distance: [...ready.classDistance],
    },
  }
}

/** @throws HeapError `bad-container` */
export function overviewFromJson(value: unknown, json: JsonReader): Overview {
  const overview = json.object(value)
  const classes = json.object(overview['classes'])
  const names = json.list(classes['name'])
  /** A list of the classes' numbers, as many as there are classes. */
  const numbers = (name: string, least = 0): number[] => {
    const list = json.list(classes[name]).map((entry) => json.number(entry))
    if (list.length !== names.length)
      json.fail(`has ${list.length} entries of ${name} for ${names.length} classes`)
    if (!list.every((entry) => entry >= least)) json.fail(`has a ${name} below ${least}`)
    return list
  }
  const kind = numbers('kind')
  const keys = json.list(classes['key'])
  const sources = json.list(classes['source'])
  const totals = readTotals(json.object(overview['totals']), json)
  return {
    totals,
    kinds: json.list(overview['kinds']).map((row) => kindRow(row, json)),
    table: {
      classes: names.map((entry, index) => {
        const name = json.text(entry)
        return {
          name,
          key: keys[index] === null ? name : json.text(keys[index]),
          kind: KINDS[kind[index]!] ?? json.fail('has a class of an unknown kind'),
          source: sources[index] === null ? null : sourcePosition(json.list(sources[index]), json),
        }
      }),
    },
    sizes: {
      count: Uint32Array.from(numbers('count')),
      shallowSize: Float64Array.from(numbers('shallowSize')),
    },
    ready: {
      classRetained: Float64Array.from(numbers('retainedSize')),
      classDistance: Int32Array.from(numbers('distance', NO_DISTANCE)),
      unreachable: totals.unreachable,
    },
  }
}

function readTotals(totals: JsonObject, json: JsonReader): Overview['totals'] {
  return {
    nodes: json.whole(totals['nodes']),
    edges: json.whole(totals['edges']),
    strings: json.whole(totals['strings']),
    shallowSize: json.number(totals['shallowSize']),
    extraNativeBytes: json.number(totals['extraNativeBytes']),
    unreachable: json.whole(totals['unreachable']),
  }
}

function kindRow(value: unknown, json: JsonReader): KindRow {
  const { kind, count, shallowSize } = json.object(value)
  return { kind: json.oneOf(kind, KINDS), count: json.whole(count), shallowSize: json.number(shallowSize) }
}

function sourcePosition([url, scriptId, line, column]: readonly unknown[], json: JsonReader): SourcePosition {
  return {
    url: url === null ? null : json.text(url),
    scriptId: json.whole(scriptId),
    line: json.whole(line),
    column: json.whole(column),
  }
}
