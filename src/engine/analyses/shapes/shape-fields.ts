import { fieldThrough, type FilterTable } from '../../model/filter-fields.ts'
import { CLASS_TABLE } from '../class-fields.ts'
import type { Heap } from '../heap.ts'
import type { ListedClasses } from '../list-classes.ts'
import { NODE_TABLE } from '../node-fields.ts'
import type { ClassShapes } from './class-shapes.ts'
import type { ShapeGroups } from './shape-groups.ts'

/** Shapes of a heap. */
export interface ListedShapes {
  readonly heap: Heap
  readonly groups: ShapeGroups
}

const shapeText = fieldThrough(
  NODE_TABLE.fields.find(({ name }) => name === 'shape')!,
  ({ heap }: ListedShapes) => heap,
  ({ groups: { first, member } }) =>
    (shape: number) =>
      member[first[shape]!]!,
)

/** What shapes can be filtered by; entries are the numbers of property lists. */
export const SHAPE_TABLE: FilterTable<ListedShapes> = {
  rows: 'shapes',
  own: ['shape'],
  fields: [
    shapeText,
    {
      name: 'properties',
      type: 'count',
      help: 'How many properties it has.',
      example: 'properties:>20',
      read:
        ({ groups }) =>
        (shape) =>
          groups.lists.lists.items(shape).length,
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many objects have it.',
      example: 'count:>1k',
      read:
        ({ groups: { first } }) =>
        (shape) =>
          first[shape + 1]! - first[shape]!,
    },
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'The shallow sizes of these objects together.',
      example: 'size:>1MB',
      read:
        ({ groups: { shallowSize } }) =>
        (shape) =>
          shallowSize[shape]!,
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if all of them went away.',
      example: 'retained:>1MB',
      read:
        ({ groups: { retainedSize } }) =>
        (shape) =>
          retainedSize[shape]!,
    },
  ],
}

/** Classes with how many lists of properties their objects have. */
export interface ListedClassShapes {
  readonly classes: ListedClasses
  readonly shapes: ClassShapes
}

/** What classes with several shapes can be filtered by; entries are class numbers. */
export const CLASS_SHAPES_TABLE: FilterTable<ListedClassShapes> = {
  rows: 'classes',
  own: ['class'],
  fields: [
    ...CLASS_TABLE.fields.map((field) =>
      fieldThrough(
        field,
        ({ classes }: ListedClassShapes) => classes,
        () => (index: number) => index,
      ),
    ),
    {
      name: 'shapes',
      type: 'count',
      help: 'How many different lists of properties its objects have.',
      example: 'shapes:>4',
      read:
        ({ shapes: { shapes } }) =>
        (index) =>
          shapes[index]!,
    },
  ],
}
