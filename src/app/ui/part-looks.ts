import type { StatisticsPart } from '#engine/model/statistics-rows.ts'

/** How one part of the statistics is shown: the letter tells it apart where colour does not. */
export interface PartLook {
  readonly title: string
  readonly letter: string
  readonly color: string
  readonly about: string
}

export const PART_LOOKS: Readonly<Record<StatisticsPart, PartLook>> = {
  code: {
    title: 'Code',
    letter: 'C',
    color: 'var(--kind-code)',
    about: 'Functions as the engine runs them: bytecode, machine code and what it notes about both.',
  },
  strings: {
    title: 'Strings',
    letter: 'S',
    color: 'var(--kind-string)',
    about: 'All texts, joined and cut ones too.',
  },
  jsArrays: {
    title: 'JS arrays',
    letter: 'A',
    color: 'var(--kind-array)',
    about: 'Objects of class Array, each with its list of elements where nothing else refers to that list.',
  },
  typedArrays: {
    title: 'Typed arrays',
    letter: 'T',
    color: 'var(--kind-number)',
    about:
      'The bytes of ArrayBuffers, behind typed arrays and Buffers. They lie outside the JavaScript heap.',
  },
  system: {
    title: 'System',
    letter: 'Y',
    color: 'var(--kind-system)',
    about: 'The engine’s own bookkeeping (hidden nodes).',
  },
  otherJs: {
    title: 'Other JS objects',
    letter: 'O',
    color: 'var(--kind-object)',
    about: 'What remains of the JavaScript heap: objects, functions, maps, sets and their stores.',
  },
  otherNonJs: {
    title: 'Other non-JS objects',
    letter: 'N',
    color: 'var(--kind-native)',
    about: 'What remains outside the JavaScript heap: DOM nodes, for example.',
  },
  extraNative: {
    title: 'Extra native memory',
    letter: 'X',
    color: 'var(--kind-closure)',
    about:
      'Native memory that the file reports without any object for it. Chrome DevTools counts it as other non-JS objects.',
  },
  instances: {
    title: 'Instances',
    letter: 'I',
    color: 'var(--kind-object)',
    about: 'Objects of classes that are written in Python. What their attributes lead to counts elsewhere.',
  },
  dicts: {
    title: 'Dictionaries',
    letter: 'D',
    color: 'var(--kind-array)',
    about: 'Dictionaries and their tables, the namespaces of modules, classes and instances included.',
  },
  sequences: {
    title: 'Lists, tuples and sets',
    letter: 'L',
    color: 'var(--kind-closure)',
    about: 'Lists, tuples, sets and deques with the room for their items; not what the items are.',
  },
  texts: {
    title: 'Strings and bytes',
    letter: 'S',
    color: 'var(--kind-string)',
    about: 'All str, bytes and bytearray objects.',
  },
  numbers: {
    title: 'Numbers',
    letter: '#',
    color: 'var(--kind-number)',
    about: 'int, float, complex: each is an object of 24 bytes or more. Small whole numbers exist once.',
  },
  buffers: {
    title: 'Arrays and buffers',
    letter: 'B',
    color: 'var(--kind-native)',
    about: 'Arrays of NumPy and of the module array, memory views and mapped files.',
  },
  functions: {
    title: 'Functions and code',
    letter: 'C',
    color: 'var(--kind-code)',
    about: 'Functions, methods, their code, cells, generators and frames. Grows with what is imported.',
  },
  classes: {
    title: 'Classes and modules',
    letter: 'K',
    color: 'var(--accent)',
    about: 'Classes and modules themselves; what they contain counts elsewhere.',
  },
  otherPython: {
    title: 'Other',
    letter: 'O',
    color: 'var(--kind-system)',
    about: 'Everything else: weak references, iterators, descriptors, and objects of classes written in C.',
  },
}
