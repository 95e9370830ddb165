import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NodeType } from '../model/kinds.ts'
import { CLASS_FLAGS } from '../model/python-heap.ts'
import { Derived } from './derived.ts'
import { CODE } from './function-code.ts'
import type { CompleteHeap } from './heap.ts'
import { moduleOfClass, PACKAGES } from './python/packages.ts'
import { fileOf } from './python/standard-library.ts'
import { sourceAt } from './sources.ts'

/** In which files the code stands that a heap's objects come from. */
export interface CodeFiles {
  /** Addresses of scripts, or paths of modules, as the capture has them; the first is that of no file. */
  readonly names: readonly string[]
  /** By node: the place in `names` of the file that its function is defined in, or its constructor or class; 0 where none is known. */
  readonly ofNode: Uint32Array
}

/** Worked out once a heap. O(nodes), in Python O(nodes + edges). */
export const CODE_FILES = new Derived((heap, task): Promise<CodeFiles> =>
  heap.snapshot.python ? filesOfModules(heap, task) : filesOfScripts(heap, task),
)

/** Numbers names in the order they come. */
class Names {
  readonly list: string[] = ['']
  readonly #numbers = new Map<string, number>([['', 0]])

  numberOf(name: string | null): number {
    if (name === null) return 0
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.list.length)
    return this.list.push(name) - 1
  }
}

/**
 * Of V8. Where a capture numbers scripts without saying where they are, a function that is defined in one tells it of all
 * that comes from there.
 */
async function filesOfScripts(heap: CompleteHeap, task: Task): Promise<CodeFiles> {
  const { snapshot } = heap
  const { nodeCount, nodeType, locations } = snapshot
  const code = await CODE.of(heap, task)
  const names = new Names()
  const ofNode = new Uint32Array(nodeCount)
  const ofScript = new Map<number, number>()
  task.begin('answer', 2 * nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] !== NodeType.closure) continue
      ofNode[node] = names.numberOf(code.urlOf(code.codeOf(node)))
      const place = locations?.place[node] ?? 0
      if (place !== 0 && ofNode[node] !== 0) ofScript.set(locations!.places.scriptId[place]!, ofNode[node]!)
    }
  })
  const ofPlace = new Uint32Array(locations?.places.scriptId.length ?? 1)
  for (let place = 1; place < ofPlace.length; place++) {
    const { url, scriptId } = sourceAt(snapshot, place)
    ofPlace[place] = names.numberOf(url) || (ofScript.get(scriptId) ?? 0)
  }
  const place = locations?.place
  const look = (from: number, to: number): void => {
    for (let node = from; node < to; node++) ofNode[node] ||= ofPlace[place?.[node] ?? 0]!
  }
  await inSlices(task, nodeCount, look, nodeCount)
  task.end()
  return { names: names.list, ofNode }
}

/** Of CPython: modules, their dictionaries, functions and classes by the module that defines them, all else by its class. */
async function filesOfModules(heap: CompleteHeap, task: Task): Promise<CodeFiles> {
  const { snapshot } = heap
  const { nodeCount, strings } = snapshot
  const { className, flags } = snapshot.python!
  const { modules, moduleOf } = await PACKAGES.of(heap, task)
  const names = new Names()
  const ofModule = [0, ...modules.map(({ node }) => names.numberOf(fileOf(snapshot, node)))]
  const numbers = new Map(modules.map(({ name }, at) => [name, at + 1]))
  const ofClass = new Map<number, number>()
  const ofNode = new Uint32Array(nodeCount)
  task.begin('answer', nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const isClass = (flags[node]! & CLASS_FLAGS) !== 0
      if (moduleOf[node] !== 0 || isClass) {
        ofNode[node] = ofModule[moduleOf[node]!]!
        continue
      }
      const name = className[node]!
      let file = ofClass.get(name)
      if (file === undefined) {
        file = ofModule[moduleOfClass(strings.text(name), numbers)]!
        ofClass.set(name, file)
      }
      ofNode[node] = file
    }
  })
  task.end()
  return { names: names.list, ofNode }
}
