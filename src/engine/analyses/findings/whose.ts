import type { Task } from '../../base/task.ts'
import { NodeType } from '../../model/kinds.ts'
import type { Whose } from '../../model/finding-rows.ts'
import { PACKAGE_FOLDERS, RUNTIME_PREFIXES } from '../../model/library-patterns.ts'
import { CODE, type FunctionCode } from '../function-code.ts'
import type { CompleteHeap } from '../heap.ts'
import { moduleOrClass } from '../python-role.ts'
import { CARRIERS } from '../python/carriers.ts'
import { framePlace } from '../python/frame-place.ts'
import { modulesByName } from '../python/packages.ts'
import { fileOf, standardLibrary, targetNamed } from '../python/standard-library.ts'
import { sourceOf } from '../sources.ts'
import { FRAMES } from './python/frame-above.ts'

/** What holds data or functions, as lists do: it belongs to whoever holds it, not to the module that defines it. */
const DATA: ReadonlySet<string> = new Set([
  'numpy.ndarray',
  ...FRAMES,
  ...CARRIERS,
  ...['deque', 'OrderedDict', 'defaultdict', 'Counter'].map((name) => `collections.${name}`),
  ...['_lru_cache_wrapper', 'cached_property'].map((name) => `functools.${name}`),
  '_queue.SimpleQueue',
  '_io.BytesIO',
  '_io.StringIO',
  'array.array',
  'weakref.WeakValueDictionary',
  'weakref.WeakKeyDictionary',
  '_weakrefset.WeakSet',
])
const PACKAGE = new RegExp(`[\\\\/](?:${PACKAGE_FOLDERS.join('|')})[\\\\/]`)

/** Says of objects whose code made or is them, as far as the capture tells; see `whoseCode`. */
export type WhoseCode = (node: number) => Whose | null

/**
 * Whose code an object belongs to: of V8 by the script that a function or a constructor stands in, of CPython by the module
 * of its class, the module that it is, or, of a frame, the module whose file it runs in. Null where the capture does not
 * say, as of what is built in.
 * @param libraries parts of file and module names that count as libraries too
 */
export async function whoseCode(
  heap: CompleteHeap,
  libraries: readonly string[],
  task: Task,
): Promise<WhoseCode> {
  const ofPlace = (place: string): Whose => {
    if (RUNTIME_PREFIXES.some((prefix) => place.startsWith(prefix))) return 'runtime'
    return PACKAGE.test(place) || libraries.some((part) => place.includes(part)) ? 'library' : 'own'
  }
  return heap.snapshot.python
    ? whosePython(heap, ofPlace)
    : whoseScript(heap, await CODE.of(heap, task), ofPlace)
}

function whoseScript(
  { snapshot }: CompleteHeap,
  code: FunctionCode,
  ofPlace: (place: string) => Whose,
): WhoseCode {
  const known = new Map<string, Whose>()
  const urlOf = (node: number | null): string | null =>
    node === null ? null : (sourceOf(snapshot, node)?.url ?? code.urlOf(code.codeOf(node)))
  return (node) => {
    const url = urlOf(node) ?? urlOf(constructorOf(snapshot, node))
    if (url === null || url === '') return null
    const found = known.get(url) ?? ofPlace(url)
    known.set(url, found)
    return found
  }
}

/** The function that makes objects like this one; null of what is no object. O(references of the object and its prototype). */
function constructorOf(snapshot: CompleteHeap['snapshot'], node: number): number | null {
  if (snapshot.nodeType[node] !== NodeType.object) return null
  return targetNamed(snapshot, targetNamed(snapshot, node, '__proto__'), 'constructor')
}

function whosePython({ snapshot }: CompleteHeap, ofPlace: (place: string) => Whose): WhoseCode {
  const { strings, nodeName, nodeType } = snapshot
  const { className } = snapshot.python!
  const modules = modulesByName(snapshot)
  const { isRedacted } = strings
  const isStandard = standardLibrary(snapshot, modules)
  const known = new Map<string, Whose | null>()
  const ofModule = (name: string): Whose | null => {
    const top = name.split('.', 1)[0]!
    const node = modules.get(top)
    if (node === undefined) return null
    if (!isRedacted && isStandard(top)) return 'runtime'
    const places = [`/${name.replaceAll('.', '/')}/`, name, fileOf(snapshot, node) ?? '']
    const others = places.map(ofPlace).find((one) => one !== 'own')
    // Without its values a capture tells neither what the standard library is nor where files lie.
    return others ?? (isRedacted && top !== '__main__' ? null : 'own')
  }
  let byFile: ReadonlyMap<string, string> | null = null
  const ofFrame = (label: string): Whose | null => {
    const { file } = framePlace(label)
    if (file === null) return null
    byFile ??= new Map(Array.from(modules, ([name, module]) => [fileOf(snapshot, module) ?? '', name]))
    const name = byFile.get(file)
    return name === undefined ? null : ofModule(name)
  }
  return (node) => {
    // The class of a text is its own text.
    if (nodeType[node] === NodeType.string) return null
    if (nodeType[node] === NodeType.synthetic) return ofFrame(strings.text(nodeName[node]!))
    const type = strings.text(className[node]!)
    // A module is its own; all else belongs to where its class is from, or, of functions and classes, where they are.
    const isNamed = moduleOrClass(snapshot, node) !== null || nodeType[node] === NodeType.closure
    const name = isNamed ? strings.text(nodeName[node]!).replace(/ \([^]*$/, '') : type
    if (!isNamed && (!name.includes('.') || DATA.has(name))) return null
    let found = known.get(name)
    if (found === undefined) {
      found = ofModule(name)
      known.set(name, found)
    }
    return found
  }
}
