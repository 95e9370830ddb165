import { HeapError } from '../../base/error.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import type { AllocationSamples, Scopes, TraceFunctions, Traces, TraceTree } from '../../model/traces.ts'
import { noTraces } from '../../model/traces.ts'
import { NumberSection } from '../json/number-section.ts'
import type { SectionReader } from '../json/section.ts'
import { SkippedValue } from '../json/value-section.ts'
import { createNumberParser } from '../kernel/create.ts'
import type { NumberParser } from '../kernel/number-parser.ts'
import { clampedWords, RecordColumns } from './record-columns.ts'
import type { SideLayouts } from './record-layouts.ts'
import { TraceTreeSection } from './trace-tree-section.ts'

/** Sections that are plain lists of records, with how to read each. */
const LISTS: Readonly<Record<string, Exclude<keyof SideLayouts, 'traceTree'>>> = {
  trace_function_infos: 'traceFunctions',
  samples: 'samples',
  scopes: 'scopes',
  scope_context_vars: 'scopeVariables',
  scope_uses: 'scopeUses',
}

/** What was read, as it stands in a snapshot. */
export interface Side {
  readonly traces: Traces | null
  readonly scopes: Scopes | null
  /** The largest string index used as a name. */
  readonly maxName: number
}

/**
 * Reads what a capture may hold beside its objects: allocations as they happened, and the variables of scopes. Sections
 * that the file does not describe, or that nobody knows, are skipped.
 */
export class SideSections {
  readonly #lists = new Map<string, RecordColumns>()
  #tree: TraceTreeSection | undefined
  #parser: NumberParser | undefined

  /** @param layouts null where the file's header has not been read yet */
  section(key: string, layouts: SideLayouts | null): SectionReader {
    if (key === 'trace_tree' && layouts?.traceTree) {
      return (this.#tree = new TraceTreeSection(layouts.traceTree))
    }
    const list = Object.hasOwn(LISTS, key) ? LISTS[key]! : null
    const layout = list && layouts?.[list]
    if (!layout) return new SkippedValue()
    const columns = new RecordColumns(layout)
    this.#lists.set(key, columns)
    // Sections come one after the other, and most are empty.
    this.#parser ??= createNumberParser()
    this.#parser.clear(0)
    return new NumberSection(key, columns, this.#parser)
  }

  /**
   * @param nodeStride by which positions of nodes are to be divided
   * @throws HeapError where the sections do not fit each other
   */
  finish(nodeStride: number): Side {
    const traces = this.#traces()
    const scopes = this.#scopes(nodeStride)
    const names = [traces?.functions.name, traces?.functions.scriptName, scopes?.variableName]
    return { traces, scopes, maxName: Math.max(0, ...names.map((column) => largest(column))) }
  }

  #traces(): Traces | null {
    const none = noTraces()
    const tree = this.#tree?.finish() ?? none.tree
    const samples = this.#samples() ?? none.samples
    if (tree.id.length === 0 && samples.time.length === 0) return null
    const functions = this.#functions() ?? none.functions
    checkFunctions(tree, functions)
    return { functions, tree, samples }
  }

  #functions(): TraceFunctions | null {
    const columns = this.#lists.get('trace_function_infos')?.finish().map(clampedWords)
    if (!columns) return null
    const [name, scriptName, scriptId, line, column] = columns
    return { name: name!, scriptName: scriptName!, scriptId: scriptId!, line: line!, column: column! }
  }

  #samples(): AllocationSamples | null {
    const columns = this.#lists.get('samples')?.finish()
    return columns ? { time: columns[0]!, lastId: columns[1]! } : null
  }

  #scopes(nodeStride: number): Scopes | null {
    const columns = this.#lists.get('scopes')?.finish()
    if (!columns || columns[0]!.length === 0) return null
    const [script, scopeId, depth, variables, uses] = columns
    const variableName = this.#lists.get('scope_context_vars')?.finish()[0] ?? new Uint32Array(0)
    const [useScopeId = new Uint32Array(0), useSlot = new Uint32Array(0)] =
      this.#lists.get('scope_uses')?.finish() ?? []
    return {
      scriptNode: clampedWords(script!).map((position) => Math.floor(position / nodeStride)),
      scopeId: Int32Array.from(scopeId!),
      depth: clampedWords(depth!),
      firstVariable: firsts(variables!, variableName.length, 'scope_context_vars'),
      variableName: clampedWords(variableName),
      firstUse: firsts(uses!, useScopeId.length, 'scope_uses'),
      useScopeId: Int32Array.from(useScopeId),
      useSlot: clampedWords(useSlot),
    }
  }
}

/** Refuses a tree that names functions which are not there. */
function checkFunctions({ functionIndex }: TraceTree, { name }: TraceFunctions): void {
  const most = largest(functionIndex)
  if (functionIndex.length === 0 || most < name.length) return
  throw mismatch('trace_tree', `names function ${most}, but there are only ${name.length}`)
}

/** Where each scope's entries begin. @throws HeapError where there are more or fewer than all scopes declare */
function firsts(counts: WideColumn, entries: number, section: string): Uint32Array {
  const first = new Uint32Array(counts.length + 1)
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    total += counts[i]!
    // A count below 0 would make a later one begin before an earlier one ends.
    if (counts[i]! < 0 || total > entries) break
    first[i + 1] = total
  }
  if (total === entries && first.at(-1) === entries) return first
  throw mismatch(section, `has ${entries} records, but the scopes declare others`)
}

function largest(column: Uint32Array | undefined): number {
  return column?.reduce((most, value) => (value > most ? value : most), 0) ?? 0
}

function mismatch(section: string, what: string): HeapError {
  return new HeapError('bad-number', `Section “${section}” ${what}; the file is damaged, capture it again.`, {
    section,
    byte: 0,
  })
}
