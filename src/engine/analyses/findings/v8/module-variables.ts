import type { Task } from '../../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../../graph/first-edges.ts'
import { isNameOf } from '../../../graph/named-nodes.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import { CODE, type FunctionCode } from '../../function-code.ts'
import type { WholeHeap } from '../../heap.ts'
import { edgeLabel } from '../../names.ts'
import { functionOfScope, NO_FUNCTION } from './function-of-scope.ts'

/** A variable that lives as long as the module it stands in. */
export interface ModuleVariable {
  /** The module's file without folders, but for an `index.js`, which says nothing without its own. */
  readonly file: string
  /** The variable, or `exports.name`. */
  readonly name: string
}

const CONTEXT = 'system / Context'
const FILE = /(?:[^/\\]+[/\\])?index\.\w+$|[^/\\]+$/
const INTERNAL = ['extension', 'previous', 'scope_info', 'value'] as const
const PROPERTIES = ['exports', 'filename'] as const

/**
 * Tells of objects which variable of a module holds them: one at the top of an ES module or that it exports, one at the top
 * of the function around a CommonJS module or a bundle, or a property of `module.exports`. Not of the runtime's own modules.
 */
export class ModuleVariables {
  readonly #heap: WholeHeap
  readonly #code: FunctionCode
  readonly #internal: Readonly<Record<(typeof INTERNAL)[number], FirstEdges>>
  readonly #properties: Readonly<Record<(typeof PROPERTIES)[number], FirstEdges>>

  private constructor(heap: WholeHeap, code: FunctionCode, names: readonly Set<number>[]) {
    const [extension, previous, scopeInfo, value, exports, filename] = names
    const edges = (type: number, spelled: Set<number> | undefined) =>
      new FirstEdges(heap.snapshot, type, spelled!)
    this.#heap = heap
    this.#code = code
    this.#internal = {
      extension: edges(EdgeType.internal, extension),
      previous: edges(EdgeType.internal, previous),
      scope_info: edges(EdgeType.internal, scopeInfo),
      value: edges(EdgeType.internal, value),
    }
    this.#properties = {
      exports: edges(EdgeType.property, exports),
      filename: edges(EdgeType.property, filename),
    }
  }

  /** O(strings). */
  static async of(heap: WholeHeap, task: Task): Promise<ModuleVariables> {
    const code = await CODE.of(heap, task)
    task.begin('answer', heap.snapshot.strings.count)
    const names = await stringsWithText(heap.snapshot.strings, [...INTERNAL, ...PROPERTIES], task)
    task.end()
    return new ModuleVariables(heap, code, names)
  }

  /** The variable that holds an object itself; null where none does. O(references to it and to what holds it). */
  holding(node: number): ModuleVariable | null {
    for (const holder of this.#holders(node)) {
      const found = this.#inContext(holder, node) ?? this.#inCell(holder) ?? this.#inExports(holder, node)
      if (found) return found
    }
    // An object of exports has fields, even if there are many.
    const isObject = this.#isOf(node, 'Object')
    return isObject ? null : this.#ofFile(this.#exportingModule(node), 'module.exports')
  }

  #inContext(context: number, node: number): ModuleVariable | null {
    if (!this.#isOf(context, CONTEXT)) return null
    const name = this.#nameOfEdge(context, node, EdgeType.context)
    if (name === null || !this.#isModules(context)) return null
    return this.#inScript(context, name)
  }

  /** An ES module keeps what it exports in cells, beside their names in a table. */
  #inCell(cell: number): ModuleVariable | null {
    if (!this.#isOf(cell, 'system / Cell')) return null
    const { firstEdge, edgeLink, nodeType, nodeName, strings } = this.#heap.snapshot
    for (const table of this.#holders(cell)) {
      const module = this.#holders(table).find((holder) => this.#isOf(holder, 'system / SourceTextModule'))
      if (module === undefined || nodeType[table] !== NodeType.array) continue
      for (let edge = firstEdge[table]! + 1; edge < firstEdge[table + 1]!; edge++) {
        const key = linkTarget(edgeLink[edge - 1]!)
        if (linkTarget(edgeLink[edge]!) !== cell || nodeType[key] !== NodeType.string) continue
        const context = this.#holders(module).find(
          (holder) => this.#isOf(holder, CONTEXT) && this.#internal.extension.target(holder) === module,
        )
        return context === undefined ? null : this.#inScript(context, strings.text(nodeName[key]!))
      }
    }
    return null
  }

  #inExports(exports: number, node: number): ModuleVariable | null {
    const name = this.#nameOfEdge(exports, node, EdgeType.property)
    return name === null ? null : this.#ofFile(this.#exportingModule(exports), `exports.${name}`)
  }

  /** The `Module` of Node whose `exports` something is; `NO_EDGE` where there is none. */
  #exportingModule(node: number): number {
    const { exports } = this.#properties
    const isModule = (holder: number) => this.#isOf(holder, 'Module') && exports.target(holder) === node
    return this.#holders(node).find(isModule) ?? NO_EDGE
  }

  #ofFile(module: number, name: string): ModuleVariable | null {
    const text = module === NO_EDGE ? NO_EDGE : this.#properties.filename.target(module)
    if (text === NO_EDGE) return null
    const { nodeName, strings } = this.#heap.snapshot
    return variableIn(strings.text(nodeName[text]!), name)
  }

  #inScript(context: number, name: string): ModuleVariable | null {
    const { nodeType } = this.#heap.snapshot
    const isFunction = (holder: number) => nodeType[holder] === NodeType.closure
    const closure = this.#holders(context).find(isFunction) ?? functionOfScope(this.#heap, context)
    const code = closure === NO_FUNCTION ? null : this.#code.codeOf(closure)
    const url = code === null || this.#code.isBuiltIn(code) ? null : this.#code.urlOf(code)
    return url === null ? null : variableIn(url, name)
  }

  /** That of an ES module, or of the one call of a function without a name that has no other around it. */
  #isModules(context: number): boolean {
    const { extension, previous, scope_info: scopeInfo } = this.#internal
    if (this.#isOf(extension.target(context), 'system / SourceTextModule')) return true
    if (!this.#isOf(previous.target(context), 'system / NativeContext')) return false
    const scope = scopeInfo.target(context)
    const isOther = (holder: number) =>
      holder !== context && this.#isOf(holder, CONTEXT) && scopeInfo.target(holder) === scope
    return scope !== NO_EDGE && !this.#hasName(scope, context) && !this.#holders(scope).some(isOther)
  }

  /** Whether a scope has a text that is none of its variables: the name of its function. */
  #hasName(scope: number, context: number): boolean {
    const { snapshot } = this.#heap
    const { firstEdge, edgeLink, nodeType, nodeName, strings } = snapshot
    const variables = new Set<string>()
    for (let edge = firstEdge[context]!; edge < firstEdge[context + 1]!; edge++) {
      variables.add(String(edgeLabel(snapshot, context, edge)))
    }
    for (let edge = firstEdge[scope]!; edge < firstEdge[scope + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (nodeType[target] !== NodeType.string) continue
      const text = strings.text(nodeName[target]!)
      if (text !== '' && !variables.has(text)) return true
    }
    return false
  }

  /** What an edge from one node to another is called; null where there is none of that type. */
  #nameOfEdge(source: number, target: number, type: number): string | null {
    const { snapshot } = this.#heap
    const { firstEdge, edgeLink } = snapshot
    for (let edge = firstEdge[source]!; edge < firstEdge[source + 1]!; edge++) {
      const link = edgeLink[edge]!
      if (linkTarget(link) === target && linkType(link) === type)
        return String(edgeLabel(snapshot, source, edge))
    }
    return null
  }

  #holders(node: number): number[] {
    const { first, source } = this.#heap.ready.retainers
    return Array.from(source.subarray(first[node], first[node + 1]), (entry) => entry >>> 1)
  }

  #isOf(node: number, name: string): boolean {
    const { nodeName, strings } = this.#heap.snapshot
    return node !== NO_EDGE && isNameOf(name, strings.text(nodeName[node]!))
  }
}

function variableIn(url: string, name: string): ModuleVariable | null {
  const file = FILE.exec(url.replace(/[?#].*$/, ''))?.[0]
  return file === undefined ? null : { file, name }
}
