import type { FilterTable } from '../model/filter-fields.ts'
import type { ClassAmounts } from './allocated-classes.ts'
import { type CallTree, frameOf, type StackSums } from './call-tree.ts'
import { classNameReader } from './class-fields.ts'
import type { Heap } from './heap.ts'
import { KINDS_IN_ORDER } from './kinds.ts'

interface ListedFunctions {
  readonly call: CallTree
  readonly sums: StackSums
}

/** What functions on stacks can be filtered by; entries are function numbers. */
export const FUNCTION_TABLE: FilterTable<ListedFunctions> = {
  rows: 'functions',
  own: ['function', 'script'],
  fields: [
    {
      name: 'function',
      aliases: ['name'],
      type: 'text',
      help: 'The function’s name.',
      example: 'function:render',
      read:
        ({ call }) =>
        (pattern) =>
        (index) =>
          pattern.test(frameOf(call, index).name),
    },
    {
      name: 'script',
      type: 'text',
      help: 'The url of its script.',
      example: 'script:/app.*js$/',
      read:
        ({ call }) =>
        (pattern) =>
        (index) =>
          pattern.test(frameOf(call, index).source?.url ?? ''),
    },
    {
      name: 'size',
      type: 'bytes',
      help: 'Bytes that it and all it called allocated.',
      example: 'size:>1MB',
      read: ({ sums: { size } }) => {
        return (index) => size[index]!
      },
    },
    {
      name: 'count',
      type: 'count',
      help: 'Objects that it and all it called allocated.',
      example: 'count:>1k',
      read: ({ sums: { count } }) => {
        return (index) => count[index]!
      },
    },
    {
      name: 'live',
      type: 'bytes',
      help: 'Bytes of these that live.',
      example: 'live:>1MB',
      read: ({ sums: { liveSize } }) => {
        return (index) => liveSize[index]!
      },
    },
  ],
}

interface AllocatedClasses {
  readonly heap: Heap
  readonly sums: ClassAmounts
}

/** What the classes of a stretch of time can be filtered by; entries are class numbers. */
export const ALLOCATED_CLASS_TABLE: FilterTable<AllocatedClasses> = {
  rows: 'classes',
  own: ['class'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The class’s name.',
      example: 'class:Session',
      read: ({ heap }) => classNameReader(heap),
    },
    {
      name: 'kind',
      type: 'choice',
      choices: KINDS_IN_ORDER,
      help: 'What its objects are, in one of nine words.',
      example: 'kind:object',
      read: ({ heap: { table } }) => ({
        words: KINDS_IN_ORDER,
        codeOf: (index) => KINDS_IN_ORDER.indexOf(table.classes[index]!.kind),
      }),
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many of its objects were allocated then.',
      example: 'count:>1k',
      read: ({ sums: { count } }) => {
        return (index) => count[index]!
      },
    },
    {
      name: 'size',
      type: 'bytes',
      help: 'Their bytes, as the file states them.',
      example: 'size:>1MB',
      read: ({ sums: { size } }) => {
        return (index) => size[index]!
      },
    },
  ],
}
