import { idText } from '../base/id-text.ts'
import { classesOfSet } from '../analyses/classes-of-set.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { orderedPage } from '../analyses/ordered-page.ts'
import { classShapesListing, countClassShapes } from '../analyses/shapes/class-shapes.ts'
import { shapeListing } from '../analyses/shapes/list-shapes.ts'
import { CLASS_SHAPES_TABLE, SHAPE_TABLE } from '../analyses/shapes/shape-fields.ts'
import {
  groupByShape,
  objectsOfShape,
  type ShapeGroups,
  shapeTotals,
} from '../analyses/shapes/shape-groups.ts'
import { placeOf } from '../base/place-of.ts'
import { HeapError } from '../base/error.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import type {
  ClassShapesColumn,
  ClassShapesRow,
  ShapeColumn,
  ShapeRow,
  ShapeTotals,
} from '../model/shape-rows.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'

type Terms = readonly Term[] | null

/** Questions about shapes: of all objects, or of those of a selection. */
export const shapeQuestions = {
  /** Sums over all shapes. */
  async shapeTotals(whole: Asked, among: Terms = null): Promise<ShapeTotals> {
    return shapeTotals(await shapesOf(await whole.about(among)))
  },

  /** Plain objects by their exact lists of properties. */
  async shapes(
    whole: Asked,
    request: ListRequest<ShapeColumn>,
    among: Terms = null,
  ): Promise<Page<ShapeRow>> {
    const asked = await whole.about(among)
    const groups = await shapesOf(asked)
    const key = `shapes ${request.filter ?? ''}`
    const shapes = await asked.shared(key, (task) =>
      passingEntries(groups.present, request.filter, {
        table: SHAPE_TABLE,
        source: { heap: asked.heap, groups },
        now: asked.now,
        task,
      }),
    )
    return orderedPage(shapeListing(asked.heap, groups, shapes, key), request, asked.orders)
  },

  /** The objects that have the shape of one. @throws HeapError `not-found` */
  async objectsOfShape(
    whole: Asked,
    id: number,
    request: ListRequest<NodeColumn>,
    among: Terms = null,
  ): Promise<Page<NodeRow>> {
    const asked = await whole.about(among)
    const groups = await shapesOf(asked)
    const node = asked.heap.snapshot.nodeId.indexOf(id)
    const at = placeOf(groups.lists.objects, node)
    if (at === -1) throw new HeapError('not-found', `There is no plain object ${idText(id)} in this heap.`)
    const objects = objectsOfShape(groups, groups.lists.list[at]!)
    return nodePage(asked.heap, objects, objects.length, request, asked.orders, `shape of ${id}`)
  },

  /** Classes whose objects have more than one list of properties. */
  async classShapes(
    whole: Asked,
    request: ListRequest<ClassShapesColumn>,
    among: Terms = null,
  ): Promise<Page<ClassShapesRow>> {
    const asked = await whole.about(among)
    const { heap } = asked
    const shapes = await asked.shared('class shapes', async (task) => {
      task.begin('answer', heap.snapshot.nodeCount)
      const counted = await countClassShapes(heap, task, asked.only)
      task.end()
      return counted
    })
    const nodes = among && (await whole.nodesOf(among))
    const listed = nodes ? await asked.shared('classes', (task) => classesOfSet(heap, nodes, task)) : heap
    const key = `class shapes ${request.filter ?? ''}`
    const classes = await asked.shared(key, (task) =>
      passingEntries(shapes.several, request.filter, {
        table: CLASS_SHAPES_TABLE,
        source: { classes: listed, shapes },
        now: asked.now,
        task,
      }),
    )
    return orderedPage(classShapesListing(heap, shapes, classes, key), request, asked.orders)
  },
}

function shapesOf(asked: Asked): Promise<ShapeGroups> {
  const { heap } = asked
  return asked.shared('shapes', async (task) => {
    task.begin('answer', 2 * heap.snapshot.nodeCount)
    const groups = await groupByShape(heap, task, asked.only)
    task.end()
    return groups
  })
}
