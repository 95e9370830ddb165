import { edgeSource } from '../model/edge-source.ts'
import { type Field, fieldThrough, type FilterTable } from '../model/filter-fields.ts'
import { EDGE_TYPE_NAMES } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import { isEssential, type ListedEdges } from './list-edges.ts'
import { edgeLabel } from './names.ts'
import { NODE_TABLE } from './node-fields.ts'

const OWN_FIELDS: readonly Field<ListedEdges>[] = [
  {
    name: 'edge',
    type: 'text',
    help: 'The name of the reference, or the index of an element.',
    example: 'edge:listeners',
    read:
      ({ heap: { snapshot } }) =>
      (pattern) =>
      (edge) =>
        pattern.test(String(edgeLabel(snapshot, edgeSource(snapshot.firstEdge, edge), edge))),
  },
  {
    name: 'type',
    type: 'choice',
    choices: EDGE_TYPE_NAMES,
    help: 'The type of the reference.',
    example: 'type:property,element',
    read: ({ heap: { snapshot } }) => ({
      words: snapshot.edgeTypeNames,
      codeOf: (edge) => linkType(snapshot.edgeLink[edge]!),
    }),
  },
  {
    name: 'essential',
    type: 'flag',
    help: 'Whether it keeps its target alive.',
    example: 'essential:no',
    read: ({ heap }) => {
      return (edge) => isEssential(heap, edge)
    },
  },
]

/** What references can be filtered by; entries are edge indexes. All but the first three are said of the other object. */
export const EDGE_TABLE: FilterTable<ListedEdges> = {
  rows: 'references',
  own: ['edge', 'name'],
  fields: [
    ...OWN_FIELDS,
    ...NODE_TABLE.fields
      .filter(({ name }) => OWN_FIELDS.every((own) => own.name !== name))
      .map((field) =>
        fieldThrough(
          field,
          ({ heap }: ListedEdges) => heap,
          ({ end }) => end,
        ),
      ),
  ],
}
