import { exactTerm } from '../model/filter-term.ts'
import type { ClassInfo } from './classes.ts'

/** The filter that finds the objects of one class and no others. */
export function classQuery(classes: readonly ClassInfo[], index: number): string {
  const { name, key } = classes[index]!
  return sharedNames(classes).has(name) ? exactTerm('classkey', key) : exactTerm('class', name)
}

const shared = new WeakMap<readonly ClassInfo[], ReadonlySet<string>>()

/** The names that several classes have. */
function sharedNames(classes: readonly ClassInfo[]): ReadonlySet<string> {
  let names = shared.get(classes)
  if (!names) {
    const seen = new Set<string>()
    const twice = new Set<string>()
    for (const { name } of classes) (seen.has(name) ? twice : seen).add(name)
    names = twice
    shared.set(classes, names)
  }
  return names
}
