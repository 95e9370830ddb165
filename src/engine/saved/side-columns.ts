import type { Task } from '../base/task.ts'
import type { ContainerReader } from '../format/container/reader.ts'
import type { ContainerWriter } from '../format/container/writer.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import type { Scopes, TraceFunctions, Traces } from '../model/traces.ts'
import { allBelow, allSizes, isAscending, isPreorder } from './checks.ts'
import { readReport, readSeries } from './series-columns.ts'
import { SECTION } from './section-names.ts'

/** The columns of a snapshot that say something beside its objects. */
export type Side = Pick<Snapshot, 'traces' | 'nodeTrace' | 'scopes' | 'series' | 'report'>

export async function writeTraces(writer: ContainerWriter, { traces, nodeTrace }: Snapshot): Promise<void> {
  if (nodeTrace) await writer.column(SECTION.nodeTraces, nodeTrace)
  if (!traces) return
  const { functions, tree, samples } = traces
  await writer.column(SECTION.traceFunctionNames, functions.name)
  await writer.column(SECTION.traceFunctionScripts, functions.scriptName)
  await writer.column(SECTION.traceFunctionScriptIds, functions.scriptId)
  await writer.column(SECTION.traceFunctionLines, functions.line)
  await writer.column(SECTION.traceFunctionColumns, functions.column)
  await writer.column(SECTION.traceIds, tree.id)
  await writer.column(SECTION.traceParents, tree.parent, true)
  await writer.column(SECTION.traceFunctions, tree.functionIndex)
  await writer.column(SECTION.traceCounts, tree.count)
  await writer.column(SECTION.traceSizes, tree.size)
  if (tree.domain) await writer.column(SECTION.traceDomains, tree.domain)
  await writer.column(SECTION.sampleTimes, samples.time)
  await writer.column(SECTION.sampleIds, samples.lastId)
}

export async function writeScopes(writer: ContainerWriter, { scopes }: Snapshot): Promise<void> {
  if (!scopes) return
  await writer.column(SECTION.scopeScripts, scopes.scriptNode)
  await writer.column(SECTION.scopeIds, scopes.scopeId)
  await writer.column(SECTION.scopeDepths, scopes.depth)
  await writer.column(SECTION.scopeVariableStarts, scopes.firstVariable, true)
  await writer.column(SECTION.scopeVariables, scopes.variableName)
  await writer.column(SECTION.scopeUseStarts, scopes.firstUse, true)
  await writer.column(SECTION.scopeUseScopes, scopes.useScopeId)
  await writer.column(SECTION.scopeUseSlots, scopes.useSlot)
}

/** Reads what of this there is. @throws HeapError `bad-container` */
export async function readSide(
  reader: ContainerReader,
  counts: { readonly nodes: number; readonly strings: number },
  task: Task,
): Promise<Side> {
  const side = new SideReader(reader, counts.strings, task)
  const nodeTrace = reader.has(SECTION.nodeTraces)
    ? await side.words(SECTION.nodeTraces, { length: counts.nodes })
    : null
  return {
    nodeTrace,
    traces: reader.has(SECTION.traceIds) ? await side.traces() : null,
    scopes: reader.has(SECTION.scopeIds) ? await side.scopes() : null,
    ...(reader.has(SECTION.series) && { series: await readSeries(reader, task) }),
    ...(reader.has(SECTION.lineReport) && { report: await readReport(reader, task) }),
  }
}

interface Expected {
  readonly length?: number
  /** All numbers are smaller. */
  readonly below?: number
}

class SideReader {
  readonly #reader: ContainerReader
  readonly #strings: number
  readonly #task: Task

  constructor(reader: ContainerReader, strings: number, task: Task) {
    this.#reader = reader
    this.#strings = strings
    this.#task = task
  }

  async traces(): Promise<Traces> {
    const functions = await this.#functions()
    const id = await this.words(SECTION.traceIds, {})
    const entries = { length: id.length }
    const parent = await this.words(SECTION.traceParents, entries)
    this.#expect(isPreorder(parent), SECTION.traceParents, 'is no tree')
    const functionIndex = await this.words(SECTION.traceFunctions, {
      ...entries,
      below: functions.name.length,
    })
    const count = await this.#wide(SECTION.traceCounts, id.length)
    const size = await this.#wide(SECTION.traceSizes, id.length)
    const domain = this.#reader.has(SECTION.traceDomains)
      ? await this.words(SECTION.traceDomains, entries)
      : undefined
    const time = await this.#wide(SECTION.sampleTimes)
    const lastId = await this.#wide(SECTION.sampleIds, time.length)
    return {
      functions,
      tree: { id, parent, functionIndex, count, size, ...(domain && { domain }) },
      samples: { time, lastId },
    }
  }

  async #functions(): Promise<TraceFunctions> {
    const below = this.#strings
    const name = await this.words(SECTION.traceFunctionNames, { below })
    const { length } = name
    return {
      name,
      scriptName: await this.words(SECTION.traceFunctionScripts, { length, below }),
      scriptId: await this.words(SECTION.traceFunctionScriptIds, { length }),
      line: await this.words(SECTION.traceFunctionLines, { length }),
      column: await this.words(SECTION.traceFunctionColumns, { length }),
    }
  }

  async scopes(): Promise<Scopes> {
    const scopeId = await this.#integers(SECTION.scopeIds)
    const { length } = scopeId
    const variableName = await this.words(SECTION.scopeVariables, { below: this.#strings })
    const useScopeId = await this.#integers(SECTION.scopeUseScopes)
    return {
      // A number past the nodes stands for no script.
      scriptNode: await this.words(SECTION.scopeScripts, { length }),
      scopeId,
      depth: await this.words(SECTION.scopeDepths, { length }),
      firstVariable: await this.#firsts(SECTION.scopeVariableStarts, length, variableName.length),
      variableName,
      firstUse: await this.#firsts(SECTION.scopeUseStarts, length, useScopeId.length),
      useScopeId,
      useSlot: await this.words(SECTION.scopeUseSlots, { length: useScopeId.length }),
    }
  }

  async words(name: string, { length, below }: Expected): Promise<Uint32Array> {
    const column = await this.#reader.words(name, this.#task)
    if (length !== undefined) this.#expectLength(column, name, length)
    if (below !== undefined)
      this.#expect(allBelow(column, below), name, `has a number that is not below ${below}`)
    return column
  }

  async #wide(name: string, length?: number): Promise<WideColumn> {
    const column = await this.#reader.wide(name, this.#task)
    if (length !== undefined) this.#expectLength(column, name, length)
    this.#expect(allSizes(column), name, 'has a number that is below 0 or not finite')
    return column
  }

  async #integers(name: string): Promise<Int32Array> {
    return this.#reader.integers(name, this.#task)
  }

  /** Where the entries of each of `owners` begin. */
  async #firsts(name: string, owners: number, entries: number): Promise<Uint32Array> {
    const column = await this.words(name, { length: owners + 1 })
    const bounded = column[0] === 0 && column[owners] === entries
    this.#expect(bounded && isAscending(column), name, 'does not part its entries')
    return column
  }

  #expectLength({ length }: { readonly length: number }, name: string, expected: number): void {
    this.#expect(length === expected, name, `has ${length} entries instead of ${expected}`)
  }

  #expect(holds: boolean, name: string, what: string): void {
    if (!holds) throw this.#reader.damaged(name, what)
  }
}
