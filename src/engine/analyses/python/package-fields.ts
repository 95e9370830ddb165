import type { EntryTest, Field } from '../../model/filter-fields.ts'
import type { TextPattern } from '../../model/text-pattern.ts'
import { fieldNotReady } from '../filter-needs.ts'
import type { Heap } from '../heap.ts'
import { PACKAGES, type Packages } from './packages.ts'

/** What objects can be filtered by that says which module defines them. In heaps of others than Python, nothing passes. */
export const PACKAGE_FIELDS: readonly Field<Heap>[] = [
  {
    name: 'package',
    type: 'text',
    help: 'A module, a function or a class of Python, by the top-level package that defines it.',
    example: 'package:=numpy',
    read: (heap) =>
      reader(heap, 'package', ({ packages, modules }, at) => packages[modules[at]!.package]!.name),
  },
  {
    name: 'module',
    type: 'text',
    help: 'The same by the module that defines it.',
    example: 'module:=shop.models',
    read: (heap) => reader(heap, 'module', ({ modules }, at) => modules[at]!.name),
  },
]

function reader(heap: Heap, field: string, nameOf: (found: Packages, module: number) => string) {
  const found = PACKAGES.known(heap)
  if (!found) throw fieldNotReady(field)
  return (pattern: TextPattern): EntryTest => {
    const passes = [false, ...found.modules.map((_, at) => pattern.test(nameOf(found, at)))]
    return (node) => passes[found.moduleOf[node] ?? 0]!
  }
}
