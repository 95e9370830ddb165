import type { Task } from '../../../base/task.ts'
import { Derived } from '../../derived.ts'
import { findNamespaces } from '../../python/namespaces.ts'
import { globalOf, standardLibrary } from '../../python/standard-library.ts'
import type { CompleteHeap } from '../../heap.ts'
import { nameOfNode } from './class-facts.ts'

/** Where code comes from: the program itself, a package that was installed, or the standard library. */
export type Origin = 'program' | 'package' | 'standard library'

/** Tells by the name of a module where it comes from; that of one which is no longer there is the program's. */
export const MODULE_ORIGINS = new Derived(readOrigins)

async function readOrigins({ snapshot }: CompleteHeap, task: Task): Promise<(module: string) => Origin> {
  const { modules: nodes } = await findNamespaces(snapshot, task)
  const modules = new Map<string, number>()
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (nodes.has(node)) modules.set(nameOfNode(snapshot, node), node)
  }
  const isStandard = standardLibrary(snapshot, modules)
  const known = new Map<string, Origin>()
  return (module) => {
    const top = module.split('.', 1)[0]!
    let origin = known.get(top)
    if (!origin) {
      const file = fileOf(snapshot, modules.get(top))
      if (isStandard(top)) origin = 'standard library'
      else origin = /[\\/](?:site|dist)-packages[\\/]/.test(file) ? 'package' : 'program'
      known.set(top, origin)
    }
    return origin
  }
}

function fileOf(snapshot: CompleteHeap['snapshot'], module: number | undefined): string {
  const file = module === undefined ? null : globalOf(snapshot, module, '__file__')
  return file === null ? '' : nameOfNode(snapshot, file)
}
