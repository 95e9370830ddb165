import type { Field } from '../model/filter-fields.ts'
import { CODE_FILES } from './code-files.ts'
import { fieldNotReady } from './filter-needs.ts'
import type { Heap } from './heap.ts'

/** What objects can be filtered by that says where the code stands that made or is them. */
export const CODE_FILE_FIELD: Field<Heap> = {
  name: 'file',
  type: 'text',
  help: 'The script or module, with its folders, that a function is defined in, or the constructor or class of an object.',
  example: 'file:"/src/cache/"',
  read: (heap) => (pattern) => {
    const found = CODE_FILES.known(heap)
    if (!found) throw fieldNotReady('file')
    const passes = found.names.map((name, at) => at !== 0 && pattern.test(name))
    return (node) => passes[found.ofNode[node]!]!
  },
}
