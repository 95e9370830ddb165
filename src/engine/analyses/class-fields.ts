import type { FilterTable, TextReader } from '../model/filter-fields.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import type { ClassInfo } from './classes.ts'
import { fieldNotReady } from './filter-needs.ts'
import { KINDS_IN_ORDER } from './kinds.ts'
import type { ListedClasses } from './list-classes.ts'

/** What classes can be filtered by; entries are class numbers. */
export const CLASS_TABLE: FilterTable<ListedClasses> = {
  rows: 'classes',
  own: ['class'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The class’s name.',
      example: 'class:Session',
      read: classNameReader,
    },
    {
      name: 'classkey',
      type: 'text',
      help: 'The class’s name with the place of its constructor, which tells apart classes of one name.',
      example: 'classkey:="Session @17:3:1"',
      read: classKeyReader,
    },
    {
      name: 'kind',
      type: 'choice',
      choices: KINDS_IN_ORDER,
      help: 'What its objects are, in one of nine words.',
      example: 'kind:object',
      read: ({ table: { classes } }) => ({
        words: KINDS_IN_ORDER,
        codeOf: (index) => KINDS_IN_ORDER.indexOf(classes[index]!.kind),
      }),
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many objects it has.',
      example: 'count:>1k',
      read: ({ sizes: { count } }) => {
        return (index) => count[index]!
      },
    },
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'The shallow sizes of its objects together.',
      example: 'size:>1MB',
      read: ({ sizes: { shallowSize } }) => {
        return (index) => shallowSize[index]!
      },
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if all of its objects went away.',
      example: 'retained:>1MB',
      read: ({ ready }) => {
        if (!ready) throw fieldNotReady('retained')
        return (index) => ready.classRetained[index]!
      },
    },
    {
      name: 'distance',
      type: 'count',
      lacking: true,
      help: 'Steps from the program’s globals, or from the root where the capture marks none, to the nearest of its objects; none where nothing leads to one.',
      example: 'distance:<5',
      read: ({ ready }) => {
        if (!ready) throw fieldNotReady('distance')
        return (index) => {
          const distance = ready.classDistance[index]!
          return distance === NO_DISTANCE ? Number.NaN : distance
        }
      },
    },
  ],
}

/** By class number, the class's name. */
export function classNameReader({ table: { classes } }: Pick<ListedClasses, 'table'>): TextReader {
  return byClass(classes, ({ name }) => name)
}

/** By class number, the class's key. */
export function classKeyReader({ table: { classes } }: Pick<ListedClasses, 'table'>): TextReader {
  return byClass(classes, ({ key }) => key)
}

/** A test remembers its answers, since millions of objects share some thousand classes. */
function byClass(classes: readonly ClassInfo[], textOf: (info: ClassInfo) => string): TextReader {
  return (pattern) => {
    /** By class: 0 not looked at yet, 1 no, 2 yes. */
    const known = new Uint8Array(classes.length)
    return (index) => {
      if (known[index] === 0) known[index] = pattern.test(textOf(classes[index]!)) ? 2 : 1
      return known[index] === 2
    }
  }
}
