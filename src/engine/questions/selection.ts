import { CLASS_TABLE } from '../analyses/class-fields.ts'
import { classesOfSet } from '../analyses/classes-of-set.ts'
import { classPage } from '../analyses/list-classes.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { retainedOfSet } from '../analyses/retained-of-set.ts'
import type { ClassPage, ClassRequest, ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import type { SelectionRow, Term } from '../model/selection-rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

export const selectionQuestions = {
  /** A selection in figures. */
  async selection(asked: Asked, terms: readonly Term[]): Promise<SelectionRow> {
    const nodes = await asked.nodesOf(terms)
    const { own, retained } = await asked.shared(`retained ${JSON.stringify(terms)}`, (task) =>
      retainedOfSet(asked.heap, nodes, task),
    )
    return {
      count: nodes.length,
      shallowSize: own.bytes,
      retainedSize: retained.bytes,
      freed: retained.count,
    }
  },

  /** The classes of the selected objects, with what is selected of each. @throws HeapError `bad-filter` with `at` */
  async selectedClasses(asked: Asked, terms: readonly Term[], request: ClassRequest): Promise<ClassPage> {
    const nodes = await asked.nodesOf(terms)
    const listed = await asked.shared(`classes ${JSON.stringify(terms)}`, (task) =>
      classesOfSet(asked.heap, nodes, task),
    )
    const filter = filterEntries(request.filter, { table: CLASS_TABLE, source: listed, now: asked.now })
    return classPage(listed, request, filter)
  },

  /** The selected objects of one class, by its key. @throws HeapError `bad-filter` with `at` */
  async selectedInstances(
    asked: Asked,
    terms: readonly Term[],
    classKey: string,
    request: ListRequest<NodeColumn>,
  ): Promise<Page<NodeRow>> {
    const { table } = asked.heap
    const index = table.classes.findIndex(({ key }) => key === classKey)
    const key = `selected ${JSON.stringify(terms)} of ${classKey}`
    const all = await asked.nodesOf(terms)
    const nodes = await asked.shared(key, () => all.filter((node) => table.classOf[node] === index))
    return nodePage(asked.heap, nodes, nodes.length, request, asked.orders, key)
  },

  /** The selected objects. */
  async selected(
    asked: Asked,
    terms: readonly Term[],
    request: Omit<ListRequest<NodeColumn>, 'filter'>,
  ): Promise<Page<NodeRow>> {
    const nodes = await asked.nodesOf(terms)
    const key = `selected ${JSON.stringify(terms)}`
    return nodePage(asked.heap, nodes, nodes.length, request, asked.orders, key)
  },
}
